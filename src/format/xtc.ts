import { DAMAGE_INCOMPLETE, DATAGRAM_HEADER_BYTES, XTC_HEADER_BYTES, XTC_MAX_DEPTH } from '../../assembly/layout.ts';
import { XtcError } from '../base/errors.ts';
import { levelOf, printSource, type SourceKind } from './source.ts';
import { parseContains, typeName } from './type-id.ts';

/** One Xtc of a datagram's tree. */
export type XtcNode = {
  /** Type name as the scanner prints it, without version: `CspadElement`, `RunControlConfig`, `-Invalid-`. */
  readonly type: string;
  readonly typeId: number;
  readonly version: number;
  readonly compressed: boolean;
  readonly kind: SourceKind;
  readonly source: string;
  readonly level: number;
  /** The word src.log: level and process id. */
  readonly log: number;
  readonly phy: number;
  readonly damage: number;
  /** File offset of its 20-byte header. */
  readonly offset: number;
  /** Bytes with the header. */
  readonly extent: number;
  readonly children: readonly XtcNode[];
};

/** Where the payload of an Xtc lies in its file, half open; empty when it has none. */
export function payloadSpan({ offset, extent }: XtcNode): { start: number; end: number } {
  const start = offset + XTC_HEADER_BYTES;
  return { start, end: Math.max(start, offset + extent) };
}

/** Offset of the root Xtc in a datagram. */
const ROOT_OFFSET = DATAGRAM_HEADER_BYTES - XTC_HEADER_BYTES;

/** Bits of `contains` that must be those of type Xtc, uncompressed, for an Xtc to have children. */
const CONTAINER_MASK = 0x8000ffff;

/** More Xtcs than this are not listed: their containers end before them. */
const MAX_NODES = 65536;

/**
 * The whole tree of one datagram, root included, for looking at: one object per Xtc. A container whose next child has
 * an impossible extent ends before that child; a torn one (IncompleteContribution) has no children.
 *
 * @param bytes the datagram from its first byte  @param fileOffset where that byte lies in the file
 * @throws {XtcError} 'truncated' when not even the header is there
 */
export function readTree(bytes: Uint8Array, fileOffset: number): XtcNode {
  const walk = walkHeaders(bytes.byteLength, fileOffset);
  let step = walk.next();
  while (!step.done) step = walk.next(new DataView(bytes.buffer, bytes.byteOffset + step.value, XTC_HEADER_BYTES));
  return step.value;
}

/** Yields where the next header lies, from the start of the datagram, takes its 20 bytes, and returns the tree. */
export type HeaderWalk = Generator<number, XtcNode, DataView>;

/**
 * The walk of `readTree` for a reader that fetches the headers one by one, so that large payloads are never read.
 * @throws {XtcError} as `readTree`
 */
export function* walkHeaders(byteLength: number, fileOffset: number): HeaderWalk {
  if (byteLength < DATAGRAM_HEADER_BYTES) {
    throw new XtcError('truncated', `A datagram starts with ${DATAGRAM_HEADER_BYTES} bytes of header, only ${byteLength} are there.`, { offset: fileOffset });
  }
  const header = yield ROOT_OFFSET;
  return yield* walkNode(header, { at: ROOT_OFFSET, limit: byteLength, depth: 0 }, { fileOffset, nodes: 1 });
}

type Place = { readonly at: number; readonly limit: number; readonly depth: number };
type WalkState = { readonly fileOffset: number; nodes: number };

function* walkNode(header: DataView, { at, limit, depth }: Place, state: WalkState): HeaderWalk {
  const word = (index: number): number => header.getUint32(4 * index, true);
  const [damage, log, phy, contains, extent] = [word(0), word(1), word(2), word(3), word(4)];
  const children: XtcNode[] = [];
  if ((contains & CONTAINER_MASK) === 1 && (damage & DAMAGE_INCOMPLETE) === 0 && depth < XTC_MAX_DEPTH) {
    const end = Math.min(at + extent, limit);
    for (let child = at + XTC_HEADER_BYTES; child + XTC_HEADER_BYTES <= end && state.nodes < MAX_NODES; ) {
      const childHeader = yield child;
      const childExtent = childHeader.getUint32(16, true);
      if (childExtent < XTC_HEADER_BYTES || child + childExtent > end) break;
      ++state.nodes;
      children.push(yield* walkNode(childHeader, { at: child, limit: end, depth: depth + 1 }, state));
      child += childExtent;
    }
  }
  const type = parseContains(contains);
  return {
    type: typeName(type.typeId), ...type, ...printSource(log, phy), level: levelOf(log), log, phy,
    damage, offset: state.fileOffset + at, extent, children,
  };
}
