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
  const usual = usualStep(run, index);
  if (usual === 0) return [];
  const missing = new Map<number, Missing>();
  let next: Map<number, number> | null | undefined;
  eachStep(run, index, (event, stream, _, step) => {
    if (step <= usual || step % usual !== 0) return;
    if (next === undefined) next = turnsOf(run, index, usual);
    shareOut(missing, step / usual - 1, stream, event, next);
  });
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

/** @param step fiducials from the event to the next one; 0 where that says nothing */
type VisitStep = (event: number, stream: number, nextStream: number, step: number) => void;

/** Goes from each of the DAQ's events that has a fiducial to the next one. */
function eachStep(run: RunFiles, index: RunIndex, visit: VisitStep): void {
  const rows = rowsOf(index);
  const { events, cycles, fileOf } = index;
  const streamOfFile = Uint16Array.from(run.streams.flatMap(({ stream, chunks }) => chunks.map(() => stream)));
  // Plain variables: an object for each event is what would take most of the time.
  let [lastEvent, lastDatagram, lastStream, lastSeconds, lastFiducials, cycle] = [-1, 0, 0, 0, 0, 0];
  let cycleEnd = cycles[1] ?? Infinity;
  for (let event = 0; event < events.length; ++event) {
    const datagram = events[event];
    const stream = streamOfFile[fileOf[datagram]];
    const fiducials = rows.fiducials(datagram);
    if (stream >= FIRST_CONTROL_STREAM || fiducials >= MAX_FIDUCIALS) continue;
    const seconds = rows.seconds(datagram);
    if (lastEvent >= 0) {
      const isNewCycle = cycleEnd <= event;
      while (cycleEnd <= event) cycleEnd = cycles[++cycle + 1] ?? Infinity;
      const pause = seconds - lastSeconds;
      // What is known to be damaged there has been said already.
      const isKnown = pause >= 0 && pause <= LONGEST_GAP_SECONDS && !isNewCycle && areSound(rows, lastDatagram, datagram);
      const step = fiducials - lastFiducials;
      visit(lastEvent, lastStream, stream, isKnown ? step + (step < 0 ? MAX_FIDUCIALS : 0) : 0);
    }
    lastEvent = event;
    lastDatagram = datagram;
    lastStream = stream;
    lastSeconds = seconds;
    lastFiducials = fiducials;
  }
}

function areSound(rows: DatagramRows, from: number, to: number): boolean {
  for (let row = from; row <= to; ++row) if (rows.faults(row) !== 0) return false;
  return true;
}

/** The step that nearly all have, when some are longer; 0 when there is none. */
function usualStep(run: RunFiles, index: RunIndex): number {
  const counts = new Uint32Array(MAX_FIDUCIALS);
  eachStep(run, index, (_event, _stream, _next, step) => void ++counts[step]);
  let usual = 1;
  let known = 0;
  for (let step = 1; step < counts.length; ++step) {
    known += counts[step];
    if (counts[step] > counts[usual]) usual = step;
  }
  if (counts[usual] < FEWEST_STEPS || counts[usual] < REGULAR * known) return 0;
  for (let step = 2 * usual; step < counts.length; step += usual) if (counts[step] > 0) return usual;
  return 0;
}

/** Stream → the one that records the event after it; null when they do not take turns. */
function turnsOf(run: RunFiles, index: RunIndex, usual: number): Map<number, number> | null {
  if (run.streams.length === 1) return new Map([[run.streams[0].stream, run.streams[0].stream]]);
  const followers = new Map<number, Map<number, number>>();
  eachStep(run, index, (_, stream, nextStream, step) => {
    for (const each of [stream, nextStream]) if (!followers.has(each)) followers.set(each, new Map());
    const counts = followers.get(stream);
    if (step === usual) counts?.set(nextStream, (counts.get(nextStream) ?? 0) + 1);
  });
  const turns = new Map<number, number>();
  for (const [stream, counts] of followers) {
    // A stream that has all events is followed by itself.
    const [follower, most] = followers.size === 1 ? [stream, 1] : [...counts].reduce((best, pair) => (pair[1] > best[1] ? pair : best), [-1, 0]);
    const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
    if (most === 0 || (followers.size > 1 && most < REGULAR * all)) return null;
    turns.set(stream, follower);
  }
  return turns;
}
