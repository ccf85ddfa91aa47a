import { throwIfAborted, XtcError } from '../base/errors.ts';
import type { Region } from '../base/region.ts';
import { measureRegion } from '../image/measure.ts';
import type { Arena } from '../wasm/arena.ts';
import type { FetchedPixels } from './fetched-pixels.ts';
import type { PixelsRequest } from './frame.ts';
import type { FramePipeline } from './make-frame.ts';

/** A number of a region of a picture: its centre of mass, or a number of its finite pixels. */
export type RegionMeasure = 'sum' | 'mean' | 'std' | 'min' | 'max' | 'count' | 'x' | 'y';

/** What to measure; the whole picture without a region. */
export type RegionWish = { readonly region: Region | null; readonly measure: RegionMeasure };

export type RegionsRequest = {
  readonly events: readonly PixelsRequest[];
  readonly wishes: readonly RegionWish[];
  /** A dark given before; null leaves the values raw. */
  readonly darkId: number | null;
};

/** Events that are being read while one is measured. */
const READ_AHEAD = 3;

/**
 * Numbers of regions of many pictures, one array for each wish; NaN where an event has no good pixels of the source, or they
 * cannot be unpacked.
 * @throws {XtcError} what FramePipeline throws, 'aborted'
 */
export async function measureRegions(arena: Arena, pipeline: FramePipeline, { events, wishes, darkId }: RegionsRequest, signal?: AbortSignal): Promise<Float64Array<ArrayBuffer>[]> {
  const columns = wishes.map(() => new Float64Array(events.length).fill(NaN));
  const stop = new AbortController();
  const underway: Promise<FetchedPixels>[] = [];
  let next = 0;
  const fetchNext = (): void => {
    if (next === events.length) return;
    const reading = pipeline.fetch(events[next++], stop.signal);
    reading.catch(() => undefined); // What fails is thrown where it is awaited.
    underway.push(reading);
  };
  try {
    for (let i = 0; i < READ_AHEAD; ++i) fetchNext();
    for (let event = 0; event < events.length; ++event) {
      const fetched = await underway[event];
      fetchNext();
      throwIfAborted(signal);
      lookAt(pipeline, fetched, darkId, (pixels, shape) => {
        const [rows, width] = shape;
        wishes.forEach(({ region, measure }, i) => {
          const wanted = region ?? { row0: 0, row1: rows, column0: 0, column1: width };
          const stats = measureRegion(arena, pixels, shape, wanted);
          columns[i][event] = measure === 'std' ? deviation(pixels.view(), width, wanted, stats.mean, rows) : stats[measure];
        });
      });
    }
  } finally {
    stop.abort();
  }
  return columns;
}

/** One event that cannot be unpacked is a gap. */
function lookAt(pipeline: FramePipeline, fetched: FetchedPixels, darkId: number | null, look: Parameters<FramePipeline['look']>[2]): void {
  try {
    pipeline.look(fetched, darkId, look);
  } catch (error) {
    if (!(error instanceof XtcError && error.code === 'bad-payload')) throw error;
  }
}

/** Population standard deviation of the finite pixels of a region. */
function deviation(pixels: Float32Array, width: number, { row0, row1, column0, column1 }: Region, mean: number, rows: number): number {
  let [squares, count] = [0, 0];
  for (let row = Math.max(0, row0); row < Math.min(rows, row1); ++row) {
    for (let column = Math.max(0, column0); column < Math.min(width, column1); ++column) {
      const value = pixels[row * width + column];
      if (!Number.isFinite(value)) continue;
      squares += (value - mean) * (value - mean);
      ++count;
    }
  }
  return count > 0 ? Math.sqrt(squares / count) : NaN;
}
