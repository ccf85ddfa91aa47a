import { binOf, type Bins } from './bins.ts';

/** How many pairs fall into each cell. */
export type Histogram2d = {
  readonly x: Bins;
  readonly y: Bins;
  /** (y bin, x bin), C order: row 0 is the lowest y. */
  readonly counts: Float64Array;
  readonly shape: readonly [number, number];
  readonly outside: number;
  readonly missing: number;
};

/** Counts pairs of two columns into cells, of all rows or of those where `rows` is not 0. */
export function histogram2d(x: Float64Array, y: Float64Array, xBins: Bins, yBins: Bins, rows: Uint8Array | null = null): Histogram2d {
  const columns = xBins.edges.length - 1;
  const lines = yBins.edges.length - 1;
  const counts = new Float64Array(columns * lines);
  let outside = 0;
  let missing = 0;
  for (let i = 0; i < x.length; ++i) {
    if (rows && rows[i] === 0) continue;
    if (Number.isNaN(x[i]) || Number.isNaN(y[i])) {
      ++missing;
      continue;
    }
    const column = binOf(xBins, x[i]);
    const line = binOf(yBins, y[i]);
    if (column < 0 || line < 0) ++outside;
    else ++counts[line * columns + column];
  }
  return { x: xBins, y: yBins, counts, shape: [lines, columns], outside, missing };
}
