import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Download, Page } from '@playwright/test';
import { expect, test } from './test.ts';
import { XtcWindow, fixturePath } from './xtc-window.ts';

const SINGLE = fixturePath('cspad/e162-r0055-s00-c00.xtc');
const MISSING = fixturePath('cspad/e155-r0020-s00-c00.xtc');

async function openImage(page: Page, ...paths: string[]): Promise<XtcWindow> {
  const window = new XtcWindow(page);
  await window.goto();
  await window.open(...paths);
  await window.showImage();
  return window;
}

async function save(page: Page, item: string): Promise<{ download: Download; path: string }> {
  await page.locator('xtc-save-menu > button, xtc-save-menu button').first().click();
  const [download] = await Promise.all([page.waitForEvent('download'), page.locator('xtc-save-menu button.item', { hasText: item }).click()]);
  const path = join(mkdtempSync(join(tmpdir(), 'xtcscope-')), download.suggestedFilename());
  await download.saveAs(path);
  return { download, path };
}

/** Shape, type and sum as numpy reads them; null where there is no numpy. */
function numpySays(path: string): { shape: number[]; dtype: string; sum: number } | null {
  const script = 'import sys, json, numpy as np; a = np.load(sys.argv[1]); print(json.dumps({"shape": a.shape, "dtype": a.dtype.str, "sum": float(np.nansum(a.astype("f8")))}))';
  try {
    return JSON.parse(execFileSync('python3', ['-c', script, path], { encoding: 'utf8' })) as ReturnType<typeof numpySays>;
  } catch (error) {
    if (String(error).includes('numpy') || String(error).includes('ENOENT')) return null;
    throw error;
  }
}

test('the canvas shows the value of each pixel in its colour', async ({ page }) => {
  const window = await openImage(page, SINGLE);
  await page.getByLabel('Colour map').selectOption('gray');
  const points = [[100, 150], [108, 150], [20, 30], [170, 350], [92, 194]] as const;
  const { colours } = await window.canvas(points);
  const { values, limits } = await page.evaluate(async (at) => {
    const image = await globalThis.xtcscope.current?.image(0, { assembled: true });
    const session = document.querySelector('xtc-app')?.session;
    return { values: at.map(([row, column]) => image?.data[row * 388 + column] ?? NaN), limits: session?.limits.value };
  }, points);
  if (!limits) throw new Error('no limits');
  for (const [i, value] of values.entries()) {
    const gray = Math.min(1, Math.max(0, (value - limits.low) / (limits.high - limits.low))) * 255;
    for (const channel of colours[i].slice(0, 3)) expect(Math.abs(channel - gray)).toBeLessThanOrEqual(1.5);
  }
});

test('missing sections and quads are blank, never zero', async ({ page }) => {
  await openImage(page, MISSING);
  const counted = await page.evaluate(async () => {
    const run = globalThis.xtcscope.current;
    const image = await run?.image(1, { assembled: true });
    const raw = await run?.image(1);
    const pixels = [...(image?.data ?? [])].filter((value) => !Number.isNaN(value));
    return { shape: image?.shape, raw: raw?.shape, dtype: raw?.dtype, pixels: pixels.length };
  });
  // Sections 4, 2, 0 and 5 of the four quads.
  expect(counted).toEqual({ shape: [1800, 1800], raw: [4, 8, 185, 388], dtype: 'i16', pixels: 11 * 185 * 388 });
});

test('levels, zoom and region stay put when the event changes; the bar is clicked as in XtcExplorer', async ({ page }) => {
  const window = await openImage(page, SINGLE);
  await window.typeRegion('100, 250, 60, 150');
  const pane = page.locator('xtc-image-tab xtc-image-view');
  const box = await pane.boundingBox();
  if (!box) throw new Error('no image view');
  await page.mouse.move(box.x + box.width / 3, box.y + box.height / 3);
  await page.mouse.wheel(0, -400);
  await page.getByLabel('Low limit, ADU').fill('1000');
  await page.getByLabel('Low limit, ADU').press('Enter');
  const state = () =>
    page.evaluate(() => {
      const session = document.querySelector('xtc-app')?.session;
      return { viewport: session?.view.viewport.value, limits: session?.limits.value, region: session?.view.region.value };
    });
  const before = await state();
  expect(before.limits?.low).toBe(1000);
  expect(before.viewport).not.toBeNull();
  await page.getByRole('button', { name: /^Next event/ }).click();
  await window.idle();
  expect(await state()).toEqual(before);
  // Double-click fits again.
  await page.mouse.dblclick(box.x + 20, box.y + 20);
  expect((await state()).viewport).toBeNull();

  const bar = page.locator('xtc-color-bar svg').first();
  const barBox = await bar.boundingBox();
  if (!barBox) throw new Error('no colour bar');
  await bar.click({ button: 'left', position: { x: barBox.width / 3, y: barBox.height * 0.6 } });
  const left = (await state()).limits;
  expect(left?.low).not.toBe(1000);
  await bar.click({ button: 'right', position: { x: barBox.width / 3, y: barBox.height * 0.3 } });
  const right = (await state()).limits;
  expect(right?.low).toBe(left?.low);
  expect(right?.high).toBeGreaterThan(right?.low ?? Infinity);
  await bar.click({ button: 'middle', position: { x: barBox.width / 3, y: barBox.height * 0.5 } });
  expect(await page.evaluate(() => document.querySelector('xtc-app')?.session.view.levels.value.mode)).toBe('percentile');
});

