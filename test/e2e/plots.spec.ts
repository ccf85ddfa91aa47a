import type { Page } from '@playwright/test';
import type { PlotOptions } from '../../src/state/plot-data.ts';
import type { PlotSpec } from '../../src/analysis/plot-spec.ts';
import { expect, test } from './test.ts';
import { XtcWindow, fixturePath } from './xtc-window.ts';

const RUN = [fixturePath('delayscan_small/e81-r0098-s00-c00.xtc'), fixturePath('delayscan_small/e81-r0098-s01-c00.xtc')];
const CHANNELS = [0, 1, 2, 3].map((channel) => `XppSb3Ipm-1|Ipimb-0 IpmFex.channel[${channel}]`);

type Wish = Partial<PlotSpec & PlotOptions> & { kind: PlotSpec['kind'] };

async function openPlots(page: Page, wishes: readonly Wish[]): Promise<{ window: XtcWindow; ids: string[] }> {
  const window = new XtcWindow(page);
  await window.goto();
  await window.open(...RUN);
  await window.tab('Plots').click();
  const ids = await page.evaluate((plots) => {
    const session = document.querySelector('xtc-app')?.session;
    return plots.map((plot) => session?.plots.add({ title: '', x: '', y: [], labels: plot.y ?? [], source: '', ...plot }) ?? '');
  }, wishes);
  await expect(page.locator('xtc-plot-view')).toHaveCount(wishes.length);
  await expect.poll(() => page.evaluate((all) => all.every((id) => document.querySelector('xtc-app')?.session.plots.data(id).value.share === 1), ids)).toBe(true);
  await window.idle();
  return { window, ids };
}

/** Where the area of a plot lies on the page, and the colours in it: how many pixels are not the ground. */
async function inked(page: Page, nth: number): Promise<number> {
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  return page.locator('xtc-plot-view').nth(nth).locator('.frame canvas').evaluate((canvas: HTMLCanvasElement) => {
    const data = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? new Uint8ClampedArray();
    let count = 0;
    for (let i = 3; i < data.length; i += 4) if (data[i] > 0) ++count;
    return count;
  });
}

test('every kind of plot of a run is drawn, and says what is under the pointer', async ({ page }) => {
  await openPlots(page, [
    { kind: 'trace', title: 'Channels', x: 'event', y: CHANNELS },
    { kind: 'scatter', title: 'Channel 1 against 0', x: CHANNELS[0], y: [CHANNELS[1]], logX: true, logY: true },
    { kind: 'histogram', title: 'Sum', x: 'XppSb3Ipm-1|Ipimb-0 IpmFex.sum', bins: 20 },
    { kind: 'density', title: 'Density', x: CHANNELS[0], y: [CHANNELS[1]], bins: 12 },
    { kind: 'profile', title: 'Profile', x: 'control(fs2:ramp_angsft_target)', y: ['XppSb3Pim-1|Ipimb-0 IpmFex.channel[1]'], bins: 5 },
    { kind: 'strip', title: 'Control', x: 'time', y: ['control(fs2:ramp_angsft_target)'] },
  ]);
  for (let nth = 0; nth < 6; ++nth) expect(await inked(page, nth)).toBeGreaterThan(1000);
  const stage = page.locator('xtc-plot-view').nth(2);
  await stage.locator('.over').hover();
  await expect(stage.locator('.tip')).toContainText('…');
  await expect(stage.locator('output')).toContainText('120 events');
});

test('a lasso selects events; they are those of numpy; a click goes to the event; zoom and fit', async ({ page }) => {
  const { ids } = await openPlots(page, [
    { kind: 'scatter', title: 'a', x: 'event', y: [CHANNELS[1]] },
    { kind: 'trace', title: 'b', x: 'event', y: [CHANNELS[1]] },
  ]);
  const box = await page.locator('xtc-plot-view').nth(0).locator('.over').boundingBox();
  if (!box) throw new Error('no plot');
  // A frame around the left half of the plot.
  const at = (x: number, y: number): [number, number] => [box.x + box.width * x, box.y + box.height * y];
  await page.keyboard.down('Shift');
  await page.mouse.move(...at(0.02, 0.01));
  await page.mouse.move(...at(0.03, 0.01));
  await page.mouse.down();
  for (const corner of [at(0.5, 0.01), at(0.5, 0.97), at(0.03, 0.97), at(0.03, 0.01)]) await page.mouse.move(...corner, { steps: 8 });
  await page.mouse.up();
  await page.keyboard.up('Shift');
  const selected = () => page.evaluate(() => [...(document.querySelector('xtc-app')?.session.selection.events.value ?? [])]);
  await expect.poll(async () => (await selected()).length).toBe(120);
  const events = await selected();
  const values = await page.evaluate((id) => [...(document.querySelector('xtc-app')?.session.plots.data(id).value.y[0].data ?? [])], ids[0]);
  // All events up to one, whatever their value: those that have one.
  const last = events.lastIndexOf(1);
  expect(last).toBeGreaterThan(30);
  expect(last).toBeLessThan(90);
  expect(events.slice(0, last + 1)).toEqual(values.slice(0, last + 1).map((value) => (Number.isNaN(value) ? 0 : 1)));
  await expect(page.locator('xtc-plot-view').nth(1).locator('output')).toContainText('selected');

  const over = page.locator('xtc-plot-view').nth(1).locator('.over');
  await over.focus();
  const drawn = () => page.evaluate((id) => document.querySelector('xtc-app')?.session.plots.drawing(id)?.svg(), ids[1]);
  // The axes take their place when the numbers at them are known: two looks in a row that are the same.
  let before = await drawn();
  await expect.poll(async () => {
    const last = before;
    before = await drawn();
    return before !== undefined && before === last;
  }, { intervals: [200] }).toBe(true);
  await page.keyboard.press('+');
  await page.keyboard.press('+');
  await expect.poll(drawn).not.toBe(before);
  await page.keyboard.press('0');
  await expect.poll(drawn).toBe(before);

  // The first point of the other plot is under the pointer; a click goes to its event.
  const event = events.indexOf(1) + 7;
  await page.evaluate((at) => document.querySelector('xtc-app')?.session.selectEvent(at), event);
  const ring = await page.locator('xtc-plot-view').nth(0).locator('circle.event').boundingBox();
  await page.evaluate(() => document.querySelector('xtc-app')?.session.selectEvent(0));
  if (!ring) throw new Error('the event is not marked');
  await page.mouse.move(ring.x + ring.width / 2, ring.y + ring.height / 2);
  await expect(page.locator('xtc-plot-view').nth(0).locator('.tip')).toContainText(`event ${event}`);
  await page.mouse.down();
  await page.mouse.up();
  await expect.poll(() => page.evaluate(() => document.querySelector('xtc-app')?.session.event.value)).toBe(event);
});

