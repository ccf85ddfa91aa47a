import { XTC_HEADER_BYTES } from '../../assembly/layout.ts';
import { XtcError, type Problem } from '../base/errors.ts';
import { BlobSource } from '../format/byte-source.ts';
import { isSameKind, isSameSource } from '../format/leaf-kind.ts';
import type { LeafKind } from '../format/run-index.ts';
import { isConfiguration, TYPE_XTC } from '../format/type-id.ts';
import { WindowReader } from '../format/window-reader.ts';
import { payloadSpan, type XtcNode } from '../format/xtc.ts';
import type { LeafValue } from '../types/leaf-value.ts';
import { decode, decodePlaced, payloadType, type Decoded } from '../types/registry.ts';
import type { Values } from '../types/schema.ts';
import type { Arena } from '../wasm/arena.ts';
import type { ByteRange } from './frame.ts';
import { expandPayload, readPayload } from './read-payload.ts';
import { walkTree } from './read-tree.ts';

/** The payload of a configuration in a file, and the datagram of the run from which on it holds. */
export type ConfigurationPlace = ByteRange & { readonly kind: LeafKind; readonly fromDatagram: number };

/** All leaves of a type of a source. */
export type KindWish = Pick<LeafKind, 'level' | 'phy' | 'typeId' | 'version'>;

/** Which leaves of a datagram: of a kind, or the one whose header lies at a file offset. */
export type ValuesRequest = {
  readonly datagram: ByteRange;
  readonly wanted: KindWish | { readonly offset: number };
  /** Those that hold for the datagram and may describe what is wanted, the newest last. */
  readonly configurations: readonly ConfigurationPlace[];
};

/** The configuration of a type, or the one that describes data of a type. */
export type ConfigurationRequest = Pick<ValuesRequest, 'configurations'> & { readonly wanted: KindWish };

/** Configurations that are remembered; a run has some dozens. */
const MOST_CONFIGURATIONS = 1024;

/** Reads payloads and takes them apart. Configurations are read and decoded once. */
export class ValueReader {
  readonly #arena: Arena;
  /** By file and offset: a file that crosses to a worker is another object each time. */
  readonly #configurations = new Map<string, Decoded>();

  constructor(arena: Arena) {
    this.#arena = arena;
  }

