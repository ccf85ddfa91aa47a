import { joinControlStream } from './join-control-stream.ts';
import { mergeStreams, rowAt } from './merge.ts';
import type { RunFiles } from './run.ts';
import type { OrderInput, RunOrder } from './stream-order.ts';
import { BEGIN_CALIB_CYCLE, L1_ACCEPT } from './transition.ts';

/** Recorders of cameras and other devices with a clock of their own. @source psana XtcInput src/XtcMergeIterator.cpp */
export const FIRST_CONTROL_STREAM = 80;

/** Where the run ends, and how clocks are compared. */
export type OrderOptions = {
  /** Seconds by which the clocks of L1Accepts run ahead of those of transitions. */
  readonly l1Offset?: number;
  /** The run ends with this many events; it ends before the BeginCalibCycle that follows this many cycles. */
  readonly maxEvents?: number;
  readonly maxCycles?: number;
};

/** Whether these options leave the run as its files have it. */
export function isWholeRun({ l1Offset = 0, maxEvents = Infinity, maxCycles = Infinity }: OrderOptions): boolean {
  return l1Offset === 0 && maxEvents === Infinity && maxCycles === Infinity;
}

/** File → whether it is one of a control stream. */
export function controlFiles(run: RunFiles): boolean[] {
  return run.streams.flatMap(({ stream, chunks }) => chunks.map(() => stream >= FIRST_CONTROL_STREAM));
}

/**
 * Brings streams into one order: those of the DAQ by their clocks, control streams into that by calib cycle and fiducial.
 * Streams are numbered here by their place in `streams`, control streams last.
 */
export function orderRun(streams: readonly OrderInput[], options: OrderOptions = {}): RunOrder {
  const daq = streams.filter(({ stream }) => stream < FIRST_CONTROL_STREAM).length;
  // Without a DAQ stream the first control stream is what the others are joined to.
  const base = streams.slice(0, daq || 1);
  let order = joinSplits({ ...mergeStreams(base, options.l1Offset), copies: new Map() }, streams);
  let isDone = base.every((stream) => stream.isDone);
  for (let stream = base.length; stream < streams.length; ++stream) {
    order = joinControlStream(order, streams, stream, isDone);
    isDone = isDone && streams[stream].isDone;
  }
  return cutOrder(order, streams, options);
}

/** Puts the parts of split events next to each other. */
function joinSplits(order: Omit<RunOrder, 'isPartner'>, streams: readonly OrderInput[]): RunOrder {
  const { count, streamOf, rowOf } = order;
  const isPartner = new Uint8Array(count);
  if (!rowOf) {
    // In their own stream they are next to each other.
    for (const row of streams[0].splits) isPartner[row] = 1;
    return { ...order, isPartner };
  }
  if (streams.every(({ splits }) => splits.size === 0)) return { ...order, isPartner };
  for (let i = 1; i < count; ++i) {
    const stream = streamOf[i];
    const row = rowOf[i];
    if (!streams[stream].splits.has(row)) continue;
    // Only datagrams of the same clock can have come between, so this is a step or two.
    let at = i;
    for (; at > 0 && !(streamOf[at - 1] === stream && rowOf[at - 1] === row - 1); --at) {
      streamOf[at] = streamOf[at - 1];
      rowOf[at] = rowOf[at - 1];
      isPartner[at] = isPartner[at - 1];
    }
    streamOf[at] = stream;
    rowOf[at] = row;
    isPartner[at] = 1;
  }
  return { ...order, isPartner };
}

/** Ends the order where the user wants it to end. @source XtcExplorer src/XtcScanner.py, options -n and -c */
function cutOrder(order: RunOrder, streams: readonly OrderInput[], { maxEvents = Infinity, maxCycles = Infinity }: OrderOptions): RunOrder {
  if (maxEvents === Infinity && maxCycles === Infinity) return order;
  const { streamOf, rowOf, isPartner } = order;
  let [events, cycles, count] = [0, 0, 0];
  for (; count < order.count; ++count) {
    if (isPartner[count]) continue;
    const transition = streams[streamOf[count]].rows.transition(rowAt(order, count));
    if (transition === L1_ACCEPT ? events === maxEvents : events === maxEvents && events > 0) break;
    if (transition === BEGIN_CALIB_CYCLE && cycles++ === maxCycles) break;
    if (transition === L1_ACCEPT) ++events;
  }
  return { ...order, count, streamOf: streamOf.subarray(0, count), rowOf: rowOf?.subarray(0, count) ?? null, isPartner: isPartner.subarray(0, count) };
}
