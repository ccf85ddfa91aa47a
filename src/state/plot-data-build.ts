import { binCentres, makeBins, type Bins } from '../analysis/bins.ts';
import type { Column, Table } from '../analysis/columns.ts';
import { fitCurve } from '../analysis/fit.ts';
import type { FitModelName } from '../analysis/fit-models.ts';
import { densityOf, histogram1d, type Histogram1d } from '../analysis/histogram-1d.ts';
import { histogram2d, type Histogram2d } from '../analysis/histogram-2d.ts';
import { profileSteps, type Profile } from '../analysis/profile.ts';
import { XtcError, toProblem } from '../base/errors.ts';
import { pause } from '../base/pause.ts';
import { columnOfTable, type ReadText } from './plot-data-columns.ts';
import { NO_DATA, type Plot, type PlotData, type PlotFit, type PlotLine } from './plot-data.ts';

/** What a plot is built from. */
export type PlotParts = {
  of(text: string): ReadText | null;
  /** Expressions that must hold. */
  readonly filters: readonly string[];
  readonly tables: ReadonlyMap<string, Table>;
  readonly last: PlotData;
};

/** Rows that are counted in one go: some milliseconds. */
const SLICE = 1 << 18;
/** A curve is fitted through at most so many points. */
const MOST_FITTED = 200_000;
const DENSITY_BINS = 100;

/** Rows that all filters keep: 1 or 0 for each. */
export function rowsOfFilters(filters: readonly Column[], length: number): Uint8Array {
  const rows = new Uint8Array(length).fill(1);
  for (const { data } of filters) for (let i = 0; i < length; ++i) if (!data[i] /* 0 or missing */) rows[i] = 0;
  return rows;
}

/** How many rows are kept. */
export function countOf(rows: Uint8Array): number {
  let count = 0;
  for (let i = 0; i < rows.length; ++i) count += rows[i];
  return count;
}

/** Counts, averages and fits what has been read of a plot, in slices. @returns null when `isStale` says that nobody waits any more */
export async function buildPlotData(plot: Plot, parts: PlotParts, isStale: () => boolean): Promise<PlotData | null> {
  const texts = [plot.x, ...plot.y, ...parts.filters].map((text) => text.trim()).filter((text) => text !== '');
  const read = new Map(texts.map((text) => [text, parts.of(text)]));
  const problem = [...read.values()].find((found) => found?.problem)?.problem ?? null;
  if (problem) return { ...NO_DATA, share: 1, problem };
  const column = (text: string): Column | null => read.get(text.trim())?.column ?? null;
  const share = Math.min(1, ...[...read.values()].map((found) => found?.share ?? 0));
  const x = plot.x.trim() === '' ? null : column(plot.x);
  const y = plot.y.map(column);
  if ((plot.x.trim() !== '' && !x) || y.includes(null)) return { ...NO_DATA, share: texts.length === 0 ? 1 : share };
  const columns = y.filter((found) => found !== null);
  const length = (x ?? columns[0])?.data.length ?? 0;
  const filters = parts.filters.map(column).filter((found) => found !== null).filter(({ data }) => data.length === length);
  const rows = filters.length > 0 ? rowsOfFilters(filters, length) : null;
  if (rows) await pause();
  const kept = { kept: rows ? countOf(rows) : length, all: length };
  const base: PlotData = { ...NO_DATA, share, x, y: columns, rows, kept };
  try {
    const built = { ...base, ...(await binned(plot, base, isStale)), lines: overlayLines(plot, parts.tables) };
    if (isStale()) return null;
    return { ...built, fits: plot.fit && share === 1 ? fitsOf(plot, built, plot.fit) : [] };
  } catch (error) {
    return { ...base, problem: toProblem(error) };
  }
}

