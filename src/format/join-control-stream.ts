import { MAX_FIDUCIALS } from '../../assembly/layout.ts';
import type { DatagramRows } from './datagram-rows.ts';
import { rowAt } from './merge.ts';
import type { OrderInput, RunOrder } from './stream-order.ts';
import { BEGIN_CALIB_CYCLE, BEGIN_RUN, CONFIGURE, END_CALIB_CYCLE, ENABLE, L1_ACCEPT } from './transition.ts';

/** Clocks of one event differ by less than this. @source psana XtcInput src/XtcMergeIterator.cpp */
const MAX_CLOCK_SECONDS = 85;
/** Transitions that come before the events of their cycle; all others end it. */
const BEFORE_EVENTS: readonly number[] = [CONFIGURE, BEGIN_RUN, BEGIN_CALIB_CYCLE, ENABLE];

/**
 * Adds a control stream to a run. An event with the fiducial of one in the same calib cycle, and nearly its clock, becomes
 * its partner and lies behind it; any other event is one of its own, in its calib cycle by its fiducial: the clock may be
 * seconds off. Transitions that the run has are left out.
 *
 * While the run or the stream is being read, nothing is delivered that could still change.
 * @param stream its place in `streams`  @param isOrderDone whether `order` is whole
 * @source psana XtcInput src/XtcMergeIterator.cpp, psana PSXtcInput src/DgramSourceFile.cpp
 */
export function joinControlStream(order: RunOrder, streams: readonly OrderInput[], stream: number, isOrderDone: boolean): RunOrder {
  const { rows, splits, isDone } = streams[stream];
  const run = new OrderedRun(order, streams);
  const copies = new Map(order.copies);
  const inserts: Insert[] = [];
  let block = run.firstBlock(rows);
  let cursor = 0;
  for (let row = 0; row < rows.count; ++row) {
    const last = inserts[inserts.length - 1];
    if (splits.has(row) && last?.row === row - 1) {
      inserts.push({ at: last.at, row, isPartner: true, isFirst: last.isFirst });
    } else if (rows.transition(row) !== L1_ACCEPT) {
      const twin = run.transitionLike(rows, row, block);
      if (twin < 0) {
        if (!isOrderDone) break;
        const at = BEFORE_EVENTS.includes(rows.transition(row)) ? cursor : run.endOfBlock(block, cursor);
        inserts.push({ at, row, isPartner: false, isFirst: false });
        if (rows.transition(row) === END_CALIB_CYCLE) ++block;
      } else {
        copies.set(`${stream} ${row}`, { stream: order.streamOf[twin], row: rowAt(order, twin) });
        cursor = Math.max(cursor, twin + 1);
        block = run.blockBehind(twin);
      }
    } else {
      const partner = run.takePartner(rows, row, block);
      if (partner < 0 && !isOrderDone && run.isOpen(block)) break;
      const at = partner < 0 ? run.placeOf(rows, row, block, cursor) : run.behind(partner);
      inserts.push({ at, row, isPartner: partner >= 0, isFirst: partner >= 0 });
      cursor = Math.max(cursor, partner < 0 ? at : partner + 1);
    }
  }
  const end = isDone ? order.count : Math.min(order.count, cursor);
  return merged(order, stream, inserts, end, copies);
}

/** A datagram that goes in before datagram `at` of the run, partners of the one before first. */
type Insert = { readonly at: number; readonly row: number; readonly isPartner: boolean; readonly isFirst: boolean };

function merged(order: RunOrder, stream: number, inserts: Insert[], end: number, copies: RunOrder['copies']): RunOrder {
  // Stable: what goes to one place keeps the order of the stream.
  inserts.sort((a, b) => a.at - b.at || Number(b.isFirst) - Number(a.isFirst));
  const total = end + inserts.length;
  const streamOf = new Uint16Array(total);
  const rowOf = new Uint32Array(total);
  const isPartner = new Uint8Array(total);
  let count = 0;
  let next = 0;
  for (let i = 0; i <= end; ++i) {
    for (; next < inserts.length && inserts[next].at === i; ++next) {
      streamOf[count] = stream;
      rowOf[count] = inserts[next].row;
      isPartner[count++] = inserts[next].isPartner ? 1 : 0;
    }
    if (i === end) break;
    streamOf[count] = order.streamOf[i];
    rowOf[count] = rowAt(order, i);
    isPartner[count++] = order.isPartner[i];
  }
  return { count, streamOf: streamOf.subarray(0, count), rowOf: rowOf.subarray(0, count), isPartner: isPartner.subarray(0, count), copies };
}

/** Finds things in the run so far. A block is what lies behind as many EndCalibCycles. */
class OrderedRun {
  readonly #order: RunOrder;
  readonly #streams: readonly OrderInput[];
  readonly #blockEnds: number[] = [];
  readonly #byClock = new Map<string, number>();
  readonly #byBlock = new Map<string, number>();
  /** Events with the same fiducial, linked in the order of the run. */
  readonly #first = new Int32Array(MAX_FIDUCIALS).fill(-1);
  readonly #next: Int32Array;
  readonly #taken: Uint8Array;

