import { LARGEST_STEP } from '../../assembly/layout.ts';
import type { Problem } from '../base/errors.ts';
import type { RowCensus } from './row-census.ts';
import { countUpTo, rowsOf, type RunIndex } from './run-index.ts';
import type { RunFiles } from './run.ts';

/** Part of the steps between events that have to be equal before a longer one means that events are missing. */
const REGULAR = 0.9;
const FEWEST_STEPS = 10;

/** What a stream misses: how many events, at how many places, and the datagram before the first of them. */
type Missing = { events: number; places: number; readonly after: number };

/**
 * Events that a run of regular rate should have and has not, by its fiducials: one problem for each stream they were due
 * in, when the streams take turns, otherwise one for the run. Pauses between calib cycles do not count.
 */
export function missingEvents(run: RunFiles, index: RunIndex, census: RowCensus): Problem[] {
  const rows = rowsOf(index);
  const usual = usualStep(census);
  if (usual === 0) return [];
  const streamOf = streamsOf(run, index);
  const missing = new Map<number, Missing>();
  const turns = turnsFrom(turnsOf(run, census, streamOf, usual));
  for (let stretch = 0; stretch < census.length; ++stretch) {
    const step = census.step(stretch);
    if (step <= usual || step % usual !== 0) continue;
    for (let event = census.from(stretch); event < census.to(stretch); ++event) {
      if (census.isCounted(event)) shareOut(missing, step / usual - 1, event, turns(streamOf(event)));
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

/** The step that nearly all have, when some are longer; 0 when there is none. */
function usualStep(census: RowCensus): number {
  const counts = new Uint32Array(LARGEST_STEP + 1);
  for (let stretch = 0; stretch < census.length; ++stretch) counts[census.step(stretch)] += census.count(stretch);
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
function turnsOf(run: RunFiles, census: RowCensus, streamOf: (row: number) => number, usual: number): Map<number, number> | null {
  if (run.streams.length === 1) return new Map([[run.streams[0].stream, run.streams[0].stream]]);
  const followers = new Map<number, Map<number, number>>();
  for (let stretch = 0; stretch < census.length; ++stretch) {
    for (let event = census.from(stretch), last = -1; event <= census.to(stretch); ++event) {
      if (!census.isCounted(event)) continue;
      const stream = streamOf(event);
      if (!followers.has(stream)) followers.set(stream, new Map());
      const counts = last < 0 || census.step(stretch) !== usual ? undefined : followers.get(last);
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
