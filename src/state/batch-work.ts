import { computed, effect } from '@preact/signals-core';
import type { Column } from '../analysis/columns.ts';
import { XtcError, throwIfAborted } from '../base/errors.ts';
import { writeHdf5 } from '../export/hdf5.ts';
import { writeMat } from '../export/mat.ts';
import { namedColumns } from '../export/named-array.ts';
import { writeNpy } from '../export/npy.ts';
import { writeNpz } from '../export/npz.ts';
import { writeCsv, writeText } from '../export/text-table.ts';
import { writeTiff } from '../export/tiff.ts';
import type { ModuleProblem } from '../modules/outputs.ts';
import { rangeOf, type BatchFile, type BatchWish, type BatchWork, type ColumnForm } from './batch-wish.ts';
import type { JobsDeps } from './jobs-deps.ts';
import type { OpenRun } from './open-run.ts';
import { eventsWithPixels, pictureKind } from './picture-requests.ts';
import { delayScanFile } from './plot-saving.ts';
import { sourceName } from './saving.ts';

/** What is told while a job goes on. */
export type BatchReport = { progress(done: number, total: number): void; log(text: string): void };

type Work<K extends BatchWork['kind']> = Extract<BatchWork, { kind: K }>;
type Step = { readonly run: OpenRun; readonly from: number; readonly to: number; readonly cores: number; readonly report: BatchReport; readonly stop: AbortSignal };

/**
 * Does the work of a job on one run.
 * @returns its files, under names without folders
 * @throws {XtcError} 'aborted', and what reading and the modules throw
 */
export async function doBatchWork(deps: Pick<JobsDeps, 'session' | 'page'>, run: OpenRun, { work, events, cores }: BatchWish, report: BatchReport, stop: AbortSignal): Promise<BatchFile[]> {
  await whenIndexed(run, stop);
  const { from, to } = rangeOf(events, run.events);
  if (from >= to) throw new XtcError('out-of-range', `${run.label} has ${run.events} events: none is left after ${events.skip} are skipped.`);
  const step: Step = { run, from, to, cores, report, stop };
  switch (work.kind) {
    case 'modules':
      return runModules(deps, work, step);
    case 'dark':
      return makeDark(deps, work, step);
    case 'average':
      return makeAverage(deps, work, step);
    case 'columns':
      return readColumns(deps, work, step);
    case 'delay scan':
      return readDelayScan(deps, work, step);
  }
}

/** Jobs may be given runs that are still being scanned. */
function whenIndexed(run: OpenRun, stop: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    let end: (() => void) | null = null;
    const isReady = computed(() => run.progress.value === null && run.index.value !== null);
    const stopped = (): void => {
      end?.();
      reject(new XtcError('aborted', 'Stopped.'));
    };
    stop.addEventListener('abort', stopped);
    end = effect(() => {
      if (!isReady.value) return;
      stop.removeEventListener('abort', stopped);
      resolve();
    });
  });
}

async function runModules({ session, page }: Pick<JobsDeps, 'session' | 'page'>, { modules, onError, dark }: Work<'modules'>, { run, from, to, cores, report, stop }: Step): Promise<BatchFile[]> {
  throwIfAborted(stop);
  const job = session.modules.start({ run, modules, events: { from, count: to - from }, workers: cores, onError, dark });
  stop.addEventListener('abort', () => job.cancel());
  let printed = 0;
  const ends = [
    effect(() => report.progress(job.progress.value.done, job.progress.value.total)),
    effect(() => {
      const { lines, dropped } = job.log.value;
      for (const { text } of lines.slice(Math.max(0, printed - dropped))) report.log(text);
      printed = dropped + lines.length;
    }),
  ];
  const state = await job.done;
  for (const end of ends) end();
  throwIfAborted(stop);
  const problems = job.problems.value.map(problemText);
  for (const problem of problems) report.log(`! ${problem}`);
  if (state === 'failed') throw new XtcError('unsupported', problems.at(-1) ?? 'The modules failed.');
  const pictures = await Promise.all(job.plots.value.map(async (plot): Promise<BatchFile[]> => {
    const picture = await page.drawPlot?.(plot);
    return picture ? [{ name: `${sourceName(plot.name)}.png`, blob: picture }] : [];
  }));
  return [...job.files.value.map(({ name, blob }) => ({ name, blob })), ...pictures.flat()];
}

