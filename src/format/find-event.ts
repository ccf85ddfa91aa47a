import { XtcError } from '../base/errors.ts';
import type { DatagramRows } from './datagram-rows.ts';
import { nanosecondsTo, parseTime } from './query-time.ts';
import { rowsOf, type RunIndex } from './run-index.ts';

const NUMBER = /^(?:event\s*)?(\d[\d\s\u202f]*)$/i;
const FIDUCIAL = /^(?:fid(?:ucial)?\s*:?\s*(0x[\da-f]+|\d+)|(0x[\da-f]+))$/i;
const CYCLE = /^c(?:ycle)?\s*:?\s*(\d+)$/i;

/**
 * The event that people mean by a number (`1204`), a time (`12:04:31.2`, `2011-03-28T12:04`), a fiducial (`0x1a2f3`,
 * `fid 107251`) or a cycle (`cycle 6`). Of a time and of a cycle it is the first event from there on; of a fiducial, which
 * comes again after six minutes, the first one from event `from` on, and after the last one again from the start.
 *
 * @throws {XtcError} 'out-of-range' when there is none, or when the text is none of these
 */
export function findEvent(index: RunIndex, text: string, from = 0): number {
  const { events, cycles } = index;
  const wish = text.trim();
  if (events.length === 0) throw new XtcError('out-of-range', 'There are no events yet.');
  const number = NUMBER.exec(wish);
  if (number) return inRange(Number(number[1].replace(/\D/g, '')), events.length, 'event');
  const cycle = CYCLE.exec(wish);
  if (cycle) return Math.min(cycles[inRange(Number(cycle[1]), cycles.length, 'cycle')], events.length - 1);
  const fiducial = FIDUCIAL.exec(wish);
  if (fiducial) return findFiducial(index, Number(fiducial[1] ?? fiducial[2]), from);
  const span = parseTime(':', wish.replace(' ', 'T'));
  if (!span?.from) throw new XtcError('out-of-range', `“${wish}” is no event number, time (12:04:31), fiducial (0x1a2f3) or cycle (cycle 6).`);
  const rows = rowsOf(index);
  const base = rows.seconds(events[0]);
  const wanted = nanosecondsTo(span.from, base, rows.seconds(events[events.length - 1]));
  // Looked at one after the other: clocks may go back.
  const found = events.findIndex((datagram) => nanosecondsOf(rows, datagram, base) >= wanted);
  if (found < 0) throw new XtcError('out-of-range', `The run ends before ${wish}.`);
  return found;
}

function inRange(wish: number, count: number, what: string): number {
  if (wish < count) return wish;
  throw new XtcError('out-of-range', count === 0 ? `There is no ${what}.` : `There is no ${what} ${wish}: the last one is ${count - 1}.`);
}

function findFiducial(index: RunIndex, wanted: number, from: number): number {
  const { events } = index;
  const rows = rowsOf(index);
  for (let i = 0; i < events.length; ++i) {
    const event = (from + i) % events.length;
    if (rows.fiducials(events[event]) === wanted) return event;
  }
  throw new XtcError('out-of-range', `No event has the fiducial 0x${wanted.toString(16)}.`);
}

function nanosecondsOf(rows: DatagramRows, datagram: number, base: number): number {
  return (rows.seconds(datagram) - base) * 1e9 + rows.nanoseconds(datagram);
}
