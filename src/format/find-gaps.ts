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
  const usual = usualStep(new EventSteps(run, index));
  if (usual === 0) return [];
  const missing = new Map<number, Missing>();
  let next: Map<number, number> | null | undefined;
  for (const steps = new EventSteps(run, index); steps.next(); ) {
    if (steps.fiducials <= usual || steps.fiducials % usual !== 0) continue;
    if (next === undefined) next = turnsOf(run, index, usual);
    shareOut(missing, steps.fiducials / usual - 1, steps.stream, steps.event, next);
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

/** Goes from each of the DAQ's events that has a fiducial to the next one. */
class EventSteps {
  /** The event before the step, and its stream. */
  event = -1;
  stream = -1;
  /** The stream of the event behind it. */
  nextStream = -1;
  /** Fiducials from one to the other; 0 where that says nothing. */
  fiducials = 0;
  readonly #index: RunIndex;
  readonly #rows: DatagramRows;
  readonly #streamOfFile: readonly number[];
  #next: number;
  #cycle = 0;

  constructor(run: RunFiles, index: RunIndex) {
    this.#index = index;
    this.#rows = rowsOf(index);
    this.#streamOfFile = run.streams.flatMap(({ stream, chunks }) => chunks.map(() => stream));
    this.#next = this.#datedFrom(0);
  }

  /** @returns false behind the last one */
  next(): boolean {
    this.event = this.#next;
    this.stream = this.nextStream;
    if (this.event >= this.#index.events.length) return false;
    this.#next = this.#datedFrom(this.event + 1);
    if (this.#next >= this.#index.events.length) return false;
    this.fiducials = this.#step(this.event, this.#next);
    return true;
  }

  /** The first event from `event` on that has a fiducial; notes its stream. */
  #datedFrom(event: number): number {
    const { events, fileOf } = this.#index;
    let at = event;
    for (; at < events.length; ++at) {
      this.nextStream = this.#streamOfFile[fileOf[events[at]]];
      if (this.nextStream < FIRST_CONTROL_STREAM && this.#rows.fiducials(events[at]) < MAX_FIDUCIALS) break;
    }
    return at;
  }

  #step(before: number, after: number): number {
    const { events, cycles } = this.#index;
    const rows = this.#rows;
    const a = events[before];
    const b = events[after];
    const cycleBefore = this.#cycle;
    while (cycles[this.#cycle + 1] <= after) ++this.#cycle;
    const seconds = rows.seconds(b) - rows.seconds(a);
    if (seconds < 0 || seconds > LONGEST_GAP_SECONDS || this.#cycle !== cycleBefore) return 0;
    // What is known to be damaged there has been said already.
    for (let datagram = a; datagram <= b; ++datagram) if (rows.faults(datagram) !== 0) return 0;
    return (rows.fiducials(b) - rows.fiducials(a) + MAX_FIDUCIALS) % MAX_FIDUCIALS;
  }
}

/** The step that nearly all have; 0 when there is none. */
function usualStep(steps: EventSteps): number {
  const counts = new Uint32Array(MAX_FIDUCIALS);
  let known = 0;
  while (steps.next()) {
    if (steps.fiducials === 0) continue;
    ++counts[steps.fiducials];
    ++known;
  }
  let usual = 1;
  for (let step = 1; step < counts.length; ++step) if (counts[step] > counts[usual]) usual = step;
  return counts[usual] >= FEWEST_STEPS && counts[usual] >= REGULAR * known ? usual : 0;
}

/** Stream → the one that records the event after it; null when they do not take turns. */
function turnsOf(run: RunFiles, index: RunIndex, usual: number): Map<number, number> | null {
  if (run.streams.length === 1) return new Map([[run.streams[0].stream, run.streams[0].stream]]);
  const followers = new Map<number, Map<number, number>>();
  for (const steps = new EventSteps(run, index); steps.next(); ) {
    for (const stream of [steps.stream, steps.nextStream]) if (!followers.has(stream)) followers.set(stream, new Map());
    const counts = followers.get(steps.stream);
    if (steps.fiducials === usual) counts?.set(steps.nextStream, (counts.get(steps.nextStream) ?? 0) + 1);
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
