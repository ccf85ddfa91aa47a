import {
  CENSUS_BYTES, CENSUS_ROW, CENSUS_STEADY, CENSUS_STEP, DATAGRAM_ROW_BYTES, MARK_ASIDE, MARK_FAULT, MAX_FIDUCIALS, STRETCH_WORDS, USE_WORDS,
} from '../../assembly/layout.ts';
import { withRoom } from '../base/arrays.ts';
import type { Arena } from '../wasm/arena.ts';
import type { DatagramRows } from './datagram-rows.ts';
import { rowsOf, type RunIndex } from './run-index.ts';
import { L1_ACCEPT } from './transition.ts';

const ROWS_PER_CALL = 4096;

/**
 * What the datagrams of a run tell together, found in one pass: how often each signature is used, and by how many fiducials the
 * events follow each other, in stretches of equal steps; a step of 0 says nothing. Of the steps, those of control streams and of
 * datagrams without a fiducial are left out.
 */
export class RowCensus {
  readonly #rows: DatagramRows;
  readonly #marks: Uint8Array | null;
  readonly #uses: Uint32Array;
  /** First row, step, and number of steady rows before, of each stretch. */
  #stretches = new Uint32Array(64 * STRETCH_WORDS);
  #count = 0;
  #last = -1;
  #steady = 0;

  /** @param isControl file → whether it is one of a control stream */
  constructor(arena: Arena, index: RunIndex, isControl: readonly boolean[]) {
    this.#rows = rowsOf(index);
    this.#marks = marksOf(index, isControl);
    this.#uses = new Uint32Array(USE_WORDS * index.signatures.length);
    arena.scoped(() => this.#take(arena));
  }

  /** Number of L1Accepts that have a signature, and the first datagram of them. */
  uses(signature: number): number {
    return this.#uses[USE_WORDS * signature];
  }
  firstUse(signature: number): number {
    return this.#uses[USE_WORDS * signature + 1];
  }

  /** Number of stretches. */
  get length(): number {
    return this.#count;
  }
  step(stretch: number): number {
    return this.#stretches[stretch * STRETCH_WORDS + 1];
  }
  /** The datagram it begins with. */
  from(stretch: number): number {
    return this.#stretches[stretch * STRETCH_WORDS];
  }
  /** The datagram behind its last step, with which the next one begins. */
  to(stretch: number): number {
    return stretch + 1 < this.length ? this.from(stretch + 1) : this.#last;
  }
  /** Number of steps. */
  count(stretch: number): number {
    const before = (at: number): number => (at < this.length ? this.#stretches[at * STRETCH_WORDS + 2] : this.#steady - 1);
    return before(stretch + 1) - before(stretch);
  }
  /** Whether a datagram is an event and not left out. */
  isCounted(datagram: number): boolean {
    if (this.#marks !== null && (this.#marks[datagram] & MARK_ASIDE) !== 0) return false;
    return this.#rows.transition(datagram) === L1_ACCEPT && this.#rows.fiducials(datagram) < MAX_FIDUCIALS;
  }

  #take(arena: Arena): void {
    const rows = this.#rows;
    const state = arena.reserve('i32', CENSUS_BYTES / 4);
    const uses = arena.reserve('u32', this.#uses.length);
    const window = arena.reserve('u8', ROWS_PER_CALL * DATAGRAM_ROW_BYTES);
    const marks = this.#marks ? arena.reserve('u8', ROWS_PER_CALL) : null;
    const found = arena.reserve('u32', ROWS_PER_CALL * STRETCH_WORDS);
    state.view().fill(0);
    uses.view().fill(0);
    state.view()[CENSUS_ROW / 4] = -1;
    state.view()[CENSUS_STEP / 4] = -1;
    for (let first = 0; first < rows.count; first += ROWS_PER_CALL) {
      const end = Math.min(first + ROWS_PER_CALL, rows.count);
      window.view().set(rows.bytes(first, end));
      if (this.#marks) marks?.view().set(this.#marks.subarray(first, end));
      const count = arena.kernels.takeCensus(state.ptr, window.ptr, marks?.ptr ?? 0, first, end - first, uses.ptr, found.ptr);
      this.#append(found.view().subarray(0, count * STRETCH_WORDS));
    }
    this.#uses.set(uses.view());
    this.#last = state.view()[CENSUS_ROW / 4];
    this.#steady = state.view()[CENSUS_STEADY / 4];
  }

  #append(stretches: Uint32Array): void {
    const used = this.#count * STRETCH_WORDS;
    this.#stretches = withRoom(this.#stretches, used + stretches.length);
    this.#stretches.set(stretches, used);
    this.#count += stretches.length / STRETCH_WORDS;
  }
}

/** Datagram → MARK bits; null when there are none. */
function marksOf(index: RunIndex, isControl: readonly boolean[]): Uint8Array | null {
  const rows = rowsOf(index);
  const { faulty } = rows;
  if (faulty.length === 0 && index.partners.length === 0 && !isControl.includes(true)) return null;
  const marks = new Uint8Array(rows.count);
  if (isControl.includes(true)) for (let row = 0; row < rows.count; ++row) if (isControl[index.fileOf[row]]) marks[row] = MARK_ASIDE;
  for (let partner = 1; partner < index.partners.length; partner += 2) marks[index.partners[partner]] = MARK_ASIDE;
  for (const row of faulty) marks[row] |= MARK_FAULT;
  return marks;
}
