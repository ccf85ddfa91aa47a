import { REMARK_WORDS } from '../../assembly/layout.ts';
import { withRoom } from '../base/arrays.ts';

const [ROW, DAMAGE, TREE_DAMAGE, FAULTS, FAULT_OFFSET, LEAVES] = [0, 1, 2, 3, 4, 5];

/** What is said of all datagrams but whole L1Accepts in order (assembly/layout.ts), in the order of their rows. */
export class Remarks {
  #words: Uint32Array<ArrayBuffer>;
  #count: number;
  /** The remark that was asked for last. */
  #asked = 0;

  constructor(words: Uint32Array<ArrayBuffer> = new Uint32Array()) {
    this.#words = words;
    this.#count = words.length / REMARK_WORDS;
  }

  get count(): number {
    return this.#count;
  }

  /** Copies remarks to the end. @param shift what is added to their rows */
  append(remarks: Uint32Array, shift: number): void {
    const used = this.#count * REMARK_WORDS;
    const needed = used + remarks.length;
    this.#words = withRoom(this.#words, needed);
    this.#words.set(remarks, used);
    for (let at = used; at < needed; at += REMARK_WORDS) this.#words[at] += shift;
    this.#count = needed / REMARK_WORDS;
  }

  /** Those of rows `from` … `end`-1, not copied. */
  between(from: number, end: number): Uint32Array<ArrayBuffer> {
    return this.#words.subarray(this.#firstFrom(from) * REMARK_WORDS, this.#firstFrom(end) * REMARK_WORDS);
  }

  /** Forgets those of the rows from `row` on. */
  truncate(row: number): void {
    this.#count = this.#firstFrom(row);
  }

  /** Remarked rows from `row` on. */
  rowsFrom(row: number): number[] {
    const rows: number[] = [];
    for (let remark = this.#firstFrom(row); remark < this.#count; ++remark) rows.push(this.row(remark));
    return rows;
  }
  /** Rows with faults. */
  faultyRows(): number[] {
    const rows: number[] = [];
    for (let remark = 0; remark < this.#count; ++remark) if (this.#words[remark * REMARK_WORDS + FAULTS] !== 0) rows.push(this.row(remark));
    return rows;
  }
  /** Row of a remark. */
  row(remark: number): number {
    return this.#words[remark * REMARK_WORDS + ROW];
  }

  damage(row: number): number {
    return this.#word(row, DAMAGE);
  }
  treeDamage(row: number): number {
    return this.#word(row, TREE_DAMAGE);
  }
  faults(row: number): number {
    return this.#word(row, FAULTS);
  }
  faultOffset(row: number): number {
    return this.#word(row, FAULT_OFFSET);
  }
  leaves(row: number): number {
    return this.#word(row, LEAVES);
  }

  /** 0 where there is no remark. */
  #word(row: number, word: number): number {
    // Mostly one row after the other is asked for.
    if (!this.#isAt(row)) {
      ++this.#asked;
      if (!this.#isAt(row)) this.#asked = this.#firstFrom(row);
    }
    return this.#isAt(row) ? this.#words[this.#asked * REMARK_WORDS + word] : 0;
  }

  #isAt(row: number): boolean {
    return this.#asked < this.#count && this.row(this.#asked) === row;
  }

  /** The first remark whose row is not below `row`. */
  #firstFrom(row: number): number {
    let [low, high] = [0, this.#count];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#words[middle * REMARK_WORDS + ROW] < row) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
