import type { Problem } from '../base/errors.ts';
import type { DatagramRows } from './datagram-rows.ts';
import { MAX_FIDUCIALS } from './join-control-stream.ts';
import { calibCycleOf, rowsOf, type RunIndex } from './run-index.ts';
import { FIRST_CONTROL_STREAM } from './run-order.ts';
import type { RunFiles } from './run.ts';

/** Part of the steps between events that have to be equal before a longer one means that events are missing. */
const REGULAR = 0.9;
const FEWEST_STEPS = 10;
/** A longer pause says nothing about events: fiducials wrap, and the beam was probably off. */
const LONGEST_GAP_SECONDS = 60;

type Gap = { readonly after: number; readonly events: number };

/**
 * Events that a run of regular rate should have and has not, by its fiducials: one problem for each stream they were due
 * in, when the streams take turns, otherwise one for the run. Pauses between calib cycles do not count.
 */
export function missingEvents(run: RunFiles, index: RunIndex): Problem[] {
  const rows = rowsOf(index);
  const streamOfFile = run.streams.flatMap(({ stream, chunks }) => chunks.map(() => stream));
  const isDaq = (event: number): boolean => streamOfFile[index.fileOf[index.events[event]]] < FIRST_CONTROL_STREAM;
  const events = Array.from(index.events.keys()).filter((event) => isDaq(event) && rows.fiducials(index.events[event]) < MAX_FIDUCIALS);
  const steps = events.slice(1).map((event, i) => stepTo(index, rows, events[i], event));
  const usual = mostCommon(steps);
  if (usual.value <= 0 || usual.count < FEWEST_STEPS || usual.count < REGULAR * steps.filter((step) => step > 0).length) return [];
  const gaps = steps.flatMap((step, i): Gap[] => (step > usual.value && step % usual.value === 0 ? [{ after: i, events: step / usual.value - 1 }] : []));
  if (gaps.length === 0) return [];
  const streams = events.map((event) => streamOfFile[index.fileOf[index.events[event]]]);
  const next = turnsOf(streams, steps, usual.value);
  const byStream = new Map<number, { events: number; gaps: Gap[] }>();
  for (const gap of gaps) {
    let stream = streams[gap.after];
    for (let i = 0; i < gap.events; ++i) {
      stream = next?.get(stream) ?? -1;
      const found = byStream.get(stream) ?? { events: 0, gaps: [] };
      byStream.set(stream, { events: found.events + 1, gaps: found.gaps.includes(gap) ? found.gaps : [...found.gaps, gap] });
    }
  }
  return [...byStream].map(([stream, found]) => {
    const before = index.events[events[found.gaps[0].after]];
    const file = index.files[index.fileOf[before]];
    const where = stream < 0 ? 'this run' : `stream s${String(stream).padStart(2, '0')}`;
    const count = found.events === 1 ? '1 event is' : `${found.events} events are`;
    const places = found.gaps.length === 1 ? 'one place' : `${found.gaps.length} places`;
    return {
      code: 'missing-events', file, offset: rows.offset(before),
      message: `${count} missing in ${where}: events follow each other by ${usual.value} fiducials, but at ${places} by more, first behind the event at byte ${rows.offset(before)} of ${file} (event ${events[found.gaps[0].after]}). They were not recorded, or lie in files that are damaged or not open.`,
    };
  });
}

/** Fiducials from an event to the next one; 0 when that says nothing. */
function stepTo(index: RunIndex, rows: DatagramRows, from: number, to: number): number {
  const [a, b] = [index.events[from], index.events[to]];
  const seconds = rows.seconds(b) - rows.seconds(a);
  // What is known to be damaged there has been said already.
  for (let datagram = a; datagram <= b; ++datagram) if (rows.faults(datagram) !== 0) return 0;
  if (seconds < 0 || seconds > LONGEST_GAP_SECONDS || calibCycleOf(index, from) !== calibCycleOf(index, to)) return 0;
  return (rows.fiducials(b) - rows.fiducials(a) + MAX_FIDUCIALS) % MAX_FIDUCIALS;
}

function mostCommon(values: readonly number[]): { value: number; count: number } {
  const counts = new Map<number, number>();
  for (const value of values) if (value > 0) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].reduce((best, [value, count]) => (count > best.count ? { value, count } : best), { value: 0, count: 0 });
}

/** Stream → the one that records the event after it; null when they do not take turns. */
function turnsOf(streams: readonly number[], steps: readonly number[], usual: number): Map<number, number> | null {
  const turns = new Map<number, number>();
  for (const stream of new Set(streams)) {
    const followers = streams.slice(1).filter((_, i) => streams[i] === stream && steps[i] === usual);
    const { value, count } = mostCommon(followers.map((follower) => follower + 1));
    if (count < REGULAR * followers.length || followers.length === 0) return null;
    turns.set(stream, value - 1);
  }
  return turns;
}
