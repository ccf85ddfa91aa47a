import type { ReadonlySignal } from '@preact/signals-core';
import { binCentres } from '../analysis/bins.ts';
import type { Column } from '../analysis/columns.ts';
import { delayScanRows, type RebinnedScan } from '../analysis/delay-scan.ts';
import { XtcError } from '../base/errors.ts';
import { writeHdf5 } from '../export/hdf5.ts';
import { writeMat } from '../export/mat.ts';
import { namedColumns, type NamedArray } from '../export/named-array.ts';
import { writeNpy } from '../export/npy.ts';
import { writeCsv, writeText } from '../export/text-table.ts';
import type { DelayScanResult } from './delay-scans.ts';
import type { OpenRun } from './open-run.ts';
import type { Plot, PlotData } from './plot-data.ts';
import type { Plots } from './plots.ts';
import { runName, type PageServices } from './saving.ts';

/** Forms in which the numbers of a plot are saved. */
export type TableForm = 'npy' | 'csv' | 'mat' | 'h5';
/** Forms of a delay scan: as the tutorial's module chooses them by the ending. */
export type ScanForm = 'npy' | 'txt' | 'mat' | 'h5';

export type PlotSavingDeps = {
  readonly session: { readonly current: ReadonlySignal<OpenRun | null>; readonly plots: Plots };
  readonly page: PageServices;
  say(notice: string): void;
  report(error: unknown): void;
};

/** Saves plots as pictures and as numbers, and delay scans as the tutorial saves them. */
export class PlotSaving {
  readonly #deps: PlotSavingDeps;

  constructor(deps: PlotSavingDeps) {
    this.#deps = deps;
  }

  /** The plot as it stands on the page. */
  async picture(plot: Plot, form: 'png' | 'svg'): Promise<void> {
    await this.#save(`${this.#nameOf(plot)}.${form}`, async () => {
      const drawing = this.#deps.session.plots.drawing(plot.id);
      if (!drawing) throw new XtcError('unsupported', 'This plot is not on the page: show it, then save it.');
      return form === 'png' ? drawing.image() : new Blob([drawing.svg()], { type: 'image/svg+xml' });
    });
  }

  /** The numbers that the plot shows, of the events its filters keep. */
  async table(plot: Plot, form: TableForm): Promise<void> {
    await this.#save(`${this.#nameOf(plot)}.${form}`, () => tableFile(plotTable(plot, this.#deps.session.plots.data(plot.id).peek()), form));
  }

  /** The rows of a scan: `.npy` (row, 3), `.txt` three columns, `.mat` delaytime, rawsignal, normsignal, `.h5` these in MyGroup. */
  async delayScan({ scan }: DelayScanResult, form: ScanForm): Promise<void> {
    await this.#save(`point_scan_delay.${form}`, () => delayScanFile(scan, form));
  }

  /** The scan in bins of time, with its standard errors. */
  async rebinned(rebinned: RebinnedScan): Promise<void> {
    const { bins, counts, delay, value, std, error } = rebinned;
    const edges = { low: bins.edges.slice(0, -1), high: bins.edges.slice(1) };
    const columns = Object.entries({ ...edges, delay, value, std, error, events: counts }).map(([name, data]) => ({ name, data }));
    await this.#save('delay_scan_rebinned.csv', () => writeCsv(columns));
  }

  #nameOf(plot: Plot): string {
    const { current } = this.#deps.session;
    const name = plot.title !== '' ? plot.title : [...plot.y, plot.x].filter((text) => text !== '').join(' against ');
    const run = plot.table !== '' ? plot.table : current.value ? runName(current.value) : 'plot';
    return `${run}-${name}`.replaceAll(/[^\w.-]+/g, '_').slice(0, 100);
  }

  async #save(name: string, make: () => Blob | Promise<Blob>): Promise<void> {
    try {
      this.#deps.page.download(await make(), name);
      this.#deps.say(`Saved ${name}`);
    } catch (error) {
      this.#deps.report(error);
    }
  }
}