/** Where it happened, then what. */
function problemText({ module, callback, event, line, message }: ModuleProblem): string {
  const place = [module, callback, ...(event >= 0 ? [`event ${event}`] : []), ...(line > 0 ? [`line ${line}`] : [])].filter((part) => part !== '');
  return place.length > 0 ? `${place.join(', ')}: ${message}` : message;
}

async function makeDark({ session }: Pick<JobsDeps, 'session'>, { source }: Work<'dark'>, { run, from, to, report, stop }: Step): Promise<BatchFile[]> {
  const kind = pictureKind(run, source);
  const wanted = eventsWithPixels(run, kind, null).filter((event) => event >= from && event < to);
  const dark = await session.darks.average(run, kind, wanted, (done, total) => report.progress(done, total), stop);
  const columns = dark.shape[dark.shape.length - 1];
  report.log(`Dark of ${dark.source}: mean of ${dark.events} events.`);
  return [{ name: `dark-${sourceName(dark.origin)}.npy`, blob: writeNpy({ shape: [dark.mean.length / columns, columns], dtype: 'f64', data: dark.mean }) }];
}

async function makeAverage({ session }: Pick<JobsDeps, 'session'>, { source, dark }: Work<'average'>, { run, from, to, report, stop }: Step): Promise<BatchFile[]> {
  const events = new Uint8Array(run.events).fill(1, from, to);
  const { image, source: found, events: count } = await session.workbench.averages.make(run, { source, events, dark, signal: stop }, (done, total) => report.progress(done, total));
  report.log(`Average of ${count} pictures of ${found}.`);
  const name = `average-${sourceName(found)}`;
  return [{ name: `${name}.npy`, blob: writeNpy(image) }, { name: `${name}.tiff`, blob: writeTiff(image) }];
}

async function readColumns({ session }: Pick<JobsDeps, 'session'>, { quantities, form }: Work<'columns'>, { run, from, to, report, stop }: Step): Promise<BatchFile[]> {
  const columns = await session.quantities.read(run, quantities, { signal: stop, onProgress: (share) => report.progress(Math.round(share * run.events), run.events) });
  const chosen = columns.map(({ name, data, unit }): Column => ({ name, unit, data: data.slice(from, to) }));
  report.log(`${chosen.length} columns of ${to - from} events.`);
  return [{ name: `columns.${form}`, blob: await columnsFile(chosen, form) }];
}

/** Columns in a form that holds several: `.npy` is (events, columns). */
export async function columnsFile(columns: readonly Column[], form: ColumnForm): Promise<Blob> {
  switch (form) {
    case 'csv':
      return writeCsv(columns);
    case 'txt':
      return writeText(columns, true);
    case 'npz':
      return writeNpz(namedColumns(columns));
    case 'mat':
      return writeMat(namedColumns(columns));
    case 'h5':
      return writeHdf5(namedColumns(columns));
    case 'npy': {
      const rows = columns[0]?.data.length ?? 0;
      const data = new Float64Array(rows * columns.length);
      columns.forEach((column, at) => column.data.forEach((value, row) => (data[row * columns.length + at] = value)));
      return writeNpy({ shape: [rows, columns.length], dtype: 'f64', data });
    }
  }
}

async function readDelayScan({ session }: Pick<JobsDeps, 'session'>, { wish, form }: Work<'delay scan'>, { run, from, to, report, stop }: Step): Promise<BatchFile[]> {
  const isAll = from === 0 && to >= run.events;
  const chosen = isAll ? '' : `event >= ${from} && event < ${to}`;
  const filter = [wish.filter.trim(), chosen].filter((text) => text !== '').map((text) => `(${text})`).join(' && ');
  const scan = await session.workbench.delayScans.read(run, { ...wish, filter }, { signal: stop, onProgress: (share) => report.progress(Math.round(share * run.events), run.events) });
  report.log(`${scan.delay.length} of ${to - from} events have all that is needed.`);
  return [{ name: `point_scan_delay.${form}`, blob: await delayScanFile(scan, form) }];
}
