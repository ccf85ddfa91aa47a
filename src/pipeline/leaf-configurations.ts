import { decode } from '../types/registry.ts';
import type { Values } from '../types/schema.ts';
import type { Arena } from '../wasm/arena.ts';
import type { LeafAddress } from './column-request.ts';
import type { ConfigurationPlace } from './read-values.ts';
import { readPayload } from './read-payload.ts';

type Held = ConfigurationPlace & { readonly values: Values };

/** The configurations of a request, decoded once; they are few. */
export class LeafConfigurations {
  readonly #held: readonly Held[];

  private constructor(held: readonly Held[]) {
    this.#held = held;
  }

  /** Those that cannot be taken apart are left out: what needs them says so. @throws {XtcError} 'truncated', 'unreadable', 'aborted' */
  static async read(arena: Arena, placed: readonly ConfigurationPlace[], signal?: AbortSignal): Promise<LeafConfigurations> {
    const held: Held[] = [];
    for (const configuration of placed) {
      const payload = await readPayload(arena, { ...configuration, isCompressed: configuration.kind.compressed }, signal);
      const decoded = decode({ ...configuration.kind, offset: configuration.offset, file: configuration.file.name }, payload, () => null);
      if (decoded.kind === 'value') held.push({ ...configuration, values: decoded.values });
    }
    return new LeafConfigurations(held);
  }

  /** The configuration of a source that holds for a datagram of the run; null when it has none of these types. */
  find({ level, phy }: Pick<LeafAddress, 'level' | 'phy'>, datagram: number, typeIds: readonly number[]): Values | null {
    return this.#held.findLast(({ kind, fromDatagram }) => kind.level === level && kind.phy === phy && fromDatagram <= datagram && typeIds.includes(kind.typeId))?.values ?? null;
  }
}
