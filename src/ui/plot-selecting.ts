import { selectInside, type Polygon } from '../plot/lasso.ts';
import type { PlotLayer } from '../plot/layer.ts';
import { valuesAt, type PlotMap } from '../plot/plot-map.ts';
import { makePointSet, windowOf, type PointSet } from '../plot/point-set.ts';
import type { ScreenPoint } from '../image/viewport.ts';
import type { Plot, PlotData } from '../state/plot-data.ts';

/** Ranges of values, both ends included; what is missing is not limited. */
export type ValueBox = { readonly x: readonly [number, number]; readonly y: readonly [number, number] };

/**
 * The events whose points lie inside a line that was drawn on a plot; in a histogram those whose value lies between its left
 * and right end. Null when the plot shows no events.
 */
export async function eventsInside(plot: Plot, data: PlotData, layers: readonly PlotLayer[], sets: readonly PointSet[], map: PlotMap, corners: readonly ScreenPoint[]): Promise<Uint8Array | null> {
  if (plot.kind === 'histogram' || plot.kind === 'profile') {
    const xs = corners.map((corner) => valuesAt(map, corner).x);
    return eventsInBox(plot, data, { x: [Math.min(...xs), Math.max(...xs)], y: [-Infinity, Infinity] });
  }
  const length = data.x?.data.length ?? 0;
  if (length === 0) return null;
  const marks = new Uint8Array(length);
  const drawn = plot.kind === 'density' || !layers.some(({ kind }) => kind === 'points') ? await setsOf(plot, data) : sets;
  for (const set of drawn) selectInside(set, polygonOf(corners, map, set), marks);
  return marks;
}

/** The events whose values lie in given ranges. */
export function eventsInBox(plot: Plot, data: PlotData, { x: [x0, x1], y: [y0, y1] }: ValueBox): Uint8Array | null {
  const across = data.x?.data ?? null;
  const length = across?.length ?? data.y[0]?.data.length ?? 0;
  if (length === 0) return null;
  const isHistogram = plot.kind === 'histogram';
  const columns = isHistogram ? [...(across ? [across] : []), ...data.y.map((column) => column.data)] : data.y.map((column) => column.data);
  const isFree = y0 === -Infinity && y1 === Infinity;
  const marks = new Uint8Array(length);
  for (let i = 0; i < length; ++i) {
    if (data.rows && data.rows[i] === 0) continue;
    if (isHistogram) marks[i] = columns.some((column) => column[i] >= x0 && column[i] <= x1) ? 1 : 0;
    else if (across && across[i] >= x0 && across[i] <= x1) marks[i] = columns.some((column) => !Number.isNaN(column[i]) && (isFree || (column[i] >= y0 && column[i] <= y1))) ? 1 : 0;
  }
  return marks;
}

async function setsOf(plot: Plot, { x, y, rows }: PlotData): Promise<PointSet[]> {
  const sets: PointSet[] = [];
  for (const column of x ? y : []) {
    const set = x && (await makePointSet(x.data, column.data, { logX: plot.logX ?? false, logY: plot.logY ?? false, rows }));
    if (set) sets.push(set);
  }
  return sets;
}

/** Corners on the screen as places of a set. */
function polygonOf(corners: readonly ScreenPoint[], map: PlotMap, set: PointSet): Polygon {
  const window = windowOf(set, map.x, map.y);
  return corners.flatMap(({ x, y }) => [
    window.x0 + ((x - map.left) / map.width) * (window.x1 - window.x0),
    window.y1 + ((y - map.top) / map.height) * (window.y0 - window.y1),
  ]);
}