type Scan = DelayScanResult['scan'];

/** A delay scan as a file. */
export async function delayScanFile(scan: Scan, form: ScanForm): Promise<Blob> {
  const { delay, raw, norm } = scan;
  const columns = [{ name: 'delaytime', data: delay }, { name: 'rawsignal', data: raw }, { name: 'normsignal', data: norm }];
  switch (form) {
    case 'npy':
      return writeNpy(delayScanRows(scan));
    case 'txt':
      return writeText(columns);
    case 'mat':
      return writeMat(namedColumns(columns));
    case 'h5':
      return writeHdf5(namedColumns(columns).map(({ name, array }) => ({ name: `MyGroup/${name}`, array })));
  }
}

/** The numbers that a plot shows, under names. */
export function plotTable(plot: Plot, data: PlotData): readonly NamedArray[] {
  const { histograms, density, profiles, lines, rows } = data;
  if (density && plot.kind === 'density') {
    return [
      { name: 'counts', array: { shape: density.shape, dtype: 'f64', data: density.counts } },
      ...namedColumns([{ name: 'x_edges', data: density.x.edges }, { name: 'y_edges', data: density.y.edges }]),
    ];
  }
  if (profiles.length > 0 && plot.kind === 'profile') {
    return namedColumns(profiles.flatMap(({ x, mean, std, error, counts }, i) => named({ x, mean, std, error, counts }, profiles.length > 1 ? `_${i}` : '')));
  }
  if (histograms.length > 0 && plot.kind === 'histogram') {
    return namedColumns(histograms.flatMap(({ bins, counts }, i) => named({ centre: binCentres(bins), low: bins.edges.slice(0, -1), high: bins.edges.slice(1), counts }, histograms.length > 1 ? `_${i}` : '')));
  }
  const columns = [...(data.x ? [data.x] : []), ...data.y];
  const chosen = columns.length > 0 ? columns.map((column) => keptRows(column, rows)) : lines.flatMap(({ label, x, y }) => [{ name: `${label} x`, data: x }, { name: label, data: y }]);
  if (chosen.length === 0) throw new XtcError('out-of-range', 'This plot has no numbers yet: there is nothing to save.');
  return namedColumns(chosen);
}

/** Names of several series get their number. */
function named(columns: Readonly<Record<string, Float64Array>>, end: string): { name: string; data: Float64Array }[] {
  return Object.entries(columns).map(([name, data]) => ({ name: name + end, data }));
}

function keptRows({ name, data }: Column, rows: Uint8Array | null): { name: string; data: Float64Array } {
  return { name, data: rows ? data.filter((_value, row) => rows[row] !== 0) : data };
}

/** Arrays as a file; forms that hold one table take columns of equal length, and a matrix by itself. */
export async function tableFile(arrays: readonly NamedArray[], form: TableForm): Promise<Blob> {
  if (form === 'mat') return writeMat(arrays);
  if (form === 'h5') return writeHdf5(arrays);
  const [first] = arrays;
  if (form === 'npy' && first.array.shape.length > 1) return writeNpy(first.array as Parameters<typeof writeNpy>[0]);
  const columns = first.array.shape.length > 1 ? columnsOf(first) : arrays.map(({ name, array }) => ({ name, data: array.data as Float64Array }));
  if (form === 'csv') return writeCsv(columns);
  const rows = columns[0].data.length;
  const data = new Float64Array(rows * columns.length);
  columns.forEach((column, c) => column.data.forEach((value, row) => (data[row * columns.length + c] = value)));
  return writeNpy({ shape: columns.length === 1 ? [rows] : [rows, columns.length], dtype: 'f64', data });
}

/** The columns of a matrix, by their numbers. */
function columnsOf({ array }: NamedArray): { name: string; data: Float64Array }[] {
  const [rows, columns] = array.shape;
  return Array.from({ length: columns }, (_, c) => ({ name: String(c), data: Float64Array.from({ length: rows }, (_row, row) => Number(array.data[row * columns + c])) }));
}
