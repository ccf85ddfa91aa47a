import { binOf, type Bins } from './bins.ts';

/** Statistics of a quantity in each bin of another; NaN where a bin is empty. */
export type Profile = {
  readonly bins: Bins;
  readonly counts: Float64Array;
  /** Mean of x and of y of the rows of a bin. */
  readonly x: Float64Array;
  readonly mean: Float64Array;
  /** Population standard deviation, as numpy.std. */
  readonly std: Float64Array;
  /** Standard error of the mean, std / √count. */
  readonly error: Float64Array;
};

/** Mean ± standard error of `y` in bins of `x`. Rows where either is missing do not count. */
export function profile(x: Float64Array, y: Float64Array, bins: Bins, rows: Uint8Array | null = null): Profile {
  const steps = profileSteps(x, y, bins, rows, Infinity);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** The same in steps of `slice` rows, so that others have their turn between them. */
export function* profileSteps(x: Float64Array, y: Float64Array, bins: Bins, rows: Uint8Array | null, slice: number): Generator<undefined, Profile, undefined> {
  const count = bins.edges.length - 1;
  const [counts, xSums, ySums, squares] = [0, 1, 2, 3].map(() => new Float64Array(count));
  const binOfRow = new Int32Array(x.length);
  for (let from = 0; from < x.length; from += slice) {
    const to = Math.min(x.length, from + slice);
    for (let i = from; i < to; ++i) {
      const isUsed = !(rows && rows[i] === 0) && !Number.isNaN(x[i]) && !Number.isNaN(y[i]);
      const bin = isUsed ? binOf(bins, x[i]) : -1;
      binOfRow[i] = bin;
      if (bin < 0) continue;
      ++counts[bin];
      xSums[bin] += x[i];
      ySums[bin] += y[i];
    }
    yield;
  }
  const mean = ySums.map((sum, bin) => sum / counts[bin]);
  // A second pass: a sum of squares loses what a small spread on a large mean has.
  for (let from = 0; from < x.length; from += slice) {
    const to = Math.min(x.length, from + slice);
    for (let i = from; i < to; ++i) {
      const bin = binOfRow[i];
      if (bin >= 0) squares[bin] += (y[i] - mean[bin]) * (y[i] - mean[bin]);
    }
    yield;
  }
  const std = squares.map((sum, bin) => Math.sqrt(sum / counts[bin]));
  const error = std.map((deviation, bin) => deviation / Math.sqrt(counts[bin]));
  return { bins, counts, x: xSums.map((sum, bin) => sum / counts[bin]), mean, std, error };
}
