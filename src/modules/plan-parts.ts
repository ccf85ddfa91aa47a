import type { RunIndex } from '../format/run-index.ts';
import { BEGIN_CALIB_CYCLE, BEGIN_RUN, CONFIGURE, L1_ACCEPT } from '../format/transition.ts';
import { rowsOf } from '../format/run-index.ts';
import type { JobPart } from './protocol.ts';

/** So many parts keep all workers busy to the end, whatever each takes. */
const PARTS = 32;
const FEWEST_EVENTS = 16;

/**
 * Cuts events into parts that several workers can go through. Where it cuts depends on the run alone, not on how many
 * workers there are: so the result does not either.
 * @param wholeCycles true when modules do something at the end of a calib cycle: then no cycle is cut
 */
export function planParts({ cycles }: RunIndex, from: number, to: number, wholeCycles: boolean): JobPart[] {
  const wanted = Math.max(FEWEST_EVENTS, Math.ceil((to - from) / PARTS));
  const bounds = [from];
  const add = (bound: number): void => {
    if (bound > bounds[bounds.length - 1] && bound < to) bounds.push(bound);
  };
  if (wholeCycles) {
    for (const start of cycles) if (start - bounds[bounds.length - 1] >= wanted) add(start);
  } else for (let bound = from + wanted; bound < to; bound += wanted) add(bound);
  return bounds.map((start, number) => ({ number, from: start, to: bounds[number + 1] ?? to, isFirst: number === 0, isLast: number === bounds.length - 1 }));
}

/**
 * The datagrams of a part: its events with the transitions that begin before them and end behind them. A part that begins
 * the run has all that is before, one that ends it all that is behind.
 */
export function datagramsOfPart(index: RunIndex, { from, to }: Pick<JobPart, 'from' | 'to'>): { first: number; end: number } {
  const { events, datagrams } = index;
  const first = from === 0 ? 0 : beginOf(index, from);
  return { first, end: to >= events.length ? datagrams : beginOf(index, to) };
}

/** The first datagram behind the event before that begins something. */
function beginOf(index: RunIndex, event: number): number {
  const rows = rowsOf(index);
  for (let datagram = index.events[event - 1] + 1; datagram < index.events[event]; ++datagram) {
    if ([BEGIN_CALIB_CYCLE, BEGIN_RUN, CONFIGURE, L1_ACCEPT].includes(rows.transition(datagram))) return datagram;
  }
  return index.events[event];
}

/** The last transitions before a datagram that a part has to begin with, as if it had come from there. */
export function transitionsBefore(index: RunIndex, datagram: number): { configure: number; run: number; cycle: number } {
  const rows = rowsOf(index);
  const found = { configure: -1, run: -1, cycle: -1 };
  for (let at = datagram - 1; at >= 0; --at) {
    const transition = rows.transition(at);
    if (transition === BEGIN_CALIB_CYCLE && found.cycle < 0 && found.run < 0) found.cycle = at;
    if (transition === BEGIN_RUN && found.run < 0) found.run = at;
    if (transition === CONFIGURE) return { ...found, configure: at };
  }
  return found;
}