test('ranges that are typed select the same as numbers compare', async ({ page }) => {
  const { ids } = await openPlots(page, [{ kind: 'scatter', x: 'event', y: [CHANNELS[1]] }]);
  const view = page.locator('xtc-plot-view').first();
  await view.locator('.over').focus();
  await page.keyboard.press('s');
  await view.getByLabel('event from').fill('10');
  await view.getByLabel('event to').fill('20');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.evaluate(() => document.querySelector('xtc-app')?.session.selection.count.value)).toBe(11);
  const svg = await page.evaluate((id) => document.querySelector('xtc-app')?.session.plots.drawing(id)?.svg(), ids[0]);
  expect(svg).toContain('<svg');
  expect(svg?.match(/<circle/g)?.length).toBe(120);
  const bytes = await page.evaluate(async (id) => [...new Uint8Array((await (await document.querySelector('xtc-app')?.session.plots.drawing(id)?.image())?.slice(0, 4).arrayBuffer()) ?? [])], ids[0]);
  expect(bytes).toEqual([0x89, 0x50, 0x4e, 0x47]);
});

test('a wrong expression is said in its plot and leaves the others alone; a filter leaves events out', async ({ page }) => {
  const { ids } = await openPlots(page, [
    { kind: 'scatter', x: 'event', y: ['Nothing|Here-0 IpmFex.sum'] },
    { kind: 'scatter', x: 'event', y: [CHANNELS[1]], filter: 'event < 40' },
  ]);
  await expect(page.locator('xtc-plot-view').nth(0).getByRole('alert')).toContainText('Nothing');
  const kept = () => page.evaluate((id) => document.querySelector('xtc-app')?.session.plots.data(id).value.kept, ids[1]);
  expect(await kept()).toEqual({ kept: 40, all: 120 });
  await page.evaluate(() => { const plots = document.querySelector('xtc-app')?.session.plots; if (plots) plots.filter.value = 'event >= 10'; });
  await expect.poll(kept).toEqual({ kept: 30, all: 120 });
  expect(await page.evaluate(() => document.querySelector('xtc-app')?.session.plots.kept.value)).toEqual({ kept: 110, all: 120 });
  await page.evaluate(() => { const plots = document.querySelector('xtc-app')?.session.plots; if (plots) plots.filter.value = 'event >='; });
  await expect.poll(() => page.evaluate(() => document.querySelector('xtc-app')?.session.plots.filterProblem.value?.code)).toBe('bad-expression');
  expect(await kept()).toEqual({ kept: 30, all: 120 });
});

test('waveforms: of the event shown, averaged, one above the other', async ({ page }) => {
  const window = new XtcWindow(page);
  await window.goto();
  await window.open(fixturePath('zoo/zoo_waveforms.xtc'));
  await window.tab('Plots').click();
  const ids = await page.evaluate(() => {
    const plots = document.querySelector('xtc-app')?.session.plots;
    return (['waveform', 'waveform-average', 'waveform-stack'] as const).map((kind) => plots?.add({ kind, title: kind, x: '', y: [], labels: [], source: 'AmoITOF-0|Acqiris-0' }) ?? '');
  });
  const data = (id: string) => page.evaluate((plot) => {
    const value = document.querySelector('xtc-app')?.session.plots.data(plot).value;
    return { share: value?.share, problem: value?.problem?.message ?? '', lines: (value?.lines ?? []).map((line) => [...line.y]), shape: value?.density?.shape ?? null };
  }, id);
  for (const id of ids) await expect.poll(async () => (await data(id)).share).toBe(1);
  const events = await page.evaluate(() => document.querySelector('xtc-app')?.session.events.value ?? 0);
  const singles: number[][] = [];
  for (let event = 0; event < events; ++event) {
    await page.evaluate((at) => document.querySelector('xtc-app')?.session.selectEvent(at), event);
    await expect.poll(async () => (await data(ids[0])).problem).toBe('');
    await window.idle();
    await page.waitForTimeout(200);
    const [first] = (await data(ids[0])).lines;
    if (first) singles.push(first);
  }
  expect(singles.length).toBe(3);
  const average = (await data(ids[1])).lines[0];
  expect(average.length).toBe(singles[0].length);
  average.forEach((value, i) => expect(value).toBeCloseTo((singles[0][i] + singles[1][i] + singles[2][i]) / 3, 9));
  expect((await data(ids[2])).shape?.[0]).toBe(Math.min(128, events));
  for (let nth = 0; nth < 3; ++nth) expect(await inked(page, nth)).toBeGreaterThan(500);
});
