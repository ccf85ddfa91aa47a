import { XtcError, throwIfAborted } from '../base/errors.ts';
import type { Region } from '../base/region.ts';
import type { Arena } from '../wasm/arena.ts';
import type { PixelsRequest } from './frame.ts';
import { FramePipeline } from './make-frame.ts';

/** What is measured of a region, in this order: sum, mean, population std, min, max, number of pixels, centre x and y. */
export const REGION_NUMBERS = 8;

/** Pictures to be measured, with the same pedestals (NaN where there are none; null for raw values). */
export type RegionsRequest = { readonly requests: readonly PixelsRequest[]; readonly region: Region; readonly pedestals: Float32Array | null };

const DARK = 1;
const REPORT_EVERY = 4;

/**
 * Measures a region in one picture after the other.
 * @param onPart told how many of the requests are done
 * @returns 8 numbers for each; all NaN where the source is damaged or cannot be unpacked
 * @throws {XtcError} 'aborted', 'unreadable'
 */
export async function measureRegions(arena: Arena, { requests, region, pedestals }: RegionsRequest, onPart: (done: number) => void, signal?: AbortSignal): Promise<Float64Array> {
  const mark = arena.kernels.mark();
  try {
    const pipeline = new FramePipeline(arena);
    if (pedestals) pipeline.setDark(DARK, pedestals);
    const numbers = new Float64Array(requests.length * REGION_NUMBERS).fill(NaN);
    for (const [i, request] of requests.entries()) {
      throwIfAborted(signal);
      const measured = await pipeline.measureEvent(request, pedestals ? DARK : null, region, signal).catch((error: unknown) => {
        // One event that cannot be unpacked is a gap.
        if (error instanceof XtcError && error.code === 'bad-payload') return null;
        throw error;
      });
      if (measured) numbers.set([measured.sum, measured.mean, measured.std, measured.min, measured.max, measured.count, measured.x, measured.y], i * REGION_NUMBERS);
      if (i % REPORT_EVERY === REPORT_EVERY - 1) onPart(i + 1);
    }
    return numbers;
  } finally {
    arena.kernels.release(mark);
  }
}
