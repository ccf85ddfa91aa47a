import { XtcError, throwIfAborted } from '../base/errors.ts';
import { TimeSlices } from '../base/time-slices.ts';
import { rowsOf, type RunIndex } from './run-index.ts';
import type { FileRange } from './skipped.ts';
import { BEGIN_CALIB_CYCLE, L1_ACCEPT } from './transition.ts';

/** What of a run is wanted: single events, whole calib cycles, or both together. Without either: everything. */
export type TrimWish = { readonly events?: ArrayLike<number>; readonly cycles?: readonly number[] };

/** The datagrams of a trimmed run, as bytes of its files in the run's order. */
export type TrimPlan = {
  readonly ranges: readonly FileRange[];
  readonly byteLength: number;
  readonly datagrams: number;
  readonly events: number;
};

const STEP = 4096;
const LAST_TRANSITION_OUTSIDE_CYCLES = 7;

/**
 * Plans a run that holds only chosen events, with every transition that frames them: those of their calib cycles, and all
 * that lie outside of cycles. Neighbours in a file become one range. Works in slices of about 8 ms.
 * @throws {XtcError} 'out-of-range' for an event or cycle that the run does not have, 'aborted'
 */
export async function planTrim(index: RunIndex, wish: TrimWish, signal?: AbortSignal): Promise<TrimPlan> {
  throwIfAborted(signal);
  const slices = new TimeSlices(signal);
  const { events, cycles } = chosenOf(index, wish);
  const rows = rowsOf(index);
  const cut = cutDatagrams(index);
  const copies = configurationCopies(index);
  const ranges: FileRange[] = [];
  let [byteLength, datagrams, cycle, event, chosenEvents] = [0, 0, -1, -1, 0];
  const add = (file: number, offset: number, length: number): void => {
    const last = ranges[ranges.length - 1] as FileRange | undefined;
    if (last && last.file === file && last.offset + last.byteLength === offset) ranges[ranges.length - 1] = { file, offset: last.offset, byteLength: last.byteLength + length };
    else ranges.push({ file, offset, byteLength: length });
    byteLength += length;
    ++datagrams;
  };
  for (let i = 0; i < index.datagrams; ++i) {
    if (i % STEP === 0 && slices.isOver()) await slices.next();
    const transition = rows.transition(i);
    if (transition === BEGIN_CALIB_CYCLE) ++cycle;
    // A partner lies behind its event.
    const isEvent = transition === L1_ACCEPT && index.events[event + 1] === i;
    if (isEvent) {
      ++event;
      if (cycle < 0) cycle = 0;
    }
    const isWanted = transition === L1_ACCEPT ? event >= 0 && events[event] === 1 : transition <= LAST_TRANSITION_OUTSIDE_CYCLES || transition > L1_ACCEPT || cycles[Math.max(0, cycle)] === 1;
    if (!isWanted || (cut.size > 0 && cut.has(placeKey(index.fileOf[i], rows.offset(i))))) continue;
    if (isEvent) ++chosenEvents;
    add(index.fileOf[i], rows.offset(i), 20 + rows.extent(i));
    for (const copy of copies.get(i) ?? []) add(copy.file, copy.offset, copy.byteLength);
  }
  return { ranges, byteLength, datagrams, events: chosenEvents };
}

/** 1 for every event that is wanted, and for every cycle that is or has one. */
function chosenOf(index: RunIndex, wish: TrimWish): { events: Uint8Array; cycles: Uint8Array } {
  const events = new Uint8Array(index.events.length);
  const cycles = new Uint8Array(Math.max(1, index.cycles.length));
  const isAll = !wish.events && !wish.cycles;
  const endOf = (cycle: number): number => index.cycles[cycle + 1] ?? index.events.length;
  for (const cycle of wish.cycles ?? []) {
    if (!Number.isInteger(cycle) || cycle < 0 || cycle >= index.cycles.length) {
      throw new XtcError('out-of-range', `The run has no calib cycle ${cycle}: it has ${index.cycles.length}, counted from 0.`);
    }
    cycles[cycle] = 1;
    events.fill(1, index.cycles[cycle], endOf(cycle));
  }
  for (let i = 0; i < (wish.events?.length ?? 0); ++i) {
    const event = wish.events?.[i] ?? NaN;
    if (!Number.isInteger(event) || event < 0 || event >= events.length) {
      throw new XtcError('out-of-range', `The run has no event ${event}: it has ${events.length}, counted from 0.`);
    }
    events[event] = 1;
  }
  if (isAll) {
    events.fill(1);
    cycles.fill(1);
  }
  for (let cycle = 0; cycle < index.cycles.length; ++cycle) {
    if (events.subarray(index.cycles[cycle], endOf(cycle)).includes(1)) cycles[cycle] = 1;
  }
  return { events, cycles };
}

/** Datagrams whose extent lies: what follows them would be lost again. */
function cutDatagrams(index: RunIndex): Set<string> {
  return new Set(index.skipped.map(({ file, offset }) => placeKey(file, offset)));
}

/** Datagram → further copies of it in other streams that hold configurations which it lacks. */
function configurationCopies(index: RunIndex): Map<number, FileRange[]> {
  const rows = rowsOf(index);
  const copies = new Map<number, FileRange[]>();
  for (const { fromDatagram, file, datagramOffset, datagramBytes } of index.configurations) {
    if (file === index.fileOf[fromDatagram] && datagramOffset === rows.offset(fromDatagram)) continue;
    const known = copies.get(fromDatagram) ?? [];
    copies.set(fromDatagram, known);
    if (!known.some((copy) => copy.file === file && copy.offset === datagramOffset)) known.push({ file, offset: datagramOffset, byteLength: datagramBytes });
  }
  return copies;
}

function placeKey(file: number, offset: number): string {
  return `${file} ${offset}`;
}
