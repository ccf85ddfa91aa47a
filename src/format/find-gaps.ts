import type { Problem } from '../base/errors.ts';
import type { DatagramRows } from './datagram-rows.ts';
import { LARGEST_STEP } from './row-census.ts';
import { countUpTo, rowsOf, type RunIndex } from './run-index.ts';
import { FIRST_CONTROL_STREAM } from './run-order.ts';
import type { RunFiles } from './run.ts';

/** Part of the steps between events that have to be equal before a longer one means that events are missing. */
const REGULAR = 0.9;
const FEWEST_STEPS = 10;

/** What a stream misses: how many events, at how many places, and the datagram before the first of them. */
type Missing = { events: number; places: number; readonly after: number };

/** `count` steady rows that follow each other by the same step, between rows `from` and `to`, which is the next steady one. */
type Steps = { readonly step: number; readonly from: number; readonly to: number; readonly count: number };

/**
 * Events that a run of regular rate should have and has not, by its fiducials: one problem for each stream they were due
 * in, when the streams take turns, otherwise one for the run. Pauses between calib cycles do not count.
 */
export function missingEvents(run: RunFiles, index: RunIndex): Problem[] {
  const rows = rowsOf(index);
  if (run.streams.every(({ stream }) => stream >= FIRST_CONTROL_STREAM)) return [];
  const steps = stepsOf(rows);
  const usual = usualStep(steps);
  if (usual === 0) return [];
  const streamOf = streamsOf(run, index);
  const missing = new Map<number, Missing>();
  const turns = turnsFrom(turnsOf(run, rows, steps, streamOf, usual));
  for (const { step, from, to } of steps) {
    if (step <= usual || step % usual !== 0) continue;
    for (let row = from; row < to; ++row) {
      if (rows.isSteady(row)) shareOut(missing, step / usual - 1, row, turns(streamOf(row)));
    }
  }
  return [...missing].map(([stream, { events: lost, places, after }]) => {
    const file = index.files[index.fileOf[after]];
    const where = stream < 0 ? 'this run' : `stream s${String(stream).padStart(2, '0')}`;
    const what = lost === 1 ? '1 event is' : `${lost} events are`;
    const at = places === 1 ? 'one place' : `${places} places`;
    return {
      code: 'missing-events', file, offset: rows.offset(after),
      message: `${what} missing in ${where}: events follow each other by ${usual} fiducials, but at ${at} by more, first behind the event at byte ${rows.offset(after)} of ${file} (event ${countUpTo(index.events, after) - 1}). They were not recorded, or lie in files that are damaged or not open.`,
    };
  });
}

/** Counts `events` missing behind a datagram for the streams whose turn it was. */
function shareOut(missing: Map<number, Missing>, events: number, after: number, turns: readonly number[]): void {
  for (let i = 0; i < turns.length && i < events; ++i) {
    const found = missing.get(turns[i]) ?? { events: 0, places: 0, after };
    found.events += Math.ceil((events - i) / turns.length);
    ++found.places;
    missing.set(turns[i], found);
  }
}

/** Stream → those that record the next events, each once; [-1] when they do not take turns. */
function turnsFrom(next: ReadonlyMap<number, number> | null): (stream: number) => readonly number[] {
  const known = new Map<number, number[]>();
  return (stream) => {
    let turns = known.get(stream);
    if (turns) return turns;
    turns = [next?.get(stream) ?? -1];
    for (let follower = next?.get(turns[0]); follower !== undefined && !turns.includes(follower); follower = next?.get(follower)) turns.push(follower);
    known.set(stream, turns);
    return turns;
  };
}

/** Datagram → number of its stream. */
function streamsOf(run: RunFiles, { fileOf }: RunIndex): (row: number) => number {
  const [{ stream: only }] = run.streams;
  if (run.streams.length === 1) return () => only;
  const streamOfFile = Uint16Array.from(run.streams.flatMap(({ stream, chunks }) => chunks.map(() => stream)));
  return (row) => streamOfFile[fileOf[row]];
}

/** The steps of all steady rows but the last. */
function stepsOf(rows: DatagramRows): Steps[] {
  const { stretches, steady } = rows.census;
  let last = rows.count - 1;
  while (last >= 0 && !rows.isSteady(last)) --last;
  return stretches.map(({ row, step, before }, i) => {
    const next = i + 1 < stretches.length ? stretches[i + 1] : { row: last, before: steady - 1 };
    return { step, from: row, to: next.row, count: next.before - before };
  });
}

/** The step that nearly all have, when some are longer; 0 when there is none. */
function usualStep(steps: readonly Steps[]): number {
  const counts = new Uint32Array(LARGEST_STEP + 1);
  for (const { step, count } of steps) counts[step] += count;
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
function turnsOf(run: RunFiles, rows: DatagramRows, steps: readonly Steps[], streamOf: (row: number) => number, usual: number): Map<number, number> | null {
  if (run.streams.length === 1) return new Map([[run.streams[0].stream, run.streams[0].stream]]);
  const followers = new Map<number, Map<number, number>>();
  for (const { step, from, to } of steps) {
    for (let row = from, last = -1; row <= to; ++row) {
      if (!rows.isSteady(row)) continue;
      const stream = streamOf(row);
      if (!followers.has(stream)) followers.set(stream, new Map());
      const counts = last < 0 || step !== usual ? undefined : followers.get(last);
      counts?.set(stream, (counts.get(stream) ?? 0) + 1);
      last = stream;
    }
  }
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
