import { DATAGRAM_ROW_BYTES, REMARK_FLAG, ROW_EXTENT, ROW_OFFSET_HIGH, ROW_SECONDS, ROW_STAMP_HIGH, ROW_STAMP_LOW, SIGNATURE_SHIFT } from '../../assembly/layout.ts';
import { BEGIN_CALIB_CYCLE, L1_ACCEPT, transitionOf } from './transition.ts';

const ROW_WORDS = DATAGRAM_ROW_BYTES / 4;
const [EXTENT, OFFSET_HIGH, SECONDS, STAMP_HIGH, STAMP_LOW] = [ROW_EXTENT, ROW_OFFSET_HIGH, ROW_SECONDS, ROW_STAMP_HIGH, ROW_STAMP_LOW].map((at) => at >> 2);

/** Fiducials count from 0 to this, then begin again; larger ones mean nothing. @source pdsdata xtc/TimeStamp.hh */
export const MAX_FIDUCIALS = 131040;
/** A longer pause says nothing about events: fiducials wrap, and the beam was probably off. */
const LONGEST_GAP_SECONDS = 60;
/** Fiducials of the longest gap, whose clocks may be a second apart from that; they count 360 ticks a second. */
export const LARGEST_STEP = 360 * (LONGEST_GAP_SECONDS + 1);

/** Steady rows that follow each other by the same step: the first of them, and how many came before it. */
export type Stretch = { readonly row: number; readonly step: number; readonly before: number };

/**
 * What the rows of a table tell together. It is kept up while rows come, since then they lie in the processor's cache: to go
 * through all of them once more takes as long as to scan them.
 *
 * Steady rows are L1Accepts of the DAQ whose fiducial means something; the step of one is the number of fiducials to the next,
 * 0 where that says nothing: over a calib cycle's beginning, a fault or a long pause, and at the last one.
 */
export class RowCensus {
  /** Rows that are no L1Accepts, and rows with faults. */
  readonly transitions: number[] = [];
  readonly faulty: number[] = [];
  /** Sum of the whole lengths. */
  datagramBytes = 0;
  /** Signature → number of L1Accepts that have it, and the first of them. */
  uses = new Uint32Array(64);
  first = new Uint32Array(64);
  /** Number of rows looked at, and of steady ones among them. */
  looked = 0;
  steady = 0;
  /** The steps of the steady rows, in order. */
  readonly stretches: Stretch[] = [];
  readonly #faultsOf: (row: number) => number;
  readonly #aside: Uint8Array | undefined;
  /** The steady row looked at last, -1 before the first, and whether nothing behind it makes its step unknown. */
  #last = -1;
  #lastSeconds = 0;
  #lastFiducials = 0;
  #isKnown = false;
  #step = -1;

  /**
   * @param faultsOf FAULT bits of a row that has a remark
   * @param aside row → 1 when it is not the DAQ's, or a further part of an event; absent when there are none
   */
  constructor(faultsOf: (row: number) => number, aside?: Uint8Array) {
    this.#faultsOf = faultsOf;
    this.#aside = aside;
  }

  isSteady(words: Uint32Array, row: number): boolean {
    const at = row * ROW_WORDS;
    return transitionOf(words[at + STAMP_LOW]) === L1_ACCEPT && (words[at + STAMP_HIGH] & 0x1ffff) < MAX_FIDUCIALS && !this.#aside?.[row];
  }

  /** Looks at the rows that are new, up to `count`. */
  look(words: Uint32Array, count: number): void {
    let bytes = 20 * (count - this.looked);
    for (let row = this.looked, at = row * ROW_WORDS; row < count; ++row, at += ROW_WORDS) {
      bytes += words[at + EXTENT];
      const place = words[at + OFFSET_HIGH];
      const isFaulty = (place & REMARK_FLAG) !== 0 && this.#faultsOf(row) !== 0;
      if (isFaulty) {
        this.faulty.push(row);
        this.#isKnown = false;
      }
      const transition = transitionOf(words[at + STAMP_LOW]);
      if (transition !== L1_ACCEPT) {
        this.transitions.push(row);
        if (transition === BEGIN_CALIB_CYCLE) this.#isKnown = false;
        continue;
      }
      const signature = place >>> SIGNATURE_SHIFT;
      if (signature >= this.uses.length) this.#grow(signature);
      if (++this.uses[signature] === 1) this.first[signature] = row;
      const fiducials = words[at + STAMP_HIGH] & 0x1ffff;
      if (fiducials >= MAX_FIDUCIALS || this.#aside?.[row]) continue;
      const seconds = words[at + SECONDS];
      if (this.#last >= 0) this.#note(fiducials, seconds - this.#lastSeconds);
      this.#last = row;
      this.#lastSeconds = seconds;
      this.#lastFiducials = fiducials;
      this.#isKnown = !isFaulty;
      ++this.steady;
    }
    this.datagramBytes += bytes;
    this.looked = count;
  }

  /** Takes back all that was found in the rows from `count` on. */
  truncate(words: Uint32Array, count: number): void {
    for (let row = count; row < this.looked; ++row) {
      const at = row * ROW_WORDS;
      this.datagramBytes -= 20 + words[at + EXTENT];
      if (transitionOf(words[at + STAMP_LOW]) === L1_ACCEPT) --this.uses[words[at + OFFSET_HIGH] >>> SIGNATURE_SHIFT];
      if (this.isSteady(words, row)) --this.steady;
    }
    this.looked = Math.min(this.looked, count);
    for (const rows of [this.transitions, this.faulty]) while ((rows.at(-1) ?? -1) >= count) rows.pop();
    this.#settle(words);
  }

  /** Notes the step of the last steady row. */
  #note(fiducials: number, pause: number): void {
    const step = fiducials - this.#lastFiducials + (fiducials < this.#lastFiducials ? MAX_FIDUCIALS : 0);
    // More than the longest gap has: that clock or that fiducial is wrong.
    const known = this.#isKnown && pause >= 0 && pause <= LONGEST_GAP_SECONDS && step <= LARGEST_STEP ? step : 0;
    if (known === this.#step) return;
    this.#step = known;
    this.stretches.push({ row: this.#last, step: known, before: this.steady - 1 });
  }

  /** Finds the last steady row again, and what lies behind it. */
  #settle(words: Uint32Array): void {
    let last = this.looked - 1;
    while (last >= 0 && !this.isSteady(words, last)) --last;
    this.#last = last;
    while ((this.stretches.at(-1)?.row ?? -1) >= last && this.stretches.length > 0) this.stretches.pop();
    this.#step = this.stretches.at(-1)?.step ?? -1;
    if (last < 0) return;
    this.#lastSeconds = words[last * ROW_WORDS + SECONDS];
    this.#lastFiducials = words[last * ROW_WORDS + STAMP_HIGH] & 0x1ffff;
    this.#isKnown = (this.faulty.at(-1) ?? -1) < last;
    for (let row = last + 1; row < this.looked; ++row) {
      if (transitionOf(words[row * ROW_WORDS + STAMP_LOW]) === BEGIN_CALIB_CYCLE) this.#isKnown = false;
    }
  }

  #grow(signature: number): void {
    for (const name of ['uses', 'first'] as const) {
      const grown = new Uint32Array(2 * signature);
      grown.set(this[name]);
      this[name] = grown;
    }
  }
}
