import { COLORS, colormapTable } from '../image/colormap.ts';
import type { DensityLayer, ErrorsLayer, HistogramLayer, LineLayer, PlotLayer, PointsLayer } from './layer.ts';
import { firstAtLeast, linePaths, stepPath, type Path } from './line-path.ts';
import type { Pen } from './pen.ts';
import { toX, toY, type PlotMap } from './plot-map.ts';
import { extentOf } from './range.ts';

/** The colours of a plot, as CSS writes them. */
export type PlotColors = {
  readonly series: readonly string[];
  readonly selected: string;
  readonly dim: string;
  readonly text: string;
  readonly quiet: string;
  readonly grid: string;
  readonly ground: string;
};

/** How layers are drawn. */
export type DrawOptions = { readonly map: PlotMap; readonly colors: PlotColors; readonly selection: Uint8Array | null; readonly pixelRatio: number };

/** Values that are this many pixels apart, or more, get a dot each. */
const DOT_SPACE = 5;

/** Draws one layer, all but points. */
export function drawLayer(pen: Pen, layer: Exclude<PlotLayer, PointsLayer>, options: DrawOptions): void {
  switch (layer.kind) {
    case 'line':
      drawLine(pen, layer, options);
      return;
    case 'histogram':
      drawHistogram(pen, layer, options);
      return;
    case 'errors':
      drawErrors(pen, layer, options);
      return;
    case 'density':
      drawDensity(pen, layer, options);
  }
}

/** The colour of a series; they repeat when there are more. */
export function colorOf({ series }: PlotColors, color: number): string {
  return series[color % series.length];
}

function drawLine(pen: Pen, layer: LineLayer, { map, colors, selection, pixelRatio }: DrawOptions): void {
  const color = colorOf(colors, layer.color);
  const isDim = selection !== null && !layer.isFit;
  const paths = linePaths(layer, map);
  for (const path of paths) {
    // Where values fill whole columns of pixels, other lines shine through.
    const isDense = path.length > 2 * map.width;
    if (path.length > 2) pen.line(path, { color: layer.isFit ? colors.text : color, width: (layer.isFit ? 1.5 : 1.25) * pixelRatio, alpha: isDim ? 0.35 : isDense ? 0.6 : 1 });
  }
  if (layer.isFit) return;
  const shown = paths.reduce((sum, { length }) => sum + length / 2, 0);
  if (!layer.isHeld && shown * DOT_SPACE * pixelRatio < map.width) for (const path of paths) pen.dots(path, 3.5 * pixelRatio, { color, alpha: isDim ? 0.35 : 1 });
  else for (const path of paths) if (path.length === 2) pen.dots(path, 2 * pixelRatio, { color, alpha: isDim ? 0.35 : 1 });
  if (selection && selection.length === layer.x.length) pen.dots(placesOf(layer, map, selection), 4 * pixelRatio, { color: colors.selected });
}

/** Where the selected values of a line are, one a pixel. */
function placesOf({ x, y, rows }: LineLayer, map: PlotMap, selection: Uint8Array): Path {
  const places: Path = [];
  const to = Math.min(x.length, firstAtLeast(x, map.x.max) + 1);
  let [lastX, lastY] = [NaN, NaN];
  for (let i = firstAtLeast(x, map.x.min); i < to; ++i) {
    if (selection[i] === 0 || (rows && rows[i] === 0)) continue;
    const [px, py] = [toX(map, x[i]), toY(map, y[i])];
    if (Number.isNaN(px + py) || (Math.round(px) === lastX && Math.round(py) === lastY)) continue;
    places.push(px, py);
    [lastX, lastY] = [Math.round(px), Math.round(py)];
  }
  return places;
}

function drawHistogram(pen: Pen, { edges, counts, selected, color: series }: HistogramLayer, { map, colors, pixelRatio }: DrawOptions): void {
  const color = colorOf(colors, series);
  const outline = stepPath(edges, counts, map);
  pen.area(outline, { color: selected ? colors.dim : color, alpha: 0.22 });
  pen.line(outline, { color, width: 1.25 * pixelRatio, alpha: selected ? 0.5 : 1 });
  if (selected) pen.area(stepPath(edges, selected, map), { color: colors.selected, alpha: 0.85 });
}

function drawErrors(pen: Pen, { x, y, error, color: series }: ErrorsLayer, { map, colors, selection, pixelRatio }: DrawOptions): void {
  const color = colorOf(colors, series);
  const alpha = selection ? 0.6 : 1;
  const places: Path = [];
  for (let i = 0; i < x.length; ++i) {
    const [px, py] = [toX(map, x[i]), toY(map, y[i])];
    if (!Number.isFinite(px) || !Number.isFinite(py)) continue;
    places.push(px, py);
    const top = toY(map, y[i] + error[i]);
    const lower = toY(map, y[i] - error[i]);
    const bottom = Number.isNaN(lower) && error[i] > 0 ? map.top + map.height : lower; // below the lowest decade
    if (Number.isFinite(top) && Number.isFinite(bottom)) pen.line([px, top, px, bottom], { color, width: pixelRatio, alpha });
  }
  if (places.length > 2) pen.line(places, { color, width: 0.75 * pixelRatio, alpha: 0.4 });
  pen.dots(places, 4 * pixelRatio, { color, alpha });
}

function drawDensity(pen: Pen, { density: { x, y, counts, shape }, isLinear }: DensityLayer, { map }: DrawOptions): void {
  const table = colormapTable('viridis');
  const extent = extentOf(counts, false);
  if (!extent) return;
  const shadeOf = (count: number): number => {
    if (isLinear) return extent.max > extent.min ? (count - extent.min) / (extent.max - extent.min) : 0.5;
    return extent.max <= 1 ? 1 : Math.log(1 + count) / Math.log(1 + extent.max);
  };
  const [lines, columns] = shape;
  const xs = Array.from(x.edges, (edge) => toX(map, edge));
  const ys = Array.from(y.edges, (edge) => toY(map, edge));
  for (let line = 0; line < lines; ++line) {
    for (let column = 0; column < columns; ++column) {
      const count = counts[line * columns + column];
      if ((count === 0 && !isLinear) || Number.isNaN(count) || Number.isNaN(xs[column]) || Number.isNaN(ys[line])) continue;
      const shade = Math.round((COLORS - 1) * shadeOf(count));
      const [left, right] = [Math.floor(xs[column]), Math.floor(xs[column + 1])];
      const [top, bottom] = [Math.floor(ys[line + 1]), Math.floor(ys[line])];
      if (right < map.left || left > map.left + map.width || bottom < map.top || top > map.top + map.height) continue;
      const color = `rgb(${table[3 * shade]} ${table[3 * shade + 1]} ${table[3 * shade + 2]})`;
      pen.rectangle(left, top, Math.max(1, right - left), Math.max(1, bottom - top), { color });
    }
  }
}
