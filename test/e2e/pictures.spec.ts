import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, test } from './test.ts';
import { fixtureJson } from '../fixtures/fixtures.ts';
import { XtcWindow, fixturePath } from './xtc-window.ts';

type Listed = { shape: number[]; sum: number; first8: number[] };
type Fields = { [name: string]: Listed | Fields };
type Expected = { samples: { datagram: number; src: string; typeid: number; fields: Fields }[] };

/** Bits that are the value, and the sizes of pictures that are not as stored, by source. */
const MASKED = /Epix|Jungfrau/;
const PICTURES: Readonly<Record<string, [number, number]>> = {
  'SxrEndstation-0|DualAndor-0': [62, 40],
  'CxiDs1-0|Jungfrau-1': [50, 40],
  'CxiDs1-0|Jungfrau-2': [52, 20],
  'Camp-0|pnCCD-0': [1024, 1024],
  'Camp-0|pnCCD-1': [1024, 1024],
  'XppGon-0|Cspad2x2-1': [391, 380],
  'XppGon-0|Cspad2x2-2': [391, 380],
};

/** The pixels of each picture source in the first event, as the library reads them. */
function expectedPictures(name: string): Map<string, Listed> {
  const found = new Map<string, Listed>();
  for (const { src, fields } of fixtureJson<Expected>(`zoo/${name}.expected.json`).samples) {
    const source = /\((.*)\)/.exec(src)?.[1] ?? '';
    const candidates = [fields.data, fields.data16, fields.data8, fields.frame] as (Listed | undefined)[];
    const listed = candidates.find((array) => array !== undefined && 'shape' in array && array.shape.length > 1 && array.shape[0] > 0);
    if (listed && !found.has(source) && !source.includes('EpixSampler')) found.set(source, listed);
  }
  return found;
}

for (const name of ['zoo_cameras', 'zoo_areadetectors', 'zoo_newdetectors']) {
  test(`${name}: every picture source shows what the library reads`, async ({ page }) => {
    test.setTimeout(120_000);
    const errors: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    page.on('pageerror', (error) => errors.push(String(error)));
    const window = new XtcWindow(page);
    await window.goto();
    await window.open(fixturePath(`zoo/${name}.xtc`));
    await window.showImage();
    const sources = await page.evaluate(() => globalThis.xtcscope.current?.imageSources ?? []);
    const expected = expectedPictures(name);
    for (const source of expected.keys()) expect(sources).toContain(source);
    expect(new Set(sources).size).toBe(sources.length);
    for (const source of sources) {
      await page.evaluate((wanted) => document.querySelector('xtc-app')?.session.selectSource(wanted), source);
      await expect.poll(() => page.evaluate(() => document.querySelector('xtc-app')?.session.frame.value?.source)).toBe(source);
      await window.idle();
      const shown = await page.evaluate(() => {
        const frame = document.querySelector('xtc-app')?.session.frame.value;
        if (!frame) throw new Error('no frame');
        const { raw, image } = frame;
        let [sum, values] = [0, 0];
        for (const word of raw.data) sum += word;
        for (const value of image.data) if (!Number.isNaN(value)) values += value;
        return { shape: [...raw.shape], image: [...image.shape], sum, values, first8: [...raw.data.slice(0, 8)] };
      });
      const listed = expected.get(source);
      if (listed && !source.includes('Cspad2x2')) {
        expect(shown.shape).toEqual(listed.shape);
        expect(shown.sum).toBe(listed.sum);
        expect(shown.first8).toEqual(listed.first8);
      }
      expect(shown.image, source).toEqual(PICTURES[source] ?? shown.shape.slice(-2));
      if (!MASKED.test(source)) expect(shown.values).toBe(shown.sum);
      await page.screenshot({ path: test.info().outputPath(`${source.replaceAll(/[^\w-]/g, '_')}.png`) });
    }
    expect(errors).toEqual([]);
  });
}

async function showSource(page: Page, source: string): Promise<void> {
  await page.locator('xtc-event-bar').getByLabel('Image source').selectOption(source);
}

test('an event without the source is said where the picture would be; another source is looked at as before', async ({ page }) => {
  const window = new XtcWindow(page);
  await window.goto();
  await window.open(fixturePath('zoo/zoo_newdetectors.xtc'));
  await window.showImage();
  await showSource(page, 'XppGon-0|Cspad2x2-2');
  await window.idle();
  await page.getByRole('button', { name: 'Next event' }).click();
  await expect(page.locator('xtc-image-view').getByRole('status')).toContainText('has no pixels of XppGon-0|Cspad2x2-2');
  await window.idle();
  await showSource(page, 'XppGon-0|Cspad2x2-1');
  await expect.poll(() => page.evaluate(() => document.querySelector('xtc-app')?.session.frame.value?.source)).toBe('XppGon-0|Cspad2x2-1');
  await expect(page.locator('xtc-image-view').getByRole('status')).toHaveCount(0);
  expect(await page.evaluate(() => document.querySelector('xtc-app')?.session.problems.value.length)).toBe(0);
});

test('dark, readout, region and saving work for modules as for a CSPad', async ({ page }) => {
  const window = new XtcWindow(page);
  await window.goto();
  await window.open(fixturePath('zoo/zoo_newdetectors.xtc'));
  await window.showImage();
  const source = 'CxiDs1-0|Jungfrau-2';
  await showSource(page, source);
  await window.idle();
  const box = await page.locator('xtc-image-view').boundingBox();
  if (!box) throw new Error('no picture pane');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await expect(page.locator('xtc-readout')).toContainText(/m1 r\s*\d+ c\s*\d+ g\d/);
  await window.typeRegion('0, 20, 36, 52');
  const third = await page.evaluate(() => {
    const frame = document.querySelector('xtc-app')?.session.frame.value;
    let sum = 0;
    for (const word of frame?.raw.data.slice(2 * 320, 3 * 320) ?? []) sum += word & 0x3fff;
    return sum;
  });
  const numbers = await window.regionNumbers();
  expect(Number((numbers.sum ?? '').replaceAll(/[^\d.]/g, ''))).toBe(third);
  await page.getByRole('button', { name: 'Make dark' }).click();
  await window.idle();
  await expect(page.locator('xtc-dark-panel')).toContainText('3 of 3 modules, mean of 2 events');
  await expect.poll(() => page.evaluate(() => document.querySelector('xtc-app')?.session.frame.value?.darkId)).not.toBeNull();
  await showSource(page, 'CxiDs1-0|Jungfrau-1');
  await expect(page.locator('xtc-dark-panel')).toContainText('of another detector, not subtracted here');
  await showSource(page, source);
  await window.idle();
  await page.locator('xtc-save-menu button').first().click();
  const [download] = await Promise.all([page.waitForEvent('download'), page.locator('xtc-save-menu button.item', { hasText: 'Raw pixels' }).click()]);
  expect(download.suggestedFilename()).toContain('Jungfrau-2-raw.npy');
  const header = readFileSync(await download.path()).subarray(10, 128).toString('latin1');
  expect(header).toContain("'descr': '<u2'");
  expect(header).toContain("'shape': (3, 16, 20)");
});
