import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, test } from './test.ts';
import { XtcWindow, fixturePath } from './xtc-window.ts';

// Indexes that spare a scan, small data instead of a big file, and files that grow.

const RUN = [fixturePath('delayscan_small/e81-r0098-s00-c00.xtc'), fixturePath('delayscan_small/e81-r0098-s01-c00.xtc')];
const PICTURES = fixturePath('cspad/e162-r0055-s00-c00.xtc');

const origin = (page: Page) => page.evaluate(() => globalThis.xtcscope.current?.origin);
const scan = (page: Page) => page.evaluate(() => globalThis.xtcscope.current?.scan);

test('a run opens by its index the second time, and is scanned when it is wished', async ({ page }) => {
  const window = new XtcWindow(page);
  await window.goto();
  await window.open(...RUN);
  expect(await origin(page)).toBe('scan');
  const first = await scan(page);
  await page.evaluate(() => document.querySelector('xtc-app')?.session.current.value?.kept);
  await page.reload();
  await window.goto();
  await window.open(...RUN);
  expect(await origin(page)).toBe('kept');
  expect(await scan(page)).toEqual(first);
  const progress = page.locator('xtc-scan-progress');
  await expect(progress).toContainText('Opened from its index');
  await progress.getByRole('button', { name: 'Rescan' }).click();
  await window.idle();
  await expect(progress).toContainText('Scanned');
  expect(await origin(page)).toBe('scan');
  expect(await scan(page)).toEqual(first);
});

test('a saved index opens the run elsewhere; a damaged one is refused', async ({ page, browser }) => {
  const window = new XtcWindow(page);
  await window.goto();
  await window.open(PICTURES);
  await page.locator('xtc-save-menu').getByRole('button', { name: /^Save/ }).click();
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: /^Index/ }).click();
  const download = await saved;
  expect(download.suggestedFilename()).toBe('e162-r0055.xtcscope-index');
  const bytes = readFileSync(await download.path());

  const elsewhere = await browser.newContext();
  const other = new XtcWindow(await elsewhere.newPage());
  await other.goto();
  const files = (index: Buffer) => [
    { name: 'e162-r0055-s00-c00.xtc', mimeType: '', buffer: readFileSync(PICTURES) },
    { name: 'e162-r0055.xtcscope-index', mimeType: '', buffer: index },
  ];
  const input = other.page.locator('input[aria-label="Open files"]');
  await input.setInputFiles(files(bytes));
  await other.idle();
  expect(await origin(other.page)).toBe('index-file');
  await other.expectNoProblems();
  await other.showImage();
  expect((await other.canvas([[90, 190]])).colours[0][3]).toBe(255);

  const damaged = Buffer.from(bytes);
  damaged[damaged.length - 3] ^= 1;
  await other.page.evaluate(() => document.querySelector('xtc-app')?.session.closeRun(document.querySelector('xtc-app')!.session.runs.value[0]));
  await input.setInputFiles(files(damaged));
  await other.idle();
  const problems = await other.page.evaluate(() => globalThis.xtcscope.current?.problems.map(({ code, file }) => [code, file]));
  expect(problems).toEqual([['bad-index', 'e162-r0055.xtcscope-index']]);
  await elsewhere.close();
});

test('the DAQ’s index beside its data says nothing when it agrees', async ({ page }) => {
  const window = new XtcWindow(page);
  await window.goto();
  await window.open(...RUN, fixturePath('index/e81-r0098-s00-c00.xtc.idx'), fixturePath('index/e81-r0098-s01-c00.xtc.idx'));
  await window.expectNoProblems();
  expect(await page.evaluate(() => globalThis.xtcscope.current?.events)).toBe(120);
});

test('small data alone say where the pictures are; with the big file they show them', async ({ page }) => {
  const window = new XtcWindow(page);
  await window.goto();
  await window.open(PICTURES);
  await window.showImage();
  const expected = await page.evaluate(async () => [...((await globalThis.xtcscope.current?.image(7))?.data ?? [])].reduce((sum, value) => sum + value, 0));
  await page.evaluate(() => document.querySelector('xtc-app')!.session.closeRun(document.querySelector('xtc-app')!.session.runs.value[0]));

  await window.open(fixturePath('index/e162-r0055-s00-c00.smd.xtc'));
  await expect(page.getByRole('tabpanel', { name: 'Image' })).toContainText('they are in e162-r0055-s00-c00.xtc');
  await window.open(PICTURES);
  await expect(page.locator('xtc-run-menu button.current')).toContainText('e162 r0055');
  expect(await page.evaluate(() => globalThis.xtcscope.runs.map(({ label }) => label))).toEqual(['e162 r0055']);
  const got = await page.evaluate(async () => [...((await globalThis.xtcscope.current?.image(7))?.data ?? [])].reduce((sum, value) => sum + value, 0));
  expect(got).toBe(expected);
  await window.expectNoProblems();
});

test('a file that grows is followed: its events come, and the last one stays shown', async ({ page }) => {
  const window = new XtcWindow(page);
  await window.goto();
  const bytes = readFileSync(PICTURES).toString('base64');
  await page.evaluate(async (text) => {
    const data = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const folder = await navigator.storage.getDirectory();
    const handle = await folder.getFileHandle('e162-r0055-s00-c00.xtc.inprogress', { create: true });
    const write = async (from: number, to: number) => {
      const writable = await handle.createWritable({ keepExistingData: true });
      await writable.write({ type: 'write', position: from, data: data.subarray(from, to) });
      await writable.close();
    };
    await write(0, 900_000);
    Object.assign(globalThis, { growOn: () => write(900_000, data.length) });
    await globalThis.xtcscope.open([handle]);
  }, bytes);
  await window.idle();
  await window.showImage();
  expect(await page.evaluate(() => globalThis.xtcscope.current?.problems.map(({ code }) => code))).toEqual(['truncated']);
  const before = (await page.evaluate(() => globalThis.xtcscope.current?.events)) ?? 0;
  expect(before).toBe(4);
  await page.getByRole('button', { name: /^Last event/ }).click();
  await page.locator('xtc-run-menu button.current').click();
  await page.getByRole('switch', { name: /^Follow/ }).click();
  await expect(page.locator('xtc-status-line')).toContainText('Following');
  await window.expectNoProblems();
  await page.evaluate(() => (globalThis as unknown as { growOn: () => Promise<void> }).growOn());
  await expect.poll(() => page.evaluate(() => globalThis.xtcscope.current?.events), { timeout: 10_000 }).toBe(10);
  await expect(page.getByRole('spinbutton', { name: 'event', exact: true })).toHaveValue('9');
  await window.idle();
  expect(await page.evaluate(() => document.querySelector('xtc-app')?.session.frame.value?.event)).toBe(9);
  await page.locator('xtc-status-line').getByRole('button', { name: 'Stop' }).click();
  await window.expectNoProblems();
});
