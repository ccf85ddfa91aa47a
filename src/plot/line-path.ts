import type { LineLayer } from './layer.ts';
import { toX, toY, type PlotMap } from './plot-map.ts';

/** Connected points on a canvas, x and y by turns. */
export type Path = number[];

/** Index of the first value that is not below `wanted`, of rising values. */
export function firstAtLeast(values: Float64Array, wanted: number): number {
  let [from, to] = [0, values.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (values[middle] < wanted) from = middle + 1;
    else to = middle;
  }
  return from;
}

/**
 * The parts of a line that a plot shows. Where many values fall on one pixel, the first, the lowest, the highest and the last
 * of them stand for all, so that no peak is lost; a missing value ends a part, a row that is filtered out does not.
 */
export function linePaths(layer: LineLayer, map: PlotMap): Path[] {
  const { x, y, rows, isHeld } = layer;
  const from = Math.max(0, firstAtLeast(x, map.x.min) - 1);
  const to = Math.min(x.length, firstAtLeast(x, map.x.max) + 2);
  const paths: Path[] = [];
  let path: Path = [];
  let pixel = NaN;
  let [at, first, low, high, last] = [0, 0, 0, 0, 0];
  let count = 0;
  const flush = (): void => {
    if (count === 1) path.push(at, last);
    else if (count > 1) path.push(at, first, at, low, at, high, at, last);
    count = 0;
  };
  const end = (): void => {
    flush();
    if (path.length > 0) paths.push(path);
    path = [];
  };
  let held = NaN;
  for (let i = from; i < to; ++i) {
    if (rows && rows[i] === 0) continue;
    const px = toX(map, x[i]);
    const py = toY(map, y[i]);
    if (!(px > -1e6 && px < 1e6) || Number.isNaN(py)) {
      end();
      held = NaN;
      continue;
    }
    const clamped = Math.max(-1e6, Math.min(1e6, py));
    if (isHeld && !Number.isNaN(held)) {
      flush();
      path.push(px, held);
    }
    held = clamped;
    if (count > 0 && Math.floor(px) === pixel) {
      low = Math.max(low, clamped);
      high = Math.min(high, clamped);
      last = clamped;
      ++count;
      continue;
    }
    flush();
    [pixel, at, first, low, high, last, count] = [Math.floor(px), px, clamped, clamped, clamped, clamped, 1];
  }
  end();
  return paths;
}

/** The outline of a histogram, from the floor up and back to it. */
export function stepPath(edges: Float64Array, counts: Float64Array, map: PlotMap): Path {
  const floor = map.y.isLog ? map.top + map.height : toY(map, 0);
  const path: Path = [toX(map, edges[0]), floor];
  for (let bin = 0; bin < counts.length; ++bin) {
    const height = toY(map, counts[bin]);
    const y = Number.isNaN(height) || height > 1e6 ? floor : Math.max(-1e6, height);
    path.push(toX(map, edges[bin]), y, toX(map, edges[bin + 1]), y);
  }
  path.push(toX(map, edges[counts.length]), floor);
  return path;
}
