import { readFileSync } from 'node:fs';
import { expect, test } from './test.ts';
import { XtcWindow, fixturePath, largeFixturePath } from './xtc-window.ts';

// The tutorial's way, on the runs that the DAQ's library wrote: dark, signal, region, number, file.

const DARK = largeFixturePath('cspad/e153-r0066-s00-c00.xtc');
const SIGNAL = largeFixturePath('cspad/e153-r0141-s00-c00.xtc');

test.describe('dark, signal, region', () => {
  test.skip(!DARK || !SIGNAL, 'the large runs are not beside the repository');

  test('a dark-subtracted picture, the numbers of a region, and the files that save them', async ({ page }) => {
    const window = new XtcWindow(page);
    await window.goto();
    await window.open(DARK ?? '', SIGNAL ?? '');
    await window.showImage();
    await expect(page.getByRole('button', { name: 'no dark' })).toBeVisible();

    await page.getByLabel('Dark run').selectOption({ label: 'e153 r0066' });
    await page.getByRole('button', { name: 'Make dark' }).click();
    await window.idle();
    await expect(page.locator('xtc-tab-bar')).toContainText('e153 r0066, 7 events');

    const expected = JSON.parse(readFileSync(fixturePath('cspad/dark_and_signal.expected.json'), 'utf8')) as {
      signal_minus_dark_total: number[];
      signal_minus_dark_min: number[];
      signal_minus_dark_max: number[];
    };
    await page.getByRole('button', { name: 'Whole image' }).click();
    for (const event of [0, 1, 2, 3]) {
      await page.getByRole('spinbutton', { name: 'event', exact: true }).fill(String(event));
      await page.getByRole('spinbutton', { name: 'event', exact: true }).press('Enter');
      await window.idle();
      const stats = await page.evaluate(() => document.querySelector('xtc-app')?.session.regionStats.value);
      expect(stats?.count).toBe(2_296_960);
      expect(stats?.sum).toBeCloseTo(expected.signal_minus_dark_total[event], -2);
      expect(stats?.min).toBeCloseTo(expected.signal_minus_dark_min[event], 2);
      expect(stats?.max).toBeCloseTo(expected.signal_minus_dark_max[event], 2);
    }

    // The key of the dark: the same picture raw, and back.
    const corrected = await window.canvas();
    await page.getByRole('application').first().focus();
    await page.keyboard.press('d');
    await window.idle();
    expect((await window.canvas()).digest).not.toBe(corrected.digest);
    await page.keyboard.press('d');
    await window.idle();
    expect((await window.canvas()).digest).toBe(corrected.digest);
  });
});

test('the region of the single-section run is what scipy says', async ({ page }) => {
  const expected = JSON.parse(readFileSync(fixturePath('cspad/e162-r0055-s00-c00.roi.expected.json'), 'utf8')) as {
    events: { rois: { sum: number; mean: number; max: number; abs_com: [number, number] }[] }[];
  };
  const window = new XtcWindow(page);
  await window.goto();
  await window.open(fixturePath('cspad/e162-r0055-s00-c00.xtc'));
  await window.showImage();
  await window.typeRegion('127.3, 188.4, 95.1, 126.9');
  await expect(page.getByRole('textbox', { name: 'Region' })).toHaveValue('127, 188, 95, 126');
  for (const [event, { rois }] of expected.events.entries()) {
    const [y, x] = rois[0].abs_com;
    await expect(page.getByTestId('region-x')).toHaveText(x.toFixed(3));
    await expect(page.getByTestId('region-y')).toHaveText(y.toFixed(3));
    await expect(page.getByTestId('region-mean')).toHaveText(rois[0].mean.toFixed(3).replace(/\B(?=(\d{3})+\.)/g, ' '));
    if (event < expected.events.length - 1) await page.getByRole('button', { name: /^Next event/ }).click();
  }
  await window.expectNoProblems();
});

test('the summary is the scanner table of the fixture', async ({ page }) => {
  const window = new XtcWindow(page);
  await window.goto();
  await window.open(fixturePath('delayscan_small/e81-r0098-s00-c00.xtc'), fixturePath('delayscan_small/e81-r0098-s01-c00.xtc'));
  const expected = JSON.parse(readFileSync(fixturePath('delayscan_small/e81-r0098-small.scan.expected.json'), 'utf8')) as {
    scanner: { counts: Record<string, Record<string, number>>; events_per_calib_cycle: number[]; datagrams_merged_each_transition_once: number };
  };
  const scan = await page.evaluate(() => globalThis.xtcscope.current?.scan);
  const counts = Object.fromEntries(
    (scan?.devices ?? []).map(({ kind, source, types }) => [
      `${kind}(${source})`,
      Object.fromEntries(types.map(({ name, version, count }) => [version ? `${name}_V${version}` : name, count])),
    ]),
  );
  expect(counts).toEqual(expected.scanner.counts);
  expect(scan?.eventsPerCycle).toEqual(expected.scanner.events_per_calib_cycle);
  expect(scan?.datagrams).toBe(expected.scanner.datagrams_merged_each_transition_once);
  expect(scan?.problems).toEqual([]);
  await expect(page.getByRole('tabpanel', { name: 'Summary' })).toContainText('FEEGasDetEnergy');
});
