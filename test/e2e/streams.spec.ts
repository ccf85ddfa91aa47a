import { readFileSync } from 'node:fs';
import { expect, test } from './test.ts';
import { XtcWindow, fixturePath } from './xtc-window.ts';

const S00 = fixturePath('delayscan_small/e81-r0098-s00-c00.xtc');
const S01 = fixturePath('delayscan_small/e81-r0098-s01-c00.xtc');

/** Files as the chooser of a browser gives them, under other names. */
const copies = (path: string, names: readonly string[]) => {
  const buffer = readFileSync(path);
  return names.map((name) => ({ name, mimeType: 'application/octet-stream', buffer }));
};

test('scan options end a run where the user wants, and its run can be scanned again with others', async ({ page }) => {
  const window = new XtcWindow(page);
  await window.goto();
  await page.getByText('Scan options').click();
  await page.getByLabel('Stop after events').fill('30');
  await page.getByLabel('Stop after events').press('Tab');
  await page.getByLabel('Stop after calib cycles').fill('1.5');
  await page.getByLabel('Stop after calib cycles').press('Tab');
  await expect(page.getByLabel('Stop after calib cycles')).toHaveValue('');
  await page.screenshot({ path: 'test-results/scan-options-empty.png' });
  await window.open(S00, S01);
  expect(await page.evaluate(() => globalThis.xtcscope.current?.events)).toBe(30);
  await page.getByRole('button', { name: 'Open', exact: true }).first().click();
  await page.getByText('Scan options').click();
  await page.screenshot({ path: 'test-results/scan-options-menu.png' });
  await page.getByLabel('Stop after events').fill('');
  await page.getByLabel('Stop after calib cycles').fill('2');
  await page.getByLabel('Stop after calib cycles').press('Tab');
  await page.getByRole('button', { name: /again with these/ }).click();
  await expect.poll(() => page.evaluate(() => globalThis.xtcscope.current?.events)).toBe(48);
  expect(await page.evaluate(() => globalThis.xtcscope.current?.scan.calibCycles)).toBe(2);
});

test('scripts open with the options of the scanner, and can stop', async ({ page }) => {
  const window = new XtcWindow(page);
  await window.goto();
  await window.open(S00, S01);
  const seen = await page.evaluate(async () => {
    const files = document.querySelector('xtc-app')?.session.current.value?.chunks ?? [];
    const some = await globalThis.xtcscope.open([...files], { maxDatagrams: 10 });
    const cycle = await globalThis.xtcscope.open([...files], { maxCycles: 1 });
    const all = await globalThis.xtcscope.open([...files], { l1Offset: 0.001 });
    const stopped = await globalThis.xtcscope.open([...files], { signal: AbortSignal.abort() }).catch((error: unknown) => (error instanceof Error && 'code' in error ? error.code : error));
    return [some.events, cycle.events, all.events, stopped];
  });
  expect(seen).toEqual([10, 24, 120, 'aborted']);
});

test('a stream that is opened later joins the run, and the event on the screen stays', async ({ page }) => {
  const window = new XtcWindow(page);
  await window.goto();
  await window.open(S00);
  await page.evaluate(() => document.querySelector('xtc-app')?.session.selectEvent(20));
  const before = await page.evaluate(async () => (await globalThis.xtcscope.current?.event(20))?.time);
  await window.open(S01);
  await expect.poll(() => page.evaluate(() => globalThis.xtcscope.current?.events)).toBe(120);
  const event = await page.evaluate(() => document.querySelector('xtc-app')?.session.event.value ?? -1);
  expect(event).toBe(40);
  expect(await page.evaluate(async () => (await globalThis.xtcscope.current?.event(40))?.time)).toEqual(before);
  expect(await page.evaluate(() => globalThis.xtcscope.runs.length)).toBe(1);
});

test('a missing stream and missing contributions are said', async ({ page }) => {
  const window = new XtcWindow(page);
  await window.goto();
  await page.locator('input[aria-label="Open files"]').setInputFiles(copies(S00, ['e81-r0098-s00-c00.xtc', 'e81-r0098-s02-c00.xtc']));
  await window.idle();
  const problems = await page.evaluate(() => document.querySelector('xtc-app')?.session.problems.value.map(({ code }) => code));
  expect(problems).toContain('missing-stream');
  await expect(page.getByRole('columnheader', { name: 'Missing' })).toBeVisible();
});

test('many runs are listed first: sorted, chosen from, and only those are read', async ({ page }) => {
  const window = new XtcWindow(page);
  await window.goto();
  const names = ['e81-r0007-s00-c00.xtc', 'e81-r0003-s00-c00.xtc', 'e81-r0005-s00-c00.xtc', 'e81-r0003-s01-c00.xtc', 'e81-r0011-s00-c00.xtc'];
  await page.locator('input[aria-label="Open files"]').setInputFiles(copies(S00, names));
  const dialog = page.getByRole('dialog', { name: 'Runs to open' });
  await expect(dialog).toBeVisible();
  await expect(dialog.getByRole('row')).toHaveCount(5);
  expect(await page.evaluate(() => globalThis.xtcscope.runs.length)).toBe(0);
  const labels = () => dialog.locator('tbody td:nth-child(2)').allTextContents();
  expect(await labels()).toEqual(['e81 r0003', 'e81 r0005', 'e81 r0007', 'e81 r0011']);
  await dialog.getByRole('button', { name: 'Run' }).click();
  expect(await labels()).toEqual(['e81 r0011', 'e81 r0007', 'e81 r0005', 'e81 r0003']);
  await dialog.getByRole('button', { name: 'Size' }).click();
  expect((await labels())[3]).toBe('e81 r0003');
  await dialog.getByLabel('e81 r0003').check();
  await dialog.getByText('e81 r0005').click();
  await expect(dialog.getByTestId('chosen-runs')).toContainText('2 runs chosen');
  for (const [width, height] of [[1440, 900], [1024, 768]]) {
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: `test-results/run-list-${width}-${colorScheme}.png` });
    }
  }
  await dialog.getByRole('button', { name: 'Open', exact: true }).click();
  await window.idle();
  expect(await page.evaluate(() => globalThis.xtcscope.runs.map(({ label }) => label))).toEqual(['e81 r0003', 'e81 r0005']);
  await page.getByRole('button', { name: 'Open', exact: true }).first().click();
  await page.getByRole('button', { name: 'Choose from 4 runs' }).click();
  await expect(dialog).toBeVisible();
  await expect(dialog.locator('tr', { hasText: 'e81 r0003' })).toContainText('open');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
});
