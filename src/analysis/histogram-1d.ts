import { binOf, type Bins } from './bins.ts';

/** How many values each bin has. */
export type Histogram1d = {
  readonly bins: Bins;
  /** Sum of weights in each bin; of ones without weights. */
  readonly counts: Float64Array;
  /** Values that are in no bin, and those that are missing. */
  readonly outside: number;
  readonly missing: number;
};

/** Counts a column into bins, of all rows or of those where `rows` is not 0; weights that are missing count nothing. */
export function histogram1d(data: Float64Array, bins: Bins, rows: Uint8Array | null = null, weights: Float64Array | null = null): Histogram1d {
  const counts = new Float64Array(bins.edges.length - 1);
  let outside = 0;
  let missing = 0;
  for (let i = 0; i < data.length; ++i) {
    if (rows && rows[i] === 0) continue;
    const value = data[i];
    const weight = weights ? weights[i] : 1;
    if (Number.isNaN(value) || Number.isNaN(weight)) {
      ++missing;
      continue;
    }
    const bin = binOf(bins, value);
    if (bin < 0) ++outside;
    else counts[bin] += weight;
  }
  return { bins, counts, outside, missing };
}

/** Counts per unit of x so that the area is 1: numpy's `density`. Zero everywhere when nothing was counted. */
export function densityOf({ bins, counts }: Histogram1d): Float64Array {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count, k) => (total === 0 ? 0 : count / (bins.edges[k + 1] - bins.edges[k]) / total));
}
