import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { isGood, median, printTable, quantile, type Row } from './figures.ts';
import type {} from '../../src/app.ts';

const fixtures = fileURLToPath(new URL('../fixtures/delayscan_small/', import.meta.url));
const POINTS = 5_000_000;

type Marks = { frames: number[]; stop: () => void; selectedMs: number; shownMs: number };
type Globals = { marks: Marks };

/** Limits are of the whole window on software GL; a loaded machine is told from a slow one by the idle row. */
test('five million points: pan, zoom, brush', async ({ page }) => {
  await page.goto('./');
  await page.waitForFunction(() => 'xtcscope' in globalThis);
  await page.locator('input[aria-label="Open files"]').setInputFiles([`${fixtures}e81-r0098-s00-c00.xtc`, `${fixtures}e81-r0098-s01-c00.xtc`]);
  await page.getByRole('tab', { name: 'Plots' }).click();
  await page.evaluate((count) => {
    const [x, y] = [new Float64Array(count), new Float64Array(count)];
    let seed = 1;
    const random = (): number => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) / 2 ** 32;
    for (let i = 0; i < count; ++i) {
      const [radius, angle] = [Math.sqrt(-2 * Math.log(random() + 1e-12)), 2 * Math.PI * random()];
      x[i] = radius * Math.cos(angle);
      y[i] = 0.3 * x[i] * x[i] + 0.4 * radius * Math.sin(angle);
    }
    const plots = document.querySelector('xtc-app')?.session.plots;
    if (!plots) throw new Error('no session');
    plots.tables.value = new Map([['five', { length: count, columns: [{ name: 'x', unit: '', data: x }, { name: 'y', unit: '', data: y }] }]]);
    plots.add({ kind: 'scatter', title: 'five million', x: 'x', y: ['y'], labels: ['y'], source: '', table: 'five' });
  }, POINTS);
  const over = page.locator('xtc-plot-view .over').first();
  await expect(over).toBeVisible();
  await page.waitForTimeout(3000);
  const box = await over.boundingBox();
  if (!box) throw new Error('no plot');
  const at = (x: number, y: number): [number, number] => [box.x + box.width * x, box.y + box.height * y];

  const framesWhile = async (work: () => Promise<void>): Promise<number[]> => {
    await page.evaluate(() => {
      const marks: Marks = { frames: [], stop: () => cancelAnimationFrame(wish), selectedMs: 0, shownMs: 0 };
      let last = performance.now();
      const next = (now: number): void => {
        marks.frames.push(now - last);
        last = now;
        wish = requestAnimationFrame(next);
      };
      let wish = requestAnimationFrame(next);
      (globalThis as unknown as Globals).marks = marks;
    });
    await work();
    return page.evaluate(() => {
      const { marks } = globalThis as unknown as Globals;
      marks.stop();
      return marks.frames.slice(2);
    });
  };
  const row = (figure: string, frames: readonly number[]): Row => ({ figure, unit: 'ms a frame', median: median(frames), p95: quantile(frames, 0.95), limitName: '30 frames a second', limit: 1000 / 30, ratio: median(frames) / (1000 / 30), rule: '<= 1' });
  const idle = await framesWhile(() => page.waitForTimeout(1000));
  const pan = await framesWhile(async () => {
    await page.mouse.move(...at(0.5, 0.5));
    await page.keyboard.down('Alt');
    await page.mouse.down();
    for (let i = 0; i < 80; ++i) await page.mouse.move(...at(0.5 + 0.003 * i, 0.5 + 0.002 * i));
    await page.mouse.up();
    await page.keyboard.up('Alt');
  });
  const zoom = await framesWhile(async () => {
    for (let i = 0; i < 60; ++i) await page.mouse.wheel(0, i < 30 ? -100 : 100);
  });
  await page.mouse.dblclick(...at(0.5, 0.5));
  await page.waitForTimeout(1500);

  const brushes: number[] = [];
  for (let round = 0; round < 5; ++round) {
    await page.keyboard.down('Shift');
    await page.mouse.move(...at(0.4, 0.4));
    await page.mouse.down();
    for (const corner of [at(0.55, 0.35), at(0.6, 0.6), at(0.45 + 0.02 * round, 0.8)]) await page.mouse.move(...corner, { steps: 6 });
    await page.evaluate(() => {
      const { selection } = document.querySelector('xtc-app')?.session ?? {};
      const { marks } = globalThis as unknown as Globals;
      marks.shownMs = 0;
      const before = selection?.events.peek();
      addEventListener('pointerup', () => {
        const start = performance.now();
        // Points are shown by putting their picture together; the first one after the selection has changed has it.
        const put = CanvasRenderingContext2D.prototype.putImageData;
        CanvasRenderingContext2D.prototype.putImageData = function (this: CanvasRenderingContext2D, ...args: unknown[]) {
          if (selection?.events.peek() !== before && marks.shownMs === 0) requestAnimationFrame(() => (marks.shownMs ||= performance.now() - start));
          return Reflect.apply(put, this, args) as undefined;
        };
      }, { capture: true, once: true });
    });
    await page.mouse.up();
    await page.keyboard.up('Shift');
    await page.waitForFunction(() => (globalThis as unknown as Globals).marks.shownMs > 0);
    brushes.push(await page.evaluate(() => (globalThis as unknown as Globals).marks.shownMs));
    await page.waitForTimeout(500);
  }
  const rows: Row[] = [
    row('idle window', idle),
    row('pan of five million points', pan),
    row('zoom of five million points', zoom),
    { figure: 'brush of five million points', unit: 'ms', median: median(brushes), p95: quantile(brushes, 0.95), limitName: 'until it is seen', limit: 100, ratio: median(brushes) / 100, rule: '<= 1' },
  ];
  console.log(printTable(rows));
  expect(rows.filter((measured) => !isGood(measured)).map(({ figure }) => figure)).toEqual([]);
});
