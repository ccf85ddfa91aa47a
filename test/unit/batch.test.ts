import { signal } from '@preact/signals-core';
import { describe, expect, test } from 'vitest';
import { readNpy } from '../../src/arrays/npy-file.ts';
import { XtcError } from '../../src/base/errors.ts';
import { Batch, timeLeft, type BatchItem } from '../../src/state/batch.ts';
import { rangeOf, workText, type BatchWish } from '../../src/state/batch-wish.ts';
import { columnsFile } from '../../src/state/batch-work.ts';
import type { JobsDeps } from '../../src/state/jobs-deps.ts';
import type { OpenRun } from '../../src/state/open-run.ts';
import { ticksOf } from '../../src/plot/paint-module-plot.ts';

const COLUMNS: BatchWish = { work: { kind: 'columns', quantities: ['event'], form: 'csv' }, events: { skip: 1, count: 2 }, cores: 1 };

function run(label: string, events = 4): OpenRun {
  return { label, events, progress: signal(null), index: signal({}) } as unknown as OpenRun;
}

/** A batch whose columns come when the test says so. */
function batchOf(read: (run: OpenRun, stop: AbortSignal) => Promise<Float64Array>): { batch: Batch; downloads: { name: string; blob: Blob }[] } {
  const downloads: { name: string; blob: Blob }[] = [];
  const quantities = { read: async (each: OpenRun, texts: readonly string[], { signal: stop }: { signal: AbortSignal }) => [{ name: texts[0], unit: '', data: await read(each, stop) }] };
  const deps = { session: { quantities }, page: { download: (blob: Blob, name: string) => void downloads.push({ name, blob }) }, say: () => undefined, report: () => undefined } as unknown as JobsDeps;
  return { batch: new Batch(deps), downloads };
}

async function ended({ items }: Batch): Promise<readonly BatchItem[]> {
  while (items.value.some(({ state }) => state === 'waiting' || state === 'running')) await new Promise((resolve) => setTimeout(resolve, 1));
  return items.value;
}

describe('Batch', () => {
  test('goes through runs one after the other, over the chosen events', async () => {
    let [open, most] = [0, 0];
    const { batch, downloads } = batchOf(async () => {
      most = Math.max(most, ++open);
      await new Promise((resolve) => setTimeout(resolve, 5));
      --open;
      return Float64Array.of(10, 11, 12, 13);
    });
    batch.add([run('e1 r0001'), run('e1 r0002')], COLUMNS);
    const items = await ended(batch);
    expect(most).toBe(1);
    expect(items.map(({ state, files }) => [state, files.map(({ name }) => name)])).toEqual([['done', ['columns.csv']], ['done', ['columns.csv']]]);
    expect((await items[0].files[0].blob.text()).split(/\r?\n/)).toEqual(['event', '11', '12', '']);
    await batch.saveZip();
    expect(downloads.map(({ name }) => name)).toEqual(['batch.zip']);
    batch.clear();
    expect(batch.items.value).toEqual([]);
  });

  test('a job that fails says why and lets the others go on', async () => {
    const { batch } = batchOf(async ({ label }) => {
      if (label === 'bad') throw new XtcError('unknown-source', 'There is no such thing.');
      return new Float64Array(4);
    });
    batch.add([run('bad'), run('good'), run('short', 1)], COLUMNS);
    expect((await ended(batch)).map(({ state, problem }) => [state, problem?.message ?? ''])).toEqual([
      ['failed', 'There is no such thing.'], ['done', ''], ['failed', 'short has 1 events: none is left after 1 are skipped.'],
    ]);
  });

  test('jobs are cancelled while they run and while they wait', async () => {
    const { batch } = batchOf((_run, stop) => new Promise((_resolve, reject) => stop.addEventListener('abort', () => reject(new XtcError('aborted', 'Stopped.')))));
    batch.add([run('one'), run('two')], COLUMNS);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(batch.items.value.map(({ state }) => state)).toEqual(['running', 'waiting']);
    batch.cancelAll();
    expect((await ended(batch)).map(({ state }) => state)).toEqual(['cancelled', 'cancelled']);
  });

  test('tells how long a job still takes', () => {
    const item = { state: 'running', done: 25, total: 100, elapsedMs: 500 } as BatchItem;
    expect(timeLeft(item)).toBe(1500);
    expect([{ done: 0 }, { state: 'done' as const }].map((part) => timeLeft({ ...item, ...part }))).toEqual([null, null]);
  });
});

test('rangeOf and workText', () => {
  expect([rangeOf({ skip: 2, count: null }, 10), rangeOf({ skip: 2, count: 3 }, 10), rangeOf({ skip: 20, count: 3 }, 10)]).toEqual([{ from: 2, to: 10 }, { from: 2, to: 5 }, { from: 10, to: 10 }]);
  expect(workText({ kind: 'modules', onError: 'stop', dark: null, modules: [{ name: 'a', label: 'b', source: '', params: {} }, { name: 'c', label: '', source: '', params: {} }] })).toBe('a:b, c');
});

test('columns as .npy are (events, columns)', async () => {
  const blob = await columnsFile([{ name: 'a', unit: '', data: Float64Array.of(1, 2, 3) }, { name: 'b', unit: '', data: Float64Array.of(4, NaN, 6) }], 'npy');
  const { shape, values } = await readNpy(new File([blob], 'a.npy'), 'a.npy', 100);
  expect({ shape, values: [...values] }).toEqual({ shape: [3, 2], values: [1, 4, 2, NaN, 3, 6] });
});

test.each([
  [{ min: 0, max: 10, isLog: false }, 5, [0, 2, 4, 6, 8, 10]],
  [{ min: -1573, max: 509, isLog: false }, 4, [-1000, 0]],
  [{ min: 0.24, max: 0.44, isLog: false }, 4, [0.25, 0.3, 0.35, 0.4]],
  [{ min: 0.5, max: 2000, isLog: true }, 5, [1, 10, 100, 1000]],
])('marks of an axis %o', (range, count, expected) => {
  expect(ticksOf(range, count).map((tick) => Number(tick.toPrecision(12)))).toEqual(expected);
});
