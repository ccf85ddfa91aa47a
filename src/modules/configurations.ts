import { XtcError } from '../base/errors.ts';
import type { ConfigurationRef, LeafKind, RunIndex } from '../format/run-index.ts';
import { TYPE_ALIAS_CONFIG } from '../format/type-id.ts';
import { aliasesOf, type SourceAlias } from '../types/alias.ts';
import { decode, type Decoded, type FindConfiguration } from '../types/registry.ts';
import type { DatagramReader } from './datagram-reader.ts';

/** The configurations of a run, read and decoded when they are asked for, once. */
export class Configurations {
  readonly #reader: DatagramReader;
  readonly #bySource = new Map<string, ConfigurationRef[]>();
  readonly #decoded = new Map<ConfigurationRef, Decoded>();

  constructor(index: RunIndex, reader: DatagramReader) {
    this.#reader = reader;
    for (const configuration of index.configurations) {
      const key = keyOf(configuration.kind);
      const list = this.#bySource.get(key) ?? [];
      this.#bySource.set(key, list);
      list.push(configuration);
    }
  }

  /** Finds the configuration of a source that holds for a datagram. */
  finder(source: Pick<LeafKind, 'level' | 'phy'>, datagram: number): FindConfiguration {
    return (typeIds) => {
      const found = this.latest(source, datagram, (kind) => typeIds.includes(kind.typeId));
      return found?.kind === 'value' ? found.values : null;
    };
  }

  /** The last configuration of a source, among those wanted, that holds for a datagram; null when there is none. @throws {XtcError} when it cannot be read */
  latest(source: Pick<LeafKind, 'level' | 'phy'>, datagram: number, isWanted: (kind: LeafKind) => boolean): Decoded | null {
    const found = this.#bySource.get(keyOf(source))?.findLast(({ fromDatagram, kind }) => fromDatagram <= datagram && isWanted(kind));
    if (!found) return null;
    const known = this.#decoded.get(found) ?? this.#decode(found);
    this.#decoded.set(found, known);
    return known;
  }

  /** The names that the run gives its sources, the newest last. */
  aliases({ kinds }: RunIndex): readonly SourceAlias[] {
    const ofAliases = ({ typeId }: LeafKind): boolean => typeId === TYPE_ALIAS_CONFIG;
    return kinds.filter(ofAliases).flatMap((kind) => {
      const found = this.latest(kind, Infinity, ofAliases);
      return found?.kind === 'value' ? aliasesOf(found.values) : [];
    });
  }

  #decode({ kind, file, offset, byteLength }: ConfigurationRef): Decoded {
    const { typeId, version, compressed } = kind;
    return decode({ typeId, version, offset }, this.#reader.payload({ file, offset, byteLength, compressed }), () => null);
  }
}

/** The values of what was decoded, with the name of its layout. @throws {XtcError} why it could not be decoded */
export function valueOf(decoded: Decoded): { schema: string; values: Extract<Decoded, { kind: 'value' }>['values']; config: Extract<Decoded, { kind: 'value' }>['config'] } {
  if (decoded.kind === 'value') return decoded;
  throw new XtcError(decoded.reason.code, decoded.reason.message, decoded.reason);
}

function keyOf({ level, phy }: Pick<LeafKind, 'level' | 'phy'>): string {
  return `${level} ${phy}`;
}
