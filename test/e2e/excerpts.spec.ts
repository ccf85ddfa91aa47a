import { readFileSync } from 'node:fs';
import type { Download } from '@playwright/test';
import { expect, test } from './test.ts';
import { XtcWindow, fixturePath } from './xtc-window.ts';

// New files from parts of a run, compressed pixels, and what is damaged.

const STREAMS = ['s00', 's01'].map((stream) => fixturePath(`delayscan_small/e81-r0098-${stream}-c00.xtc`));

async function bytesOf(download: Download): Promise<Buffer> {
  return readFileSync(await download.path());
}

/** The browser without the dialog that would ask the operating system where to save. */
test.beforeEach(async ({ page }) => {
  await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'showSaveFilePicker'));
});

test('a trimmed run is said before it is saved, and opens again without problems', async ({ page }, info) => {
  const window = new XtcWindow(page);
  await window.goto();
  await window.open(...STREAMS);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('button', { name: /^Trim/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Trim' });
  await expect(dialog.getByTestId('trim-estimate')).toContainText('100 events');
  await dialog.getByRole('radio', { name: 'Calib cycles' }).check();
  await dialog.getByRole('textbox', { name: 'Calib cycles' }).fill('1, 3-9');
  await expect(dialog.getByTestId('trim-estimate')).toContainText('There is no calib cycle 9');
  await expect(dialog.getByRole('button', { name: 'Save trimmed run' })).toBeDisabled();
  await dialog.getByRole('textbox', { name: 'Calib cycles' }).fill('1, 3-4');
  await expect(dialog.getByTestId('trim-estimate')).toContainText('72 events');
  const saving = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Save trimmed run' }).click();
  const download = await saving;
  expect(download.suggestedFilename()).toBe('e81-r0098-s00-c00.xtc');
  const path = info.outputPath(download.suggestedFilename());
  await download.saveAs(path);

  const other = new XtcWindow(page);
  await other.goto();
  await other.open(path);
  await other.expectNoProblems();
  expect(await page.evaluate(() => globalThis.xtcscope.current?.scan.eventsPerCycle)).toEqual([24, 24, 24]);
});

test('a trimmed run goes piece by piece into a chosen file, and its script twin has the same bytes', async ({ page }) => {
  await page.addInitScript(() => {
    Object.assign(globalThis, {
      showSaveFilePicker: async ({ suggestedName }: { suggestedName: string }) => (await navigator.storage.getDirectory()).getFileHandle(suggestedName, { create: true }),
    });
  });
  const window = new XtcWindow(page);
  await window.goto();
  await window.open(...STREAMS);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('button', { name: /^Trim/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Trim' });
  await dialog.getByRole('spinbutton', { name: 'First event' }).fill('3');
  await dialog.getByRole('spinbutton', { name: 'Last event' }).fill('5');
  await expect(dialog.getByTestId('trim-estimate')).toContainText('3 events');
  await dialog.getByRole('button', { name: 'Save trimmed run' }).click();
  await expect(page.locator('xtc-status-line')).toContainText('Saved e81-r0098-s00-c00.xtc');
  const isSame = await page.evaluate(async () => {
    const handle = await (await navigator.storage.getDirectory()).getFileHandle('e81-r0098-s00-c00.xtc');
    const saved = new Uint8Array(await (await handle.getFile()).arrayBuffer());
    const file = await globalThis.xtcscope.current?.trim({ events: [3, 4, 5] });
    const made = new Uint8Array((await file?.arrayBuffer()) ?? new ArrayBuffer(0));
    return saved.length > 10_000 && saved.length === made.length && saved.every((byte, i) => byte === made[i]);
  });
  expect(isSame).toBe(true);
});

test('the healthy part of a broken file leaves out what is listed, and nothing else', async ({ page }) => {
  const window = new XtcWindow(page);
  await window.goto();
  await window.open(fixturePath('broken/garbage_between_datagrams.xtc'));
  await page.getByRole('button', { name: /problem/ }).first().click();
  await page.getByRole('button', { name: 'Save healthy part' }).click();
  const dialog = page.getByRole('dialog', { name: 'Healthy part' });
  await expect(dialog).toContainText('lost-framing');
  await expect(dialog).toContainText('333');
  const saving = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Save garbage_between_datagrams.xtc' }).click();
  const bytes = await bytesOf(await saving);
  expect(bytes.equals(readFileSync(STREAMS[0]))).toBe(true);
  const lengths = await page.evaluate(async () => (await globalThis.xtcscope.current?.heal())?.map((file) => file.size));
  expect(lengths).toEqual([bytes.length]);
  expect(await page.evaluate(() => globalThis.xtcscope.current?.skipped.length)).toBe(1);
});

test('damage is counted by bit and by source, and leads to its datagrams', async ({ page }) => {
  const window = new XtcWindow(page);
  await window.goto();
  await window.open(fixturePath('damage/damage.xtc'));
  await page.getByRole('button', { name: 'Damage', exact: true }).click();
  const bits = page.getByRole('table', { name: 'Damage by bit' });
  await expect(bits.getByRole('row', { name: /^OutOfOrder 2 2/ })).toBeVisible();
  await expect(bits).toContainText('user 0xa5');
  await expect(page.getByRole('table', { name: 'Damage by source' })).toContainText('UserDefined | user 0xa5 × 1');
  await expect(page.getByTestId('damage-total')).toContainText('2 torn containers');
  await bits.getByRole('button', { name: 'OutOfOrder' }).click();
  await expect(page.getByRole('tab', { name: 'Datagrams' })).toHaveAttribute('aria-selected', 'true');
  await expect.poll(() => page.evaluate(() => document.querySelector('xtc-app')?.session.datagrams.search.count.value)).toBe(2);

  // What was found can be trimmed.
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('button', { name: /^Trim/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Trim' });
  await dialog.getByRole('radio', { name: 'Found datagrams' }).check();
  await expect(dialog.getByTestId('trim-estimate')).toContainText('2 events, 9 datagrams');
});

test('compressed CSPad shows as it does uncompressed', async ({ page }) => {
  const window = new XtcWindow(page);
  const digests: number[] = [];
  for (const path of ['cspad/e162-r0055-s00-c00.xtc', 'compressed/cspad_e162-r0055_hist16.xtc']) {
    await window.goto();
    await window.open(fixturePath(path));
    await window.showImage();
    digests.push((await window.canvas()).digest);
  }
  expect(digests[1]).toBe(digests[0]);
});