test('a region is drawn, moved and resized, and its numbers follow', async ({ page }) => {
  await openImage(page, SINGLE);
  const box = await page.locator('xtc-image-tab xtc-image-view').boundingBox();
  if (!box) throw new Error('no image view');
  const at = (x: number, y: number) => [box.x + box.width * x, box.y + box.height * y] as const;
  const drag = async (from: readonly [number, number], to: readonly [number, number]) => {
    await page.mouse.move(...from);
    await page.mouse.down();
    await page.mouse.move(...to, { steps: 5 });
    await page.mouse.up();
  };
  await page.keyboard.press('r');
  await drag(at(0.4, 0.45), at(0.6, 0.55));
  const region = () => page.evaluate(() => document.querySelector('xtc-app')?.session.view.region.value);
  const drawn = await region();
  if (!drawn) throw new Error('no region was drawn');
  expect(drawn.column1 - drawn.column0).toBeGreaterThan(30);
  await drag(at(0.5, 0.5), at(0.55, 0.5));
  const moved = await region();
  expect(moved?.column0).toBeGreaterThan(drawn.column0);
  expect((moved?.column1 ?? 0) - (moved?.column0 ?? 0)).toBe(drawn.column1 - drawn.column0);
  const handle = await page.locator('xtc-image-tab xtc-image-view [data-handle="se"]').boundingBox();
  if (!handle) throw new Error('no handle');
  const corner = [handle.x + handle.width / 2, handle.y + handle.height / 2] as const;
  await drag(corner, [corner[0] + 40, corner[1] + 20]);
  const resized = await region();
  expect(resized?.column1).toBeGreaterThan(moved?.column1 ?? Infinity);
  const pixels = ((resized?.row1 ?? 0) - (resized?.row0 ?? 0)) * ((resized?.column1 ?? 0) - (resized?.column0 ?? 0));
  await expect.poll(() => page.evaluate(() => document.querySelector('xtc-app')?.session.regionStats.value?.count)).toBe(pixels);
});

test('what is saved is what numpy reads', async ({ page }) => {
  await openImage(page, SINGLE);
  await page.getByRole('button', { name: 'Make dark' }).click();
  await new XtcWindow(page).idle();
  const sums = await page.evaluate(() => {
    const session = document.querySelector('xtc-app')?.session;
    const total = (data: ArrayLike<number> = []) => Array.from(data).reduce((sum, value) => (Number.isNaN(value) ? sum : sum + value), 0);
    return { image: total(session?.frame.value?.image.data), sections: total(session?.frame.value?.raw.data), dark: total(session?.dark.value?.mean) };
  });
  const image = numpySays((await save(page, 'Image')).path);
  test.skip(image === null, 'there is no numpy here');
  expect(image).toMatchObject({ shape: [185, 388], dtype: '<f4' });
  expect(image?.sum).toBeCloseTo(sums.image, 0);
  expect(numpySays((await save(page, 'Sections')).path)).toEqual({ shape: [4, 8, 185, 388], dtype: '<i2', sum: sums.sections });
  const dark = numpySays((await save(page, 'Dark')).path);
  expect(dark).toMatchObject({ shape: [5920, 388], dtype: '<f8' });
  expect(dark?.sum).toBeCloseTo(sums.dark, 3);

  const png = readFileSync((await save(page, 'Picture')).path);
  expect([...png.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const text = readFileSync((await save(page, 'Summary')).path, 'utf8');
  expect(text).toContain('DetInfo:XppGon-0|Cspad-0');
});

test('a saved dark dropped again is the dark in use', async ({ page }) => {
  const window = await openImage(page, SINGLE);
  await page.getByRole('button', { name: 'Make dark' }).click();
  await window.idle();
  const { path } = await save(page, 'Dark');
  const made = await page.evaluate(() => [...(document.querySelector('xtc-app')?.session.frame.value?.image.data ?? [])]);
  await page.getByRole('button', { name: 'Remove' }).click();
  await window.open(path);
  await expect(page.locator('xtc-tab-bar')).toContainText('.npy');
  expect(await page.evaluate(() => [...(document.querySelector('xtc-app')?.session.frame.value?.image.data ?? [])])).toEqual(made);
});
