import { XTC_HEADER_BYTES } from '../../assembly/layout.ts';
import { toProblem, XtcError, type Problem } from '../base/errors.ts';
import { Decompressor } from '../format/decompress.ts';
import { parseContains } from '../format/type-id.ts';
import type { FindConfiguration } from '../types/registry.ts';
import type { Arena } from '../wasm/arena.ts';
import type { LeafQuantity } from './column-request.ts';
import type { LeafContext, LeafPlace } from './number-reader.ts';
import { WantedLeaves, type WantedGroup } from './wanted-leaves.ts';

/** Puts numbers of leaves into columns, a stretch of datagrams at a time. */
export class ColumnFiller {
  readonly wanted: WantedLeaves;
  readonly #arena: Arena;
  readonly #problems = new Map<string, Problem>();
  readonly #count: number;
  #columns: Float64Array[] = [];

  constructor(arena: Arena, quantities: readonly LeafQuantity[]) {
    this.#arena = arena;
    this.#count = quantities.length;
    this.wanted = new WantedLeaves(quantities);
  }

  /** The columns of the stretch begun last: the caller's from then on. */
  get columns(): readonly Float64Array[] {
    return this.#columns;
  }

  /** Why payloads could not be expanded, the first of each kind. */
  get problems(): readonly Problem[] {
    return [...this.#problems.values()];
  }

  /** Begins a stretch of datagrams. */
  start(datagrams: number): void {
    this.#columns = Array.from({ length: this.#count }, () => new Float64Array(datagrams).fill(NaN));
  }

  /** Takes the numbers of a leaf. @param row of the datagram in the stretch */
  take(row: number, leaf: LeafPlace, group: WantedGroup, find: FindConfiguration): void {
    const context: LeafContext = { find, payload: () => this.#payload(leaf) };
    for (const { read, column, takesLast } of group.reads) {
      const numbers = this.#columns[column];
      if (!takesLast && !Number.isNaN(numbers[row])) continue;
      try {
        const value = read(leaf, context);
        if (!Number.isNaN(value)) numbers[row] = value;
      } catch (error) {
        if (!(error instanceof XtcError)) throw error;
        if (!this.#problems.has(error.code)) this.#problems.set(error.code, toProblem(error));
      }
    }
  }

  #payload({ view, at, extent }: LeafPlace): Uint8Array {
    const payload = new Uint8Array(view.buffer, view.byteOffset + at + XTC_HEADER_BYTES, extent - XTC_HEADER_BYTES);
    if (!parseContains(view.getUint32(at + 12, true)).compressed) return payload;
    return this.#arena.scoped(() => {
      const stored = this.#arena.reserve('u8', payload.byteLength);
      stored.view().set(payload);
      return new Decompressor(this.#arena).expand(stored, { file: '', offset: 0 }).view().slice();
    });
  }
}
