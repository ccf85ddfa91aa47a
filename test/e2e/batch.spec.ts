import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { SMALL_SCAN } from './module-page.ts';
import { expect, test } from './test.ts';
import { XtcWindow, fixturePath } from './xtc-window.ts';

const CSPAD = fixturePath('cspad/e162-r0055-s00-c00.xtc');
const QUADS = fixturePath('cspad/e155-r0020-s00-c00.xtc');

async function openBatch(page: Page, ...paths: string[]): Promise<XtcWindow> {
  const window = new XtcWindow(page);
  await window.goto();
  await window.open(...paths);
  await window.tab('Batch').click();
  await expect(page.locator('xtc-batch-form')).toBeVisible();
  return window;
}

async function queueEnds(page: Page): Promise<{ title: string; run: string; state: string; files: string[]; problem: string }[]> {
  await page.waitForFunction(() => document.querySelector('xtc-app')?.session.jobs.batch.items.value.every(({ state }) => state !== 'waiting' && state !== 'running'));
  return page.evaluate(() => document.querySelector('xtc-app')!.session.jobs.batch.items.value.map(({ title, run, state, files, problem }) => ({ title, run: run.label, state, files: files.map(({ name }) => name), problem: problem?.message ?? '' })));
}

test('a module over two runs, its files as one zip', async ({ page }) => {
  await openBatch(page, CSPAD, QUADS);
  await page.getByLabel('Module', { exact: true }).selectOption({ label: 'cspad_image (example)' });
  await page.getByRole('button', { name: 'Add to the queue' }).click();
  const items = await queueEnds(page);
  expect(items.map(({ run, state, problem }) => [run, state, problem])).toEqual([['e155 r0020', 'done', ''], ['e162 r0055', 'done', '']]);
  expect(items[0].files).toContain('picture.png');
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save all as zip' }).click()]);
  if (spawnSync('python3', ['--version']).status !== 0) return;
  const names = execFileSync('python3', ['-c', 'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; print("\\n".join(z.namelist()))', await download.path()], { encoding: 'utf8' });
  expect(names.trim().split('\n')).toEqual(expect.arrayContaining(['01-e155-r0020/cspad_average.npy', '01-e155-r0020/values.png', '02-e162-r0055/cspad_average.npy', '02-e162-r0055/log.txt']));
});

test('dark, average, columns and delay scan, one after the other', async ({ page }) => {
  await openBatch(page, ...SMALL_SCAN, CSPAD);
  const runs = page.locator('xtc-batch-form .runs');
  const job = page.getByLabel('Job', { exact: true });
  const add = page.getByRole('button', { name: 'Add to the queue' });
  await runs.getByText('e162 r0055').click(); // without the pictures
  await job.selectOption({ label: 'Delay scan' });
  await add.click();
  await job.selectOption({ label: 'Read columns' });
  await page.getByLabel('Number of events').fill('5');
  await page.getByLabel('Number of events').press('Tab');
  await add.click();
  await runs.getByText('e162 r0055').click();
  await runs.getByText('e81 r0098').click();
  await job.selectOption({ label: 'Make a dark' });
  await add.click();
  await job.selectOption({ label: 'Average pictures' });
  await add.click();
  const items = await queueEnds(page);
  expect(items.map(({ state, problem }) => `${state} ${problem}`.trim())).toEqual(['done', 'done', 'done', 'done']);
  expect(items.map(({ files }) => files)).toEqual([['point_scan_delay.npy'], ['columns.csv'], ['dark-e162_r0055_5_events.npy'], ['average-XppGon-0_Cspad-0.npy', 'average-XppGon-0_Cspad-0.tiff']]);
  const { csv, average } = await page.evaluate(async () => {
    const [, columns, , picture] = document.querySelector('xtc-app')!.session.jobs.batch.items.value;
    const bytes = await picture.files[0].blob.arrayBuffer();
    const pixels = new Float32Array(bytes.slice(bytes.byteLength - 185 * 388 * 4));
    return { csv: await columns.files[0].blob.text(), average: pixels.reduce((sum, value) => sum + value, 0) };
  });
  const perEvent = readFileSync(fixturePath('delayscan_small/e81-r0098-small.per_event.npy'));
  const at = (event: number, column: number): number => perEvent.readDoubleLE(10 + perEvent.readUInt16LE(8) + 8 * (8 * event + column));
  const rows = csv.trim().split(/\r?\n/).slice(1).map((line) => line.split(',').map(Number));
  expect(rows).toEqual([0, 1, 2, 3, 4].map((event) => [at(event, 0) + at(event, 1) / 1e9, at(event, 5)]));
  const { events } = JSON.parse(readFileSync(fixturePath('cspad/e162-r0055-s00-c00.roi.expected.json'), 'utf8'));
  const expected = events.slice(0, 5).reduce((total: number, { sum }: { sum: number }) => total + sum, 0) / 5;
  expect(Math.abs(average - expected) / expected).toBeLessThan(1e-6);
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: /^point_scan_delay.npy/ }).click()]);
  const values = (file: Buffer): Buffer => file.subarray(10 + file.readUInt16LE(8));
  expect(values(readFileSync(await download.path())).equals(values(readFileSync(fixturePath('delayscan_small/e81-r0098-small.point_scan_delay.npy'))))).toBe(true);
});

test('a dark of the queue is used', async ({ page }) => {
  await openBatch(page, QUADS);
  await page.getByLabel('Job', { exact: true }).selectOption({ label: 'Make a dark' });
  await page.getByRole('button', { name: 'Add to the queue' }).click();
  await queueEnds(page);
  await page.getByRole('button', { name: 'Use as dark' }).click();
  await expect(page.locator('xtc-tab-bar')).toContainText('dark-e155_r0020');
});

test('jobs can be cancelled while they wait and while they run, and say when they fail', async ({ page }) => {
  await openBatch(page, ...SMALL_SCAN, CSPAD);
  await page.evaluate(() => {
    const { library, draft } = document.querySelector('xtc-app')!.session.jobs;
    library.addNew();
    library.change({ name: 'slow', source: 'class slow { event() { for (;;); } }' });
    draft.change({ module: library.current.value.id });
  });
  await page.getByRole('button', { name: 'Add to the queue' }).click();
  await expect(page.locator('xtc-batch-queue li').first()).toContainText('running');
  await page.getByRole('button', { name: /^Cancel slow of e81 r0098/ }).click();
  await page.getByRole('button', { name: 'Cancel all' }).click();
  await page.getByLabel('Job', { exact: true }).selectOption({ label: 'Make a dark' });
  await page.getByRole('button', { name: 'Add to the queue' }).click();
  const items = await queueEnds(page);
  expect(items.slice(0, 2).map(({ state }) => state)).toEqual(['cancelled', 'cancelled']);
  expect(items.slice(2).map(({ state }) => state).sort()).toEqual(['done', 'failed']); // no pictures in the scan
});

test('the job leaves as a pyana.cfg and as a script', async ({ page }) => {
  await openBatch(page, ...SMALL_SCAN);
  await page.getByLabel('Job', { exact: true }).selectOption({ label: 'Delay scan' });
  const text = async (button: string): Promise<string> => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: button }).click()]);
    return readFileSync(await download.path(), 'utf8');
  };
  expect(await text('Save pyana.cfg')).toContain('[pyana_examples.xppt_delayscan]\ncontrolpv = fs2:ramp_angsft_target\n');
  expect(await text('Save psana script')).toContain("DATA_SETS = sys.argv[1:] or ['exp=81:run=98']");
});
