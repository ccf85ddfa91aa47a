import type { DatagramRows } from './datagram-rows.ts';
import { parseFileName } from './file-name.ts';
import { countUpTo, rowsOf, type RunIndex } from './run-index.ts';
import { BEGIN_CALIB_CYCLE, L1_ACCEPT } from './transition.ts';

/** What the rows of a run do not say by themselves. */
export type DatagramColumns = {
  /** Calib cycle → its BeginCalibCycle datagram, or its first event when that has none before it. */
  readonly cycleStarts: Uint32Array;
  /** File → stream and chunk, by its name. */
  readonly streamOf: Uint16Array;
  readonly chunkOf: Uint16Array;
};

const known = new WeakMap<RunIndex, DatagramColumns>();

/** Made once for each index. */
export function columnsOf(index: RunIndex): DatagramColumns {
  const columns = known.get(index) ?? makeColumns(index);
  known.set(index, columns);
  return columns;
}

function makeColumns(index: RunIndex): DatagramColumns {
  const names = index.files.map(parseFileName);
  return {
    cycleStarts: cycleStarts(index),
    streamOf: Uint16Array.from(names, ({ stream }) => stream),
    chunkOf: Uint16Array.from(names, ({ chunk }) => chunk),
  };
}

/** Cycles begin between two events: only there are datagrams looked at. */
function cycleStarts(index: RunIndex): Uint32Array {
  const { events, cycles, datagrams } = index;
  const rows = rowsOf(index);
  const starts: number[] = [];
  let seen = -1;
  for (const event of cycles) {
    if (event === seen) continue; // An empty cycle: its beginning was met with the others before this event.
    seen = event;
    const end = event < events.length ? events[event] : datagrams;
    for (let i = event === 0 ? 0 : events[event - 1] + 1; i < end; ++i) {
      if (rows.transition(i) === BEGIN_CALIB_CYCLE) starts.push(i);
    }
    if (starts.length === 0) starts.push(end);
  }
  return Uint32Array.from(starts);
}

/** The calib cycle a datagram lies in, from its BeginCalibCycle on, counted from 0 as that of its events; -1 before the first. */
export function cycleOfDatagram(columns: DatagramColumns, datagram: number): number {
  return countUpTo(columns.cycleStarts, datagram) - 1;
}

/** The event that an L1Accept belongs to, as its first datagram or as a partner behind it; -1 for transitions. */
export function eventHolding(index: RunIndex, rows: DatagramRows, datagram: number): number {
  return rows.transition(datagram) === L1_ACCEPT ? countUpTo(index.events, datagram) - 1 : -1;
}