  /**
   * The values of leaves of a datagram, in tree order. Only headers and the wanted payloads are read.
   * @throws {XtcError} 'out-of-range' when no leaf begins at the wanted offset, 'truncated', 'unreadable', 'aborted'
   */
  async read({ datagram, wanted, configurations }: ValuesRequest, signal?: AbortSignal): Promise<LeafValue[]> {
    const { file, offset, byteLength } = datagram;
    const reader = new WindowReader(new BlobSource(file), offset + byteLength, signal);
    const leaves = leavesOf(await walkTree(reader, offset, byteLength)).filter((leaf) => ('offset' in wanted ? leaf.offset === wanted.offset : isSameKind(leaf, wanted)));
    if ('offset' in wanted && leaves.length === 0) {
      throw new XtcError('out-of-range', `No leaf of the datagram at byte ${offset} of ${file.name} begins at byte ${wanted.offset}.`, { file: file.name, offset: wanted.offset });
    }
    const found: LeafValue[] = [];
    for (const leaf of leaves) found.push(await this.#leafValue(file.name, leaf, await this.payload(reader, file.name, leaf), configurations));
    return found;
  }

  /** The value of a configuration; null when none of those given is wanted. @throws {XtcError} 'truncated', 'unreadable' */
  async configuration({ wanted, configurations }: ConfigurationRequest): Promise<LeafValue | null> {
    const types = isConfiguration(wanted.typeId) ? [wanted.typeId] : (payloadType(wanted.typeId, wanted.version)?.configurations ?? []);
    const place = newest(wanted, types, configurations, Infinity);
    if (!place) return null;
    const { file, kind } = place;
    const payload = await this.#payloadOf(place);
    const leaf = { ...kind, offset: place.offset - XTC_HEADER_BYTES, extent: place.byteLength + XTC_HEADER_BYTES, damage: 0 };
    return valueOf(file.name, leaf, payload, () => null);
  }

  /**
   * The configuration that describes leaves of a kind in a datagram, decoded.
   * @returns null when none is among those given, its problem when it cannot be taken apart
   * @throws {XtcError} 'truncated', 'unreadable'
   */
  async describing(wanted: KindWish, configurations: readonly ConfigurationPlace[], datagram = Infinity): Promise<Decoded | null> {
    const types = payloadType(wanted.typeId, wanted.version)?.configurations ?? [];
    const place = newest(wanted, types, configurations, datagram);
    if (!place) return null;
    const { file, offset, kind } = place;
    const key = [file.name, file.size, file.lastModified, offset].join('\n');
    const known = this.#configurations.get(key);
    if (known) return known;
    const payload = await this.#payloadOf(place);
    const decoded: Decoded = payload instanceof Uint8Array ? decode({ ...kind, file: file.name, offset }, payload, () => null) : { kind: 'opaque', reason: payload };
    if (this.#configurations.size >= MOST_CONFIGURATIONS) this.#configurations.clear();
    this.#configurations.set(key, decoded);
    return decoded;
  }

  /** Payload of a leaf, expanded when it was compressed; why that could not be done. @throws {XtcError} 'truncated', 'unreadable', 'aborted' */
  async payload(reader: WindowReader, file: string, leaf: XtcNode): Promise<Uint8Array | Problem> {
    const { start, end } = payloadSpan(leaf);
    if (end === start) return new Uint8Array(0);
    const { buffer, byteOffset, byteLength } = await reader.read(start, end - start);
    const bytes = new Uint8Array(buffer, byteOffset, byteLength);
    return leaf.compressed ? expanded(() => expandPayload(this.#arena, bytes, { file, offset: start })) : bytes;
  }

  async #payloadOf({ file, offset, byteLength, kind }: ConfigurationPlace): Promise<Uint8Array | Problem> {
    const bytes = await readPayload(this.#arena, { file, offset, byteLength, isCompressed: false });
    return kind.compressed ? expanded(() => expandPayload(this.#arena, bytes, { file: file.name, offset })) : bytes;
  }

  async #leafValue(file: string, leaf: XtcNode, payload: Uint8Array | Problem, configurations: readonly ConfigurationPlace[]): Promise<LeafValue> {
    const config = await this.describing(leaf, configurations);
    if (config?.kind === 'opaque') return valueOf(file, leaf, { ...config.reason, message: `Its configuration cannot be read: ${config.reason.message}` }, () => null);
    return valueOf(file, leaf, payload, () => config?.values ?? null);
  }
}

/** The last one of some types of a source that holds for a datagram. */
function newest(source: KindWish, types: readonly number[], configurations: readonly ConfigurationPlace[], datagram: number): ConfigurationPlace | undefined {
  if (types.length === 0) return undefined;
  return configurations.findLast(({ kind, fromDatagram }) => fromDatagram <= datagram && isSameSource(kind, source) && types.includes(kind.typeId));
}

type LeafPlace = LeafKind & Pick<XtcNode, 'offset' | 'extent' | 'damage'>;

function valueOf(file: string, leaf: LeafPlace, payload: Uint8Array | Problem, find: () => Values | null): LeafValue {
  const { kind, source, level, phy, typeId, version, compressed, offset, extent, damage } = leaf;
  const payloadOffset = offset + XTC_HEADER_BYTES;
  const decoded =
    payload instanceof Uint8Array
      ? decodePlaced({ typeId, version, file, offset: payloadOffset }, payload, find)
      : { schema: '', values: null, placed: [], problem: payload };
  return { kind: { kind, source, level, phy, typeId, version, compressed }, file, offset, payloadOffset, byteLength: Math.max(0, extent - XTC_HEADER_BYTES), damage, ...decoded };
}

/** Bytes, or what kept them from being expanded: a leaf that cannot be stays as it is. */
function expanded(step: () => Uint8Array): Uint8Array | Problem {
  try {
    return step();
  } catch (error) {
    if (error instanceof XtcError && error.code !== 'kernel') return error.toProblem();
    throw error;
  }
}

/** The leaves of a tree, in its order; an empty container is none. */
export function leavesOf(node: XtcNode): XtcNode[] {
  if (node.typeId === TYPE_XTC) return node.children.flatMap(leavesOf);
  return [node];
}
