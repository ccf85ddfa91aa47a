import { MAX_FIDUCIALS } from '../../assembly/layout.ts';
import type { DatagramRows } from './datagram-rows.ts';
import { rowsOf, type RunIndex } from './run-index.ts';

/** How events usually follow each other, from a sample of a run. */
export type Rhythm = {
  readonly rows: DatagramRows;
  /** Usual distance of the fiducials of two events; 0 when there is no usual one. */
  readonly fiducialStep: number;
  /** A longer time between two events is a pause. */
  readonly pauseSeconds: number;
};

const SAMPLE = 1024;
const SHORTEST_PAUSE_SECONDS = 0.1;
const PAUSE_INTERVALS = 10;
/** Share of the sample that must have the usual step, so that another one says something. */
const REGULAR = 0.8;

/** Clock of a datagram, seconds since 1970. */
export function secondsAt(rows: DatagramRows, datagram: number): number {
  return rows.seconds(datagram) + rows.nanoseconds(datagram) * 1e-9;
}

/** Looks at up to a thousand pairs of neighbouring events, spread over the run. */
export function eventRhythm(index: RunIndex): Rhythm {
  const rows = rowsOf(index);
  const { events } = index;
  const seconds: number[] = [];
  const steps = new Map<number, number>();
  const stride = Math.max(1, Math.floor(events.length / SAMPLE));
  for (let event = 1; event < events.length; event += stride) {
    const [before, datagram] = [events[event - 1], events[event]];
    if (datagram !== before + 1) continue;
    seconds.push(secondsAt(rows, datagram) - secondsAt(rows, before));
    const step = fiducialStep(rows, before, datagram);
    steps.set(step, (steps.get(step) ?? 0) + 1);
  }
  seconds.sort((a, b) => a - b);
  const interval = seconds[seconds.length >> 1] ?? 0;
  const [step, times] = [...steps].reduce((most, each) => (each[1] > most[1] ? each : most), [0, 0]);
  return {
    rows,
    fiducialStep: step > 0 && times >= REGULAR * seconds.length ? step : 0,
    pauseSeconds: Math.max(SHORTEST_PAUSE_SECONDS, PAUSE_INTERVALS * interval),
  };
}

/** How many events are missing between two that follow each other, by their fiducials; 0 when the run has no usual step. */
export function lostBetween({ rows, fiducialStep: usual }: Rhythm, before: number, datagram: number): number {
  if (usual === 0) return 0;
  const step = fiducialStep(rows, before, datagram);
  // A step of half a cycle and more is a jump back, not a gap.
  return step > usual && step < MAX_FIDUCIALS / 2 ? Math.round(step / usual) - 1 : 0;
}

function fiducialStep(rows: DatagramRows, before: number, datagram: number): number {
  return (rows.fiducials(datagram) - rows.fiducials(before) + MAX_FIDUCIALS) % MAX_FIDUCIALS;
}