async function binned(plot: Plot, { x, y, rows }: PlotData, isStale: () => boolean): Promise<Partial<PlotData>> {
  const xWish = { count: plot.bins, ...plot.xBins, isLog: plot.logX };
  if (plot.kind === 'histogram') {
    const columns = x ? [x, ...y] : y;
    if (columns.length === 0) return {};
    const bins = makeBins(columns.length === 1 ? columns[0].data : joined(columns), xWish, columns.length === 1 ? rows : null);
    const histograms: Histogram1d[] = [];
    for (const { data } of columns) {
      const counted = await sliced(data.length, isStale, (from, to) => histogram1d(data.subarray(from, to), bins, rows?.subarray(from, to)));
      histograms.push(normalised(plot, sumOf(bins, counted)));
    }
    return { histograms };
  }
  if (!x) return {};
  if (plot.kind === 'profile') {
    const bins = makeBins(x.data, xWish, rows);
    const profiles: Profile[] = [];
    for (const { data } of y) {
      const steps = profileSteps(x.data, data, bins, rows, SLICE);
      let step = steps.next();
      for (; !step.done && !isStale(); step = steps.next()) await pause();
      if (!step.done) return {};
      profiles.push(step.value);
    }
    return { profiles };
  }
  if (plot.kind === 'density' && y.length > 0) {
    const xBins = makeBins(x.data, { ...xWish, count: xWish.count ?? DENSITY_BINS }, rows);
    await pause();
    const yBins = makeBins(y[0].data, { count: plot.bins ?? DENSITY_BINS, ...plot.yBins, isLog: plot.logY }, rows);
    const { data } = y[0];
    const parts = await sliced(data.length, isStale, (from, to) => histogram2d(x.data.subarray(from, to), data.subarray(from, to), xBins, yBins, rows?.subarray(from, to)));
    return { density: parts.reduce<Histogram2d | null>((sum, part) => (sum ? added(sum, part) : part), null) };
  }
  return {};
}

async function sliced<T>(length: number, isStale: () => boolean, count: (from: number, to: number) => T): Promise<T[]> {
  const parts: T[] = [];
  for (let from = 0; from === 0 || from < length; from += SLICE) {
    if (from > 0) await pause();
    if (isStale()) break;
    parts.push(count(from, Math.min(length, from + SLICE)));
  }
  return parts;
}

function sumOf(bins: Bins, parts: readonly Histogram1d[]): Histogram1d {
  const counts = new Float64Array(bins.edges.length - 1);
  let [outside, missing] = [0, 0];
  for (const part of parts) {
    for (let k = 0; k < counts.length; ++k) counts[k] += part.counts[k];
    outside += part.outside;
    missing += part.missing;
  }
  return { bins, counts, outside, missing };
}

function added(sum: Histogram2d, part: Histogram2d): Histogram2d {
  for (let k = 0; k < sum.counts.length; ++k) sum.counts[k] += part.counts[k];
  return { ...sum, outside: sum.outside + part.outside, missing: sum.missing + part.missing };
}

function normalised({ isNormalised }: Plot, histogram: Histogram1d): Histogram1d {
  return isNormalised ? { ...histogram, counts: densityOf(histogram) } : histogram;
}

/** Histograms that are laid over one another share their bins. */
function joined(columns: readonly Column[]): Float64Array {
  const all = new Float64Array(columns.reduce((sum, { data }) => sum + data.length, 0));
  let at = 0;
  for (const { data } of columns) {
    all.set(data, at);
    at += data.length;
  }
  return all;
}

function overlayLines({ overlays }: Plot, tables: ReadonlyMap<string, Table>): PlotLine[] {
  return overlays.flatMap(({ table: name, x, y, label }) => {
    const table = tables.get(name);
    if (!table) return [];
    const [across, up] = [columnOfTable(table, x), columnOfTable(table, y)];
    return [{ label, x: across.data, y: up.data, xUnit: across.unit, yUnit: up.unit }];
  });
}

/** A curve through each series; why there is none is told with it. */
function fitsOf(plot: Plot, data: PlotData, model: FitModelName): PlotFit[] {
  const attempt = (label: string, make: () => ReturnType<typeof fitCurve>): PlotFit => {
    try {
      return { label, fit: make(), problem: null };
    } catch (error) {
      return { label, fit: null, problem: toProblem(error, 'bad-fit') };
    }
  };
  const labels = plot.y.map((text, i) => plot.labels[i] ?? text);
  if (plot.kind === 'histogram') {
    return data.histograms.map(({ bins, counts }, i) => attempt(i === 0 ? plot.x : (labels[i - 1] ?? ''), () => fitCurve(model, binCentres(bins), counts)));
  }
  // A bin of one event has no spread to weigh it by.
  if (plot.kind === 'profile') return data.profiles.map(({ x, mean, error }, i) => attempt(labels[i], () => fitCurve(model, x, mean, { sigma: error, isAbsolute: true })));
  const { x, y, rows, kept } = data;
  if (!x || (plot.kind !== 'scatter' && plot.kind !== 'trace')) return [];
  return y.map((column, i) =>
    attempt(labels[i], () => {
      if (kept.kept > MOST_FITTED) throw new XtcError('bad-fit', `A curve through ${kept.kept} points takes too long: plot a profile of them and fit that, or filter them.`);
      return fitCurve(model, x.data, column.data, { rows });
    }),
  );
}

