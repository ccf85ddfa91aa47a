import { valueText } from '../plot/axis-text.ts';
import type { LineLayer, PlotLayer } from '../plot/layer.ts';
import { firstAtLeast } from '../plot/line-path.ts';
import { toX, toY, valuesAt, type PlotMap } from '../plot/plot-map.ts';
import type { ScreenPoint } from '../image/viewport.ts';
import { grouped } from './number-text.ts';

/** What is under the pointer: its event (-1 for none), what it is in words, and where it lies in the plot, CSS pixels. */
export type Hovered = { readonly row: number; readonly lines: readonly string[]; readonly at: ScreenPoint };

const REACH = 14;

/** What layers that are no points have under the pointer. @param rows whether rows of lines are events */
export function hoverLayers(layers: readonly PlotLayer[], map: PlotMap, at: ScreenPoint, units: { x: string; y: string }, nameOf: (row: number) => string): Hovered | null {
  let best: { hovered: Hovered; distance: number } | null = null;
  for (const layer of layers) {
    const found = underPointer(layer, map, at, units, nameOf);
    if (found && (!best || found.distance < best.distance)) best = found;
  }
  return best?.hovered ?? null;
}

function underPointer(layer: PlotLayer, map: PlotMap, at: ScreenPoint, units: { x: string; y: string }, nameOf: (row: number) => string): { hovered: Hovered; distance: number } | null {
  const value = valuesAt(map, at);
  switch (layer.kind) {
    case 'line':
      return layer.isFit ? null : nearestOfLine(layer, map, at, units, nameOf);
    case 'histogram': {
      const bin = binAt(layer.edges, value.x);
      if (bin < 0) return null;
      const y = toY(map, layer.counts[bin]);
      const lines = [`${valueText(layer.edges[bin])} … ${valueText(layer.edges[bin + 1], units.x)}`, `${layer.label}: ${valueText(layer.counts[bin])}`];
      if (layer.selected) lines.push(`selected: ${valueText(layer.selected[bin])}`);
      return { hovered: { row: -1, lines, at: { x: toX(map, (layer.edges[bin] + layer.edges[bin + 1]) / 2), y: Number.isFinite(y) ? y : map.top + map.height } }, distance: Math.abs(y - at.y) };
    }
    case 'density': {
      const { x, y, counts, shape } = layer.density;
      const [column, line] = [binAt(x.edges, value.x), binAt(y.edges, value.y)];
      if (column < 0 || line < 0) return null;
      return { hovered: { row: -1, lines: [layer.isLinear ? valueText(counts[line * shape[1] + column]) : `${grouped(counts[line * shape[1] + column])} events`, `${valueText(value.x, units.x)}, ${valueText(value.y, units.y)}`], at }, distance: 0 };
    }
    case 'errors': {
      const places = Array.from(layer.x, (x, i) => Math.hypot(toX(map, x) - at.x, toY(map, layer.y[i]) - at.y));
      const nearest = places.reduce((best, distance, i) => (distance < (places[best] ?? Infinity) ? i : best), -1);
      if (nearest < 0 || !(places[nearest] <= 2 * REACH)) return null;
      const lines = [valueText(layer.x[nearest], units.x), `${layer.label}: ${valueText(layer.y[nearest])} ± ${valueText(layer.error[nearest], units.y)}`];
      return { hovered: { row: -1, lines, at: { x: toX(map, layer.x[nearest]), y: toY(map, layer.y[nearest]) } }, distance: places[nearest] };
    }
    case 'points':
      return null;
  }
}

/** The value of a line that is nearest, of those within some pixels to both sides. */
function nearestOfLine(layer: LineLayer, map: PlotMap, at: ScreenPoint, units: { x: string; y: string }, nameOf: (row: number) => string): { hovered: Hovered; distance: number } | null {
  const { x, y, rows, label } = layer;
  const from = firstAtLeast(x, valuesAt(map, { x: at.x - REACH, y: at.y }).x);
  const to = firstAtLeast(x, valuesAt(map, { x: at.x + REACH, y: at.y }).x);
  let [best, nearest] = [-1, Infinity];
  // Where thousands of values share a pixel any of them will do.
  const step = Math.max(1, Math.floor((to - from) / 20_000));
  for (let i = from; i < Math.min(to + 1, x.length); i += step) {
    if (rows && rows[i] === 0) continue;
    const distance = Math.hypot(toX(map, x[i]) - at.x, toY(map, y[i]) - at.y);
    if (distance < nearest) [best, nearest] = [i, distance];
  }
  if (best < 0 || nearest > 2 * REACH) return null;
  const name = nameOf(best);
  const lines = [name, `${label}: ${valueText(y[best], units.y)}`, `at ${valueText(x[best], units.x)}`].filter((line) => line !== '');
  return { hovered: { row: best, lines, at: { x: toX(map, x[best]), y: toY(map, y[best]) } }, distance: nearest };
}

function binAt(edges: Float64Array, value: number): number {
  if (!(value >= edges[0] && value <= edges[edges.length - 1])) return -1;
  return Math.min(edges.length - 2, Math.max(0, firstAtLeast(edges, value) - (edges[firstAtLeast(edges, value)] === value ? 0 : 1)));
}
