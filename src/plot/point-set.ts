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
  /**
   * Where the points of each cell (line, column) of a grid over the set begin, `cells[CELLS * CELLS]` is the end: many points
   * lie in the order of their cells, so that what is outside is never looked at. Null where there are few: in order of rows.
   */
  readonly cells: Uint32Array | null;
  /** What the points were made of: in the order of rows, whatever order the points are in. */
  readonly columns: { readonly x: Float64Array; readonly y: Float64Array; readonly rows: Uint8Array | null };
  readonly xExtent: AxisRange;
  readonly yExtent: AxisRange;
};

/** Which points of a set an axis shows, as places of the set: `from` at its left (bottom) edge. */
export type PointWindow = { readonly x0: number; readonly x1: number; readonly y0: number; readonly y1: number };

/** Cells a side of the grid that points are sorted into. */
export const CELLS = 512;
/** Fewer points are not worth sorting. */
const LEAST_SORTED = 200_000;
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
  if (!xExtent || !yExtent) return { count: 0, x: new Float32Array(), y: new Float32Array(), row: new Uint32Array(), cells: null, columns: { x, y, rows }, xExtent: { min: 0, max: 1, isLog: logX }, yExtent: { min: 0, max: 1, isLog: logY } };
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
  const set: PointSet = { count, x: across.subarray(0, count), y: up.subarray(0, count), row: row.subarray(0, count), cells: null, columns: { x, y, rows }, xExtent, yExtent };
  return count < LEAST_SORTED ? set : sortByCells(set, turns, isStale);
}

/** The cell of a place. */
export function cellOf(x: number, y: number): number {
  return Math.min(CELLS - 1, (y * CELLS) | 0) * CELLS + Math.min(CELLS - 1, (x * CELLS) | 0);
}

/** Stretches of points, `from` and `to` by turns, that hold all that a window shows. */
export function spansOf({ count, cells }: PointSet, { x0, x1, y0, y1 }: PointWindow): number[] {
  if (!cells) return [0, count];
  const cell = (place: number): number => Math.max(0, Math.min(CELLS - 1, Math.floor(place * CELLS)));
  if (x1 < 0 || x0 > 1 || y1 < 0 || y0 > 1) return [];
  const spans: number[] = [];
  for (let line = cell(y0); line <= cell(y1); ++line) {
    const [from, to] = [cells[line * CELLS + cell(x0)], cells[line * CELLS + cell(x1) + 1]];
    if (spans.length > 0 && spans[spans.length - 1] === from) spans[spans.length - 1] = to;
    else if (to > from) spans.push(from, to);
  }
  return spans;
}

async function sortByCells(set: PointSet, turns: Turns, isStale?: () => boolean): Promise<PointSet | null> {
  const { count } = set;
  const cells = new Uint32Array(CELLS * CELLS + 1);
  const slices = async (each: (from: number, to: number) => void): Promise<boolean> => {
    for (let from = 0; from < count; from += SLICE) {
      if (turns.isOver()) await turns.next();
      if (isStale?.()) return false;
      each(from, Math.min(count, from + SLICE));
    }
    return true;
  };
  const isCounted = await slices((from, to) => {
    for (let i = from; i < to; ++i) ++cells[cellOf(set.x[i], set.y[i]) + 1];
  });
  if (!isCounted) return null;
  for (let cell = 1; cell < cells.length; ++cell) cells[cell] += cells[cell - 1];
  const next = cells.slice();
  const [x, y, row] = [new Float32Array(count), new Float32Array(count), new Uint32Array(count)];
  const isSorted = await slices((from, to) => {
    for (let i = from; i < to; ++i) {
      const at = next[cellOf(set.x[i], set.y[i])]++;
      x[at] = set.x[i];
      y[at] = set.y[i];
      row[at] = set.row[i];
    }
  });
  return isSorted ? { ...set, x, y, row, cells } : null;
}

/** The part of a set that two axes show. */
export function windowOf({ xExtent, yExtent }: PointSet, x: AxisRange, y: AxisRange): PointWindow {
  const [toX, toY] = [placer(xExtent), placer(yExtent)];
  return { x0: toX(x.min), x1: toX(x.max), y0: toY(y.min), y1: toY(y.max) };
}

/** Value → place on an axis; all values of a set that has only one are in the middle. */
export function placer({ min, max, isLog }: AxisRange): (value: number) => number {
  if (isLog) {
    const from = Math.log(min);
    const scale = max > min ? 1 / (Math.log(max) - from) : 1;
    const shift = max > min ? 0 : 0.5;
    return (value) => (value === max && max > min ? 1 : (Math.log(value) - from) * scale + shift);
  }
  const { scale, shift } = linearPlaces({ min, max });
  return (value) => (value - min) * scale + shift;
}

/** Places on a linear axis are `(value - min) * scale + shift`. */
export function linearPlaces({ min, max }: Pick<AxisRange, 'min' | 'max'>): { readonly scale: number; readonly shift: number } {
  return max > min ? { scale: 1 / (max - min), shift: 0 } : { scale: 1, shift: 0.5 };
}
