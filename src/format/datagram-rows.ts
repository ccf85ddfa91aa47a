import {
  DATAGRAM_ROW_BYTES, OFFSET_HIGH_MASK, REMARK_FLAG, ROW_ENV, ROW_EXTENT, ROW_NANOSECONDS, ROW_OFFSET_HIGH, ROW_OFFSET_LOW, ROW_SECONDS, ROW_STAMP_HIGH,
  ROW_STAMP_LOW, SIGNATURE_SHIFT,
} from '../../assembly/layout.ts';
import { Remarks } from './remarks.ts';
import { L1_ACCEPT, transitionOf } from './transition.ts';

const ROW_WORDS = DATAGRAM_ROW_BYTES / 4;
/** So few rows are copied faster word by word. */
const FEW = 4;
/** Part of its memory that may be handed over without rows in it. */
const MOST_UNUSED = 0.05;
const TWO_32 = 2 ** 32;

/** One row, as it is written by hand; what is left out is 0. */
export type Row = {
  readonly offset: number;
  readonly seconds: number;
  readonly nanoseconds: number;
  readonly stampLow: number;
  readonly stampHigh?: number;
  readonly damage?: number;
  readonly faults?: number;
  readonly extent: number;
  readonly signature?: number;
};

/** Rows and the remarks on them, as an index keeps them. */
export type RowMemory = { readonly rows: ArrayBuffer; readonly remarks: Uint32Array<ArrayBuffer> };

/** The datagram table of a stream or run (assembly/layout.ts), read by column; it can grow at its end. */
export class DatagramRows {
  #count: number;
  readonly #remarks: Remarks;
  /** Rows that are no L1Accepts, among the remarks looked at. */
  readonly #transitions: number[] = [];
  #lookedRemarks = 0;
  #datagramBytes = 0;
  #bytes: Uint8Array<ArrayBuffer>;
  #words: Uint32Array<ArrayBuffer>;

  constructor(memory: RowMemory = { rows: new ArrayBuffer(256 * DATAGRAM_ROW_BYTES), remarks: new Uint32Array() }, count = 0) {
    this.#count = count;
    this.#remarks = new Remarks(memory.remarks);
    this.#bytes = new Uint8Array(memory.rows);
    this.#words = new Uint32Array(memory.rows);
  }

