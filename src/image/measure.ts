import type { Region } from '../base/region.ts';
import type { Arena, WasmArray } from '../wasm/arena.ts';

/** Numbers of a region of an image, over its finite pixels. */
export type RegionStats = {
  /** Centre of mass, image pixels, centre of pixel i = i: x is the column, y the row. NaN when the sum is 0. */
  readonly x: number;
  readonly y: number;
  readonly sum: number;
  /** NaN when there is no finite pixel; so are `min` and `max`. */
  readonly mean: number;
  readonly min: number;
  readonly max: number;
  /** Finite pixels. */
  readonly count: number;
};

/**
 * How often values occur: `counts[i]` in [low + i*width, low + (i+1)*width), the last bin with its upper edge. A single
 * bin without width when all values are equal.
 */
export type Histogram = {
  readonly low: number;
  readonly high: number;
  readonly counts: Uint32Array;
  /** Finite pixels counted. */
  readonly total: number;
};

/**
 * Bins of a histogram from the smallest to the largest value. A hot pixel at 16383 beside a cold one at -16383 still
 * leaves half an ADU per bin, so percentiles are good to a fraction of the noise; 256 KiB stay in the second-level cache.
 */
export const HISTOGRAM_BINS = 65536;

/** Measures a region, cut to the image. `shape` is (rows, columns). */
export function measureRegion(
  arena: Arena,
  image: WasmArray<'f32'>,
  shape: readonly [number, number],
  region: Region,
): RegionStats {
  const [rows, columns] = shape;
  const row0 = clamp(region.row0, rows);
  const row1 = Math.max(row0, clamp(region.row1, rows));
  const column0 = clamp(region.column0, columns);
  const column1 = Math.max(column0, clamp(region.column1, columns));
  const [sum, rowMoment, columnMoment, count, min, max] = arena.scoped(() => {
    const out = arena.reserve('f64', 6);
    arena.kernels.momentsInRegion(image.ptr, columns, row0, row1, column0, column1, out.ptr);
    return out.view().slice();
  });
  const isEmpty = count === 0;
  return {
    x: sum === 0 ? NaN : columnMoment / sum,
    y: sum === 0 ? NaN : rowMoment / sum,
    sum,
    mean: isEmpty ? NaN : sum / count,
    min: isEmpty ? NaN : min,
    max: isEmpty ? NaN : max,
    count,
  };
}

function clamp(position: number, length: number): number {
  return Math.min(length, Math.max(0, Math.trunc(position)));
}

/** Counts the finite values of an image over their whole range. */
export function histogramOf(arena: Arena, values: WasmArray<'f32'>): Histogram {
  return arena.scoped(() => {
    const range = arena.reserve('f64', 3);
    arena.kernels.rangeOf(values.ptr, values.length, range.ptr);
    const [low, high, total] = range.view();
    if (total === 0) return { low: 0, high: 0, counts: new Uint32Array(1), total };
    if (low === high) return { low, high, counts: Uint32Array.of(total), total };
    const counts = arena.reserve('u32', HISTOGRAM_BINS);
    arena.kernels.histogram(
      values.ptr,
      values.length,
      low,
      HISTOGRAM_BINS / (high - low),
      HISTOGRAM_BINS,
      counts.ptr,
    );
    return { low, high, counts: counts.view().slice(), total };
  });
}
