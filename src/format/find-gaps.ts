import type { Problem } from '../base/errors.ts';
import type { DatagramRows } from './datagram-rows.ts';
import { MAX_FIDUCIALS } from './join-control-stream.ts';
import { rowsOf, type RunIndex } from './run-index.ts';
import { FIRST_CONTROL_STREAM } from './run-order.ts';
import type { RunFiles } from './run.ts';

/** Part of the steps between events that have to be equal before a longer one means that events are missing. */
const REGULAR = 0.9;
const FEWEST_STEPS = 10;
/** A longer pause says nothing about events: fiducials wrap, and the beam was probably off. */
const LONGEST_GAP_SECONDS = 60;

/** What a stream misses: how many events, at how many places, and the event before the first of them. */
type Missing = { events: number; places: number; readonly after: number };

/**
 * Events that a run of regular rate should have and has not, by its fiducials: one problem for each stream they were due
 * in, when the streams take turns, otherwise one for the run. Pauses between calib cycles do not count.
 */
export function missingEvents(run: RunFiles, index: RunIndex): Problem[] {
  const rows = rowsOf(index);
  const streamOfFile = run.streams.flatMap(({ stream, chunks }) => chunks.map(() => stream));
  const streamOf = (event: number): number => streamOfFile[index.fileOf[index.events[event]]];
  const events = new Uint32Array(index.events.length);
  let count = 0;
  for (let event = 0; event < events.length; ++event) {
    if (streamOf(event) < FIRST_CONTROL_STREAM && rows.fiducials(index.events[event]) < MAX_FIDUCIALS) events[count++] = event;
  }
  const steps = stepsBetween(index, rows, events.subarray(0, count));
  const usual = usualStep(steps);
  if (usual === 0) return [];
  const missing = new Map<number, Missing>();
  let next: Map<number, number> | null | undefined;
  for (let i = 0; i < steps.length; ++i) {
    if (steps[i] <= usual || steps[i] % usual !== 0) continue;
    if (next === undefined) next = turnsOf(Int32Array.from(events.subarray(0, count), streamOf), steps, usual);
    shareOut(missing, steps[i] / usual - 1, streamOf(events[i]), events[i], next);
  }
  return [...missing].map(([stream, { events: lost, places, after }]) => {
    const before = index.events[after];
    const file = index.files[index.fileOf[before]];
    const where = stream < 0 ? 'this run' : `stream s${String(stream).padStart(2, '0')}`;
    const what = lost === 1 ? '1 event is' : `${lost} events are`;
    const at = places === 1 ? 'one place' : `${places} places`;
    return {
      code: 'missing-events', file, offset: rows.offset(before),
      message: `${what} missing in ${where}: events follow each other by ${usual} fiducials, but at ${at} by more, first behind the event at byte ${rows.offset(before)} of ${file} (event ${after}). They were not recorded, or lie in files that are damaged or not open.`,
    };
  });
}

/** Counts `events` missing behind an event for the streams whose turn it was. */
function shareOut(missing: Map<number, Missing>, events: number, stream: number, after: number, next: ReadonlyMap<number, number> | null): void {
  const turn = [next?.get(stream) ?? -1];
  for (let follower = next?.get(turn[0]); follower !== undefined && !turn.includes(follower); follower = next?.get(follower)) turn.push(follower);
  for (const [i, due] of turn.entries()) {
    const count = Math.floor(events / turn.length) + (i < events % turn.length ? 1 : 0);
    if (count === 0) continue;
    const found = missing.get(due) ?? { events: 0, places: 0, after };
    found.events += count;
    ++found.places;
    missing.set(due, found);
  }
}

/** Fiducials from each event to the next one; 0 where that says nothing. */
function stepsBetween(index: RunIndex, rows: DatagramRows, events: Uint32Array): Int32Array {
  const steps = new Int32Array(Math.max(0, events.length - 1));
  let cycle = 0;
  for (let i = 0; i < steps.length; ++i) {
    const [a, b] = [index.events[events[i]], index.events[events[i + 1]]];
    const cycleBefore = cycle;
    while (index.cycles[cycle + 1] <= events[i + 1]) ++cycle;
    const seconds = rows.seconds(b) - rows.seconds(a);
    if (seconds < 0 || seconds > LONGEST_GAP_SECONDS || cycle !== cycleBefore) continue;
    // What is known to be damaged there has been said already.
    let isSound = true;
    for (let datagram = a; datagram <= b; ++datagram) isSound &&= rows.faults(datagram) === 0;
    if (isSound) steps[i] = (rows.fiducials(b) - rows.fiducials(a) + MAX_FIDUCIALS) % MAX_FIDUCIALS;
  }
  return steps;
}

/** The step that nearly all have; 0 when there is none. */
function usualStep(steps: Int32Array): number {
  const counts = new Uint32Array(MAX_FIDUCIALS);
  for (const step of steps) ++counts[step];
  const known = steps.length - counts[0];
  counts[0] = 0;
  const usual = counts.reduce((best, count, step) => (count > counts[best] ? step : best), 0);
  return counts[usual] >= FEWEST_STEPS && counts[usual] >= REGULAR * known ? usual : 0;
}

function mostCommon(values: Iterable<number>): { value: number; count: number } {
  const counts = new Map<number, number>();
  for (const value of values) if (value > 0) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].reduce((best, [value, count]) => (count > best.count ? { value, count } : best), { value: 0, count: 0 });
}

/** Stream → the one that records the event after it; null when they do not take turns. */
function turnsOf(streams: Int32Array, steps: Int32Array, usual: number): Map<number, number> | null {
  const turns = new Map<number, number>();
  const all = new Set(streams);
  if (all.size === 1) return turns.set(streams[0], streams[0]);
  for (const stream of all) {
    const followers = streams.slice(1).filter((_, i) => streams[i] === stream && steps[i] === usual);
    const { value, count } = mostCommon(followers.map((follower) => follower + 1));
    if (count < REGULAR * followers.length || followers.length === 0) return null;
    turns.set(stream, value - 1);
  }
  return turns;
}
