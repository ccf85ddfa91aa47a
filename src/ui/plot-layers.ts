import { densityOf, histogram1d } from '../analysis/histogram-1d.ts';
import { fitValues } from '../analysis/fit.ts';
import { FIT_MODELS } from '../analysis/fit-models.ts';
import { valueText } from '../plot/axis-text.ts';
import { isRising, type PlotLayer } from '../plot/layer.ts';
import { valueAt, type AxisRange } from '../plot/range.ts';
import type { Plot, PlotData } from '../state/plot-data.ts';

/** Points of a fitted curve. */
const CURVE_POINTS = 400;

/** What is drawn of a plot, in drawing order; curves of fits come by `fitLayers`, as they follow the axis. */
export function layersOf(plot: Plot, data: PlotData, selection: Uint8Array | null): PlotLayer[] {
  const label = (i: number): string => (plot.labels[i] ?? '') || (plot.y[i] ?? '');
  const { x, y, rows } = data;
  const overlays = data.lines.map((line, i): PlotLayer => {
    const common = { label: line.label, color: plot.kind === 'scatter' || plot.kind === 'trace' ? y.length + i : i, x: line.x, y: line.y, rows: null };
    return plot.kind !== 'scatter' && isRising(line.x) ? { kind: 'line', ...common, isHeld: false, isFit: false } : { kind: 'points', ...common };
  });
  switch (plot.kind) {
    case 'histogram': {
      const columns = x ? [x, ...y] : y;
      const labels = x ? [plot.x, ...plot.y.map((_, i) => label(i))] : plot.y.map((_, i) => label(i));
      return data.histograms.map((histogram, i): PlotLayer => {
        const isSelected = selection !== null && selection.length === columns[i].data.length;
        const chosen = isSelected ? histogram1d(columns[i].data, histogram.bins, rows ? both(selection, rows) : selection) : null;
        const counts = chosen && (plot.isNormalised ? densityOf(chosen) : chosen.counts);
        return { kind: 'histogram', label: labels[i], color: i, edges: histogram.bins.edges, counts: histogram.counts, selected: counts };
      });
    }
    case 'profile':
      return [...data.profiles.map((one, i): PlotLayer => ({ kind: 'errors', label: label(i), color: i, x: one.x, y: one.mean, error: one.error })), ...overlays];
    case 'density': {
      if (!data.density) return [];
      const density: PlotLayer = { kind: 'density', label: '', color: 0, density: data.density, isLinear: false };
      const marks: PlotLayer[] = x && selection?.length === x.data.length ? [{ kind: 'points', label: '', color: 0, x: x.data, y: y[0].data, rows: rows ? both(selection, rows) : selection }] : [];
      return [density, ...marks, ...overlays];
    }
    case 'scatter':
    case 'trace':
    case 'strip': {
      if (!x) return overlays;
      const isLine = plot.kind !== 'scatter' && isRising(x.data);
      const series = y.map((column, i): PlotLayer => {
        const common = { label: label(i), color: i, x: x.data, y: column.data, rows };
        return isLine ? { kind: 'line', ...common, isHeld: plot.kind === 'strip', isFit: false } : { kind: 'points', ...common };
      });
      return [...series, ...overlays];
    }
    case 'waveform-stack':
      return data.density ? [{ kind: 'density', label: '', color: 0, density: data.density, isLinear: true }] : [];
    default:
      return overlays;
  }
}

/** Rows that are in both. */
function both(a: Uint8Array, b: Uint8Array): Uint8Array {
  const rows = new Uint8Array(a.length);
  for (let i = 0; i < rows.length; ++i) rows[i] = a[i] & b[i];
  return rows;
}

/** Fitted curves over the part of the x axis that is shown. */
export function fitLayers({ fits }: PlotData, range: AxisRange): PlotLayer[] {
  const x = Float64Array.from({ length: CURVE_POINTS }, (_, i) => valueAt(range, i / (CURVE_POINTS - 1)));
  return fits.flatMap(({ fit }, i): PlotLayer[] => (fit ? [{ kind: 'line', label: '', color: i, x, y: fitValues(fit, x), rows: null, isHeld: false, isFit: true }] : []));
}

/** What is written above a saved plot: the parameters of its fits. */
export function captionsOf({ fits }: PlotData): string[] {
  return fits.flatMap(({ label, fit }) => (fit ? [`${FIT_MODELS[fit.model].label} of ${label}: ${fit.parameters.map(({ name, value, error }) => `${name} ${valueText(value)} ± ${valueText(error)}`).join(', ')}`] : []));
}

/** The units of the two axes: that of the first column where they have one in common. */
export function unitsOf(plot: Plot, { x, y, lines }: PlotData): { x: string; y: string } {
  const xUnit = x?.unit ?? lines[0]?.xUnit ?? '';
  if (plot.kind === 'histogram') return { x: xUnit, y: '' };
  const units = new Set(y.map(({ unit }) => unit));
  return { x: xUnit, y: units.size === 1 ? [...units][0] : (lines[0]?.yUnit ?? '') };
}

/** What stands at the y axis. */
export function yLabel(plot: Plot): string {
  if (plot.kind === 'waveform-stack') return 'event';
  if (plot.kind === 'histogram') return plot.isNormalised ? 'share per unit' : 'events';
  const names = plot.y.map((text, i) => plot.labels[i] || text);
  if (names.length !== 1) return plot.title;
  return `${plot.kind === 'profile' ? 'mean of ' : ''}${names[0] ?? ''}`;
}