  get count(): number {
    return this.#count;
  }
  /** Forgets the rows from `count` on. */
  truncate(count: number): void {
    for (let row = count; row < this.#count; ++row) this.#datagramBytes -= 20 + this.extent(row);
    this.#count = count;
    this.#remarks.truncate(count);
    while ((this.#transitions.at(-1) ?? -1) >= count) this.#transitions.pop();
    this.#lookedRemarks = Math.min(this.#lookedRemarks, this.#remarks.count);
  }

  /** Copies rows to the end. @param remarks on them, their rows counted from the first of these  @param datagramBytes of all of them */
  append(rows: Uint8Array, remarks: Uint32Array, datagramBytes: number): void {
    const used = this.count * DATAGRAM_ROW_BYTES;
    this.#need(used + rows.byteLength);
    this.#bytes.set(rows, used);
    if (remarks.length > 0) this.#remarks.append(remarks, this.#count);
    this.#count += rows.byteLength / DATAGRAM_ROW_BYTES;
    this.#datagramBytes += datagramBytes;
  }
  /** Copies `count` rows of another table, from its row `from` on, to the end. */
  appendFrom(other: DatagramRows, from: number, count: number): void {
    this.#need((this.#count + count) * DATAGRAM_ROW_BYTES);
    const end = from + count;
    let isRemarked = count > FEW;
    if (count > FEW) {
      this.#words.set(other.#words.subarray(from * ROW_WORDS, end * ROW_WORDS), this.#count * ROW_WORDS);
    } else {
      for (let i = from * ROW_WORDS, at = this.#count * ROW_WORDS; i < end * ROW_WORDS; ) this.#words[at++] = other.#words[i++];
      for (let row = from; row < end; ++row) isRemarked ||= other.hasRemark(row);
    }
    if (isRemarked) this.#remarks.append(other.#remarks.between(from, end), this.#count - from);
    this.#count += count;
  }
  /** Writes one row to the end. */
  add({ offset, seconds, nanoseconds, stampLow, stampHigh = 0, damage = 0, faults = 0, extent, signature = 0 }: Row): void {
    const row = this.#count;
    this.#need((row + 1) * DATAGRAM_ROW_BYTES);
    this.#words.fill(0, row * ROW_WORDS, (row + 1) * ROW_WORDS);
    this.#put(row, ROW_NANOSECONDS, nanoseconds);
    this.#put(row, ROW_SECONDS, seconds);
    this.#put(row, ROW_STAMP_LOW, stampLow);
    this.#put(row, ROW_STAMP_HIGH, stampHigh);
    this.#datagramBytes += 20 + extent;
    if (damage !== 0 || faults !== 0 || transitionOf(stampLow) !== L1_ACCEPT) {
      this.#put(row, ROW_OFFSET_HIGH, REMARK_FLAG);
      this.#remarks.append(Uint32Array.of(row, damage, damage, faults, 0, 0), 0);
    }
    ++this.#count;
    this.replace(row, { offset, extent, signature });
  }
  /** Says that a datagram lies somewhere else, or holds something else, than was found. */
  replace(row: number, { offset = this.offset(row), extent = this.extent(row), signature = this.signature(row) }: Partial<Pick<Row, 'offset' | 'extent' | 'signature'>>): void {
    const flag = this.#word(row, ROW_OFFSET_HIGH) & REMARK_FLAG;
    this.#put(row, ROW_OFFSET_LOW, offset);
    this.#put(row, ROW_OFFSET_HIGH, Math.floor(offset / TWO_32) | flag | (signature << SIGNATURE_SHIFT));
    this.#put(row, ROW_EXTENT, extent);
  }

  #need(byteLength: number): void {
    if (byteLength > this.#bytes.byteLength) this.#grow(Math.max(byteLength, 2 * this.#bytes.byteLength));
  }

  #grow(byteLength: number): void {
    const bytes = new Uint8Array(byteLength - (byteLength % DATAGRAM_ROW_BYTES));
    bytes.set(this.#bytes);
    this.#use(bytes);
  }

  #use(bytes: Uint8Array<ArrayBuffer>): void {
    this.#bytes = bytes;
    this.#words = new Uint32Array(bytes.buffer);
  }

  /** Makes room for `count` rows: growing little by little copies them again and again. */
  makeRoom(count: number): void {
    if (count * DATAGRAM_ROW_BYTES > this.#bytes.byteLength) this.#grow(count * DATAGRAM_ROW_BYTES);
  }
  /** Its memory, for an owner who outlives it; a little longer than its rows. */
  handOver(): RowMemory {
    const used = this.count * DATAGRAM_ROW_BYTES;
    if (used < (1 - MOST_UNUSED) * this.#bytes.byteLength) this.#use(this.#bytes.slice(0, used));
    return { rows: this.#bytes.buffer, remarks: this.#remarks.between(0, this.#count).slice() };
  }
  /** Sum of the whole lengths of the datagrams that were appended. */
  get datagramBytes(): number {
    return this.#datagramBytes;
  }
  /** Rows that are no L1Accepts. */
  get transitions(): readonly number[] {
    for (; this.#lookedRemarks < this.#remarks.count; ++this.#lookedRemarks) {
      const row = this.#remarks.row(this.#lookedRemarks);
      if (this.transition(row) !== L1_ACCEPT) this.#transitions.push(row);
    }
    return this.#transitions;
  }
  /** First row from row `row` on that is no L1Accept; `count` when there is none. */
  nextTransition(row: number): number {
    const found = this.transitions;
    let [low, high] = [0, found.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (found[middle] < row) low = middle + 1;
      else high = middle;
    }
    return low < found.length ? found[low] : this.#count;
  }
  /** The rows from `from` on that are not whole L1Accepts in order. */
  remarked(from: number): number[] {
    return this.#remarks.rowsFrom(from);
  }
  /** The rows with faults. */
  get faulty(): number[] {
    return this.#remarks.faultyRows();
  }
  /** Rows `from` … `end`-1 as they are kept, not copied. */
  bytes(from: number, end: number): Uint8Array {
    return this.#bytes.subarray(from * DATAGRAM_ROW_BYTES, end * DATAGRAM_ROW_BYTES);
  }
  #word(i: number, at: number): number {
    return this.#words[i * ROW_WORDS + (at >> 2)];
  }
  #put(i: number, at: number, word: number): void {
    this.#words[i * ROW_WORDS + (at >> 2)] = word;
  }
  hasRemark(i: number): boolean {
    return (this.#word(i, ROW_OFFSET_HIGH) & REMARK_FLAG) !== 0;
  }
  /** In its file. */
  offset(i: number): number {
    return this.#word(i, ROW_OFFSET_LOW) + (this.#word(i, ROW_OFFSET_HIGH) & OFFSET_HIGH_MASK) * TWO_32;
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
  extent(i: number): number {
    return this.#word(i, ROW_EXTENT);
  }
  signature(i: number): number {
    return this.#word(i, ROW_OFFSET_HIGH) >>> SIGNATURE_SHIFT;
  }
  damage(i: number): number {
    return this.hasRemark(i) ? this.#remarks.damage(i) : 0;
  }
  /** All damage words of the tree or-ed, the root's too. */
  treeDamage(i: number): number {
    return this.hasRemark(i) ? this.#remarks.treeDamage(i) : 0;
  }
  /** FAULT bits. */
  faults(i: number): number {
    return this.hasRemark(i) ? this.#remarks.faults(i) : 0;
  }
  /** Where the tree's first fault lies, from the start of the datagram. */
  faultOffset(i: number): number {
    return this.#remarks.faultOffset(i);
  }
  /** Number of leaves of a datagram with a fault that are kept. */
  keptLeaves(i: number): number {
    return this.#remarks.leaves(i);
  }
}