  constructor(order: RunOrder, streams: readonly OrderInput[]) {
    this.#order = order;
    this.#streams = streams;
    this.#next = new Int32Array(order.count).fill(-1);
    this.#taken = new Uint8Array(order.count);
    for (let i = 0; i < order.count; ++i) {
      const transition = this.#transition(i);
      if (transition === L1_ACCEPT) continue;
      const { rows, row } = this.#at(i);
      this.#byClock.set(clockKey(rows, row), i);
      const key = `${this.#blockEnds.length} ${transition}`;
      if (!this.#byBlock.has(key)) this.#byBlock.set(key, i);
      if (transition === END_CALIB_CYCLE) this.#blockEnds.push(i + 1);
    }
    for (let i = order.count - 1; i >= 0; --i) {
      const { rows, row } = this.#at(i);
      const fiducials = rows.fiducials(row);
      if (order.isPartner[i] || this.#transition(i) !== L1_ACCEPT || fiducials >= MAX_FIDUCIALS) continue;
      this.#next[i] = this.#first[fiducials];
      this.#first[fiducials] = i;
    }
  }

  #at(i: number): { rows: DatagramRows; row: number } {
    return { rows: this.#streams[this.#order.streamOf[i]].rows, row: rowAt(this.#order, i) };
  }
  #transition(i: number): number {
    const { rows, row } = this.#at(i);
    return rows.transition(row);
  }
  #blockEnd(block: number): number {
    return this.#blockEnds[block] ?? this.#order.count;
  }

  /** Whether more of this block may still come. */
  isOpen(block: number): boolean {
    return block >= this.#blockEnds.length;
  }

  /** The block a stream begins in: that of its first transition which the run has. */
  firstBlock(rows: DatagramRows): number {
    for (let row = 0; row < rows.count; ++row) {
      if (rows.transition(row) === L1_ACCEPT) continue;
      const twin = this.#byClock.get(clockKey(rows, row));
      if (twin !== undefined) return this.blockBehind(twin - 1);
    }
    return 0;
  }

  /** The same transition: same clock, or else the first of its number in the same block; -1 when there is none. */
  transitionLike(rows: DatagramRows, row: number, block: number): number {
    return this.#byClock.get(clockKey(rows, row)) ?? this.#byBlock.get(`${block} ${rows.transition(row)}`) ?? -1;
  }

  /** Number of EndCalibCycles up to a transition, itself included. */
  blockBehind(transition: number): number {
    let block = 0;
    for (let step = 1 << 20; step > 0; step >>= 1) {
      if (block + step <= this.#blockEnds.length && this.#blockEnds[block + step - 1] <= transition + 1) block += step;
    }
    return block;
  }

  /** The event that this one belongs to, which is then taken; -1 when there is none. */
  takePartner(rows: DatagramRows, row: number, block: number): number {
    const fiducials = rows.fiducials(row);
    if (fiducials >= MAX_FIDUCIALS) return -1;
    let best = -1;
    let least = MAX_CLOCK_SECONDS;
    const start = block === 0 ? 0 : this.#blockEnd(block - 1);
    for (let i = this.#first[fiducials]; i >= 0 && i < this.#blockEnd(block); i = this.#next[i]) {
      if (i < start || this.#taken[i]) continue;
      const other = this.#at(i);
      const seconds = Math.abs(other.rows.seconds(other.row) - rows.seconds(row));
      if (seconds < least) [best, least] = [i, seconds];
    }
    if (best >= 0) this.#taken[best] = 1;
    return best;
  }

  /** The place behind an event and its partners. */
  behind(event: number): number {
    let at = event + 1;
    while (at < this.#order.count && this.#order.isPartner[at]) ++at;
    return at;
  }

  /** The place of an event of its own, from `cursor` on. */
  placeOf(rows: DatagramRows, row: number, block: number, cursor: number): number {
    const end = this.#blockEnd(block);
    let at = cursor;
    for (; at < end; ++at) {
      if (this.#order.isPartner[at]) continue;
      const other = this.#at(at);
      const transition = other.rows.transition(other.row);
      if (transition === L1_ACCEPT ? isBefore(rows, row, other.rows, other.row) : !BEFORE_EVENTS.includes(transition)) break;
    }
    return at;
  }

  /** The place of a transition that only this stream has. */
  endOfBlock(block: number, cursor: number): number {
    return Math.max(cursor, Math.min(this.#order.count, this.isOpen(block) ? this.#order.count : this.#blockEnd(block) - 1));
  }
}

/** Fiducials decide between events whose clocks are near. */
function isBefore(rowsA: DatagramRows, a: number, rowsB: DatagramRows, b: number): boolean {
  const seconds = rowsA.seconds(a) - rowsB.seconds(b);
  if (Math.abs(seconds) >= MAX_CLOCK_SECONDS) return seconds < 0;
  const ahead = (rowsB.fiducials(b) - rowsA.fiducials(a) + MAX_FIDUCIALS) % MAX_FIDUCIALS;
  return ahead > 0 && ahead < MAX_FIDUCIALS / 2;
}

function clockKey(rows: DatagramRows, row: number): string {
  return `${rows.transition(row)} ${rows.seconds(row)} ${rows.nanoseconds(row)}`;
}
