import type { DatagramRows } from './datagram-rows.ts';
import { L1_ACCEPT } from './transition.ts';

/** One stream on its way into the run. */
export type MergeInput = { readonly rows: DatagramRows; readonly isDone: boolean };

/** The run's order: datagram → stream and row in it. Shorter than the streams: transitions come once. */
export type MergedOrder = {
  readonly count: number;
  readonly streamOf: Uint16Array;
  /** null where each datagram is the row of its own number: the run is its only stream. */
  readonly rowOf: Uint32Array | null;
};

/** Row of a datagram in its stream. */
export function rowAt({ rowOf }: Pick<MergedOrder, 'rowOf'>, datagram: number): number {
  return rowOf ? rowOf[datagram] : datagram;
}

/**
 * Joins streams by (seconds, nanoseconds). The order inside a stream never changes; the first stream wins ties; of
 * transitions with the same number and clock the first is kept. While a stream is still being read nothing is delivered
 * that could come after its next datagram.
 * @param l1Offset seconds that are taken off the clocks of L1Accepts when they are compared with transitions
 * @source pypdsdata io/XtcMergeIterator
 */
export function mergeStreams(streams: readonly MergeInput[], l1Offset = 0): MergedOrder {
  if (streams.length === 1 && !repeatsTransition(streams[0].rows)) return { count: streams[0].rows.count, streamOf: new Uint16Array(streams[0].rows.count), rowOf: null };
  const total = streams.reduce((sum, { rows }) => sum + rows.count, 0);
  const streamOf = new Uint16Array(total);
  const rowOf = new Uint32Array(total);
  const heads = new Uint32Array(streams.length);
  const seen = new SeenTransitions();
  const isBefore = (a: number, b: number): boolean => {
    const [rowsA, rowsB] = [streams[a].rows, streams[b].rows];
    const seconds = rowsA.seconds(heads[a]) - rowsB.seconds(heads[b]);
    if (l1Offset !== 0) {
      const isL1 = (rows: DatagramRows, row: number): number => Number(rows.transition(row) === L1_ACCEPT);
      const shift = (isL1(rowsA, heads[a]) - isL1(rowsB, heads[b])) * l1Offset;
      const later = (seconds - shift) * 1e9 + rowsA.nanoseconds(heads[a]) - rowsB.nanoseconds(heads[b]);
      return later < 0 || (later === 0 && a < b);
    }
    if (seconds !== 0) return seconds < 0;
    const nanoseconds = rowsA.nanoseconds(heads[a]) - rowsB.nanoseconds(heads[b]);
    return nanoseconds < 0 || (nanoseconds === 0 && a < b);
  };
  const isWaiting = (stream: number): boolean => heads[stream] >= streams[stream].rows.count;
  let count = 0;
  const heap: number[] = [];
  for (let stream = 0; stream < streams.length; ++stream) {
    if (!isWaiting(stream)) pushHeap(heap, stream, isBefore);
    else if (!streams[stream].isDone) return { count, streamOf, rowOf };
  }
  while (heap.length > 0) {
    const stream = heap[0];
    const { rows, isDone } = streams[stream];
    if (heap.length === 1) {
      // Nothing to compare with: events are taken as they come.
      const end = rows.nextTransition(heads[stream]);
      streamOf.fill(stream, count, count + end - heads[stream]);
      while (heads[stream] < end) rowOf[count++] = heads[stream]++;
      if (isWaiting(stream)) break;
    }
    const row = heads[stream]++;
    const transition = rows.transition(row);
    if (transition === L1_ACCEPT || seen.isNew(transition, rows.seconds(row), rows.nanoseconds(row))) {
      streamOf[count] = stream;
      rowOf[count++] = row;
    }
    if (isWaiting(stream)) {
      if (!isDone) break;
      const last = heap.pop();
      if (last === undefined || heap.length === 0) break;
      heap[0] = last;
    }
    siftDown(heap, isBefore);
  }
  return { count, streamOf: streamOf.subarray(0, count), rowOf: rowOf.subarray(0, count) };
}

/** Whether two transitions of a stream have the same number and clock. */
function repeatsTransition(rows: DatagramRows): boolean {
  const seen = new SeenTransitions();
  return rows.transitions.some((row) => !seen.isNew(rows.transition(row), rows.seconds(row), rows.nanoseconds(row)));
}

class SeenTransitions {
  readonly #bySecond = new Map<number, Set<number>>();

  isNew(transition: number, seconds: number, nanoseconds: number): boolean {
    const key = nanoseconds * 16 + transition;
    const second = this.#bySecond.get(seconds);
    if (!second) this.#bySecond.set(seconds, new Set([key]));
    else if (second.has(key)) return false;
    else second.add(key);
    return true;
  }
}

type Before = (a: number, b: number) => boolean;

function pushHeap(heap: number[], item: number, isBefore: Before): void {
  heap.push(item);
  for (let i = heap.length - 1; i > 0; ) {
    const parent = (i - 1) >> 1;
    if (!isBefore(heap[i], heap[parent])) return;
    [heap[i], heap[parent]] = [heap[parent], heap[i]];
    i = parent;
  }
}

function siftDown(heap: number[], isBefore: Before): void {
  for (let i = 0; ; ) {
    const [left, right] = [2 * i + 1, 2 * i + 2];
    let least = i;
    if (left < heap.length && isBefore(heap[left], heap[least])) least = left;
    if (right < heap.length && isBefore(heap[right], heap[least])) least = right;
    if (least === i) return;
    [heap[i], heap[least]] = [heap[least], heap[i]];
    i = least;
  }
}
