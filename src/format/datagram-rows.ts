import {
  DATAGRAM_ROW_BYTES, ROW_DAMAGE, ROW_ENV, ROW_EXTENT, ROW_FAULTS, ROW_FAULT_OFFSET, ROW_LEAVES, ROW_NANOSECONDS,
  ROW_SECONDS, ROW_SIGNATURE, ROW_STAMP_HIGH, ROW_STAMP_LOW, ROW_TREE_DAMAGE,
} from '../../assembly/layout.ts';
import { RowCensus } from './row-census.ts';
import { L1_ACCEPT, transitionOf } from './transition.ts';

const ROW_WORDS = DATAGRAM_ROW_BYTES / 4;
/** So few rows are copied faster word by word. */
const FEW = 4;
/** Part of its memory that may be handed over without rows in it. */
const MOST_UNUSED = 0.05;
const ROW_DOUBLES = DATAGRAM_ROW_BYTES / 8;

/** The datagram table of a stream or run (assembly/layout.ts), read by column; it can grow at its end. */
export class DatagramRows {
  #count: number;
  readonly #census: RowCensus;
  #bytes: Uint8Array<ArrayBuffer>;
  #words: Uint32Array<ArrayBuffer>;
  #doubles: Float64Array<ArrayBuffer>;

  /** @param aside row → 1 when it says nothing of the rhythm of the events, as RowCensus has it */
  constructor(buffer: ArrayBuffer = new ArrayBuffer(256 * DATAGRAM_ROW_BYTES), count = 0, aside?: Uint8Array) {
    this.#count = count;
    this.#census = new RowCensus(aside);
    this.#bytes = new Uint8Array(buffer);
    this.#words = new Uint32Array(buffer);
    this.#doubles = new Float64Array(buffer);
  }

  get count(): number {
    return this.#count;
  }
  /** Forgets the rows from `count` on. */
  truncate(count: number): void {
    if (count < this.#census.looked) this.#census.truncate(this.#words, count);
    this.#count = count;
  }

  /** Copies rows to the end. */
  append(rows: Uint8Array): void {
    const used = this.count * DATAGRAM_ROW_BYTES;
    const needed = used + rows.byteLength;
    if (needed > this.#bytes.byteLength) this.#grow(Math.max(needed, 2 * this.#bytes.byteLength));
    this.#bytes.set(rows, used);
    this.#count = needed / DATAGRAM_ROW_BYTES;
  }

  #grow(byteLength: number): void {
    const bytes = new Uint8Array(byteLength - (byteLength % DATAGRAM_ROW_BYTES));
    bytes.set(this.#bytes);
    this.#use(bytes);
  }

  #use(bytes: Uint8Array<ArrayBuffer>): void {
    this.#bytes = bytes;
    this.#words = new Uint32Array(bytes.buffer);
    this.#doubles = new Float64Array(bytes.buffer);
  }

  /** Makes room for `count` rows: growing little by little copies them again and again. */
  makeRoom(count: number): void {
    if (count * DATAGRAM_ROW_BYTES > this.#bytes.byteLength) this.#grow(count * DATAGRAM_ROW_BYTES);
  }
  /** Its memory, for an owner who outlives it; a little longer than its rows. */
  handOver(): ArrayBuffer {
    const used = this.count * DATAGRAM_ROW_BYTES;
    if (used < (1 - MOST_UNUSED) * this.#bytes.byteLength) this.#use(this.#bytes.slice(0, used));
    return this.#bytes.buffer;
  }
  /** Copies `count` rows from row `i` on to row `to` of another table's words. */
  copyTo(i: number, count: number, words: Uint32Array, to: number): void {
    const own = this.#words;
    if (count > FEW) {
      words.set(own.subarray(i * ROW_WORDS, (i + count) * ROW_WORDS), to * ROW_WORDS);
      return;
    }
    for (let from = i * ROW_WORDS, end = from + count * ROW_WORDS, at = to * ROW_WORDS; from < end; ) words[at++] = own[from++];
  }
  /** What the rows tell together. */
  get census(): Readonly<RowCensus> {
    if (this.#census.looked < this.#count) this.#census.look(this.#words, this.#count);
    return this.#census;
  }
  /** First row from row `row` on that is no L1Accept; `count` when there is none. */
  nextTransition(row: number): number {
    const found = this.census.transitions;
    let [low, high] = [0, found.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (found[middle] < row) low = middle + 1;
      else high = middle;
    }
    return low < found.length ? found[low] : this.#count;
  }
  /** Number of rows that are no L1Accepts. */
  get transitions(): number {
    return this.census.transitions.length;
  }
  /** Whether it is one of those whose steps the census tells. */
  isSteady(i: number): boolean {
    return this.#census.isSteady(this.#words, i);
  }
  /**
   * First row from `row` on that needs a look: a fault, a clock that is not later than the one before it, or a transition;
   * `count` when there is none.
   */
  nextNotable(row: number): number {
    const words = this.#words;
    for (let i = row; i < this.count; ++i) {
      const at = i * ROW_WORDS;
      if (words[at + (ROW_FAULTS >> 2)] !== 0 || ((words[at + (ROW_STAMP_LOW >> 2)] >>> 24) & 15) !== L1_ACCEPT || i === 0) return i;
      const back = words[at - ROW_WORDS + (ROW_SECONDS >> 2)] - words[at + (ROW_SECONDS >> 2)];
      if (back > 0 || (back === 0 && words[at - ROW_WORDS + (ROW_NANOSECONDS >> 2)] >= words[at + (ROW_NANOSECONDS >> 2)])) return i;
    }
    return this.count;
  }
  #word(i: number, at: number): number {
    return this.#words[i * ROW_WORDS + (at >> 2)];
  }
  /** In its file. */
  offset(i: number): number {
    return this.#doubles[i * ROW_DOUBLES];
  }
  nanoseconds(i: number): number {
    return this.#word(i, ROW_NANOSECONDS);
  }
  seconds(i: number): number {
    return this.#word(i, ROW_SECONDS);
  }
  stampLow(i: number): number {
    return this.#word(i, ROW_STAMP_LOW);
  }
  stampHigh(i: number): number {
    return this.#word(i, ROW_STAMP_HIGH);
  }
  transition(i: number): number {
    return transitionOf(this.stampLow(i));
  }
  fiducials(i: number): number {
    return this.stampHigh(i) & 0x1ffff;
  }
  env(i: number): number {
    return this.#word(i, ROW_ENV);
  }
  damage(i: number): number {
    return this.#word(i, ROW_DAMAGE);
  }
  /** All damage words of the tree or-ed, the root's too. */
  treeDamage(i: number): number {
    return this.#word(i, ROW_TREE_DAMAGE);
  }
  extent(i: number): number {
    return this.#word(i, ROW_EXTENT);
  }
  signature(i: number): number {
    return this.#word(i, ROW_SIGNATURE);
  }
  /** FAULT bits. */
  faults(i: number): number {
    return this.#word(i, ROW_FAULTS);
  }
  /** Where the tree's first fault lies, from the start of the datagram. */
  faultOffset(i: number): number {
    return this.#word(i, ROW_FAULT_OFFSET);
  }
  leaves(i: number): number {
    return this.#word(i, ROW_LEAVES);
  }
}
