import { REMARK_WORDS } from '../../assembly/layout.ts';

const [ROW, DAMAGE, TREE_DAMAGE, FAULTS, FAULT_OFFSET, LEAVES] = [0, 1, 2, 3, 4, 5];

/** What only some datagrams have, damage and faults (assembly/layout.ts), in the order of their rows. */
export class Remarks {
  #words: Uint32Array<ArrayBuffer>;
  #count: number;

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
    if (needed > this.#words.length) {
      const grown = new Uint32Array(Math.max(needed, 2 * this.#words.length));
      grown.set(this.#words);
      this.#words = grown;
    }
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
    const at = this.#firstFrom(row) * REMARK_WORDS;
    return at < this.#count * REMARK_WORDS && this.#words[at + ROW] === row ? this.#words[at + word] : 0;
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
