import { knownExtent, type AxisRange } from './range.ts';
import { Turns } from './turns.ts';

/**
 * Points of a scatter plot, made ready for drawing: pairs that are there, at their places (0 … 1) on an axis from the least
 * to the greatest value. Single precision is enough: a ten millionth of the axis.
 */
export type PointSet = {
  readonly count: number;
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** Row of the columns, the event. */
  readonly row: Uint32Array;
  readonly xExtent: AxisRange;
  readonly yExtent: AxisRange;
};

/** Which points of a set an axis shows, as places of the set: `from` at its left (bottom) edge. */
export type PointWindow = { readonly x0: number; readonly x1: number; readonly y0: number; readonly y1: number };

/** Rows after which the clock is looked at. */
const SLICE = 1 << 16;

/**
 * Makes a set of two columns, in slices. Pairs with a missing value, not finite, or not above 0 on a logarithmic axis are no
 * points.
 * @param rows 0 for rows that are left out  @returns null when `isStale` says that nobody waits any more
 */
export async function makePointSet(x: Float64Array, y: Float64Array, options: { logX: boolean; logY: boolean; rows: Uint8Array | null; isStale?: () => boolean }): Promise<PointSet | null> {
  const { logX, logY, rows, isStale } = options;
  const length = Math.min(x.length, y.length);
  const xExtent = knownExtent(x, logX, rows);
  const turns = new Turns();
  const yExtent = knownExtent(y, logY, rows);
  if (!xExtent || !yExtent) return { count: 0, x: new Float32Array(), y: new Float32Array(), row: new Uint32Array(), xExtent: { min: 0, max: 1, isLog: logX }, yExtent: { min: 0, max: 1, isLog: logY } };
  const [across, up, row] = [new Float32Array(length), new Float32Array(length), new Uint32Array(length)];
  const [toX, toY] = [placer(xExtent), placer(yExtent)];
  let count = 0;
  for (let from = 0; from < length; from += SLICE) {
    if (turns.isOver()) await turns.next();
    if (isStale?.()) return null;
    const to = Math.min(length, from + SLICE);
    for (let i = from; i < to; ++i) {
      if (rows && rows[i] === 0) continue;
      const px = toX(x[i]);
      const py = toY(y[i]);
      // False for what is missing and for what is infinite.
      if (!(px >= 0 && px <= 1 && py >= 0 && py <= 1)) continue;
      across[count] = px;
      up[count] = py;
      row[count++] = i;
    }
  }
  return { count, x: across.subarray(0, count), y: up.subarray(0, count), row: row.subarray(0, count), xExtent, yExtent };
}

/** The part of a set that two axes show. */
export function windowOf({ xExtent, yExtent }: PointSet, x: AxisRange, y: AxisRange): PointWindow {
  const [toX, toY] = [placer(xExtent), placer(yExtent)];
  return { x0: toX(x.min), x1: toX(x.max), y0: toY(y.min), y1: toY(y.max) };
}

/** Value → place; all values of a set that has only one are in the middle. */
function placer({ min, max, isLog }: AxisRange): (value: number) => number {
  if (isLog) {
    const from = Math.log(min);
    const scale = max > min ? 1 / (Math.log(max) - from) : 1;
    const shift = max > min ? 0 : 0.5;
    return (value) => (value === max && max > min ? 1 : (Math.log(value) - from) * scale + shift);
  }
  const scale = max > min ? 1 / (max - min) : 1;
  const shift = max > min ? 0 : 0.5;
  return (value) => (value - min) * scale + shift;
}
