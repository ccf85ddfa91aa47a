import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './test.ts';
import { XtcWindow, fixturePath } from './xtc-window.ts';

const RUN = [fixturePath('delayscan_small/e81-r0098-s00-c00.xtc'), fixturePath('delayscan_small/e81-r0098-s01-c00.xtc')];
const IPM = 'XppSb3Ipm-1|Ipimb-0 IpmFex';

async function openPlots(page: Page, files: readonly string[] = RUN): Promise<XtcWindow> {
  const window = new XtcWindow(page);
  await window.goto();
  await window.open(...files);
  await window.tab('Plots').click();
  return window;
}

/** What all plots are, and how far they have been read. */
function plots(page: Page) {
  return page.evaluate(() => {
    const { plots } = document.querySelector('xtc-app')?.session ?? {};
    return (plots?.specs.value ?? []).map((plot) => ({ ...plot, share: plots?.data(plot.id).value.share, points: plots?.data(plot.id).value.kept.kept, problem: plots?.data(plot.id).value.problem?.message ?? null }));
  });
}

test('channel 1 against channel 0, log–log, takes three clicks', async ({ page }) => {
  const window = new XtcWindow(page);
  await window.goto();
  await window.open(...RUN);
  await window.tab('Plots').click();
  await page.getByRole('button', { name: 'Pages' }).click();
  await page.locator('xtc-plot-pages').getByRole('button', { name: 'XppSb3Ipm-1|Ipimb-0 channel 1 against 0' }).click();

  await expect.poll(() => plots(page)).toMatchObject([{ kind: 'scatter', x: `${IPM}.channel[0]`, y: [`${IPM}.channel[1]`], logX: true, logY: true, share: 1, problem: null }]);
  await expect(page.locator('xtc-plot-card').getByRole('button', { name: 'log x' })).toHaveAttribute('aria-pressed', 'true');
  const drawn = await page.evaluate(() => {
    const session = document.querySelector('xtc-app')?.session;
    const data = session?.plots.data('plot-1').value;
    return { x: [...(data?.x?.data.slice(0, 5) ?? [])], y: [...(data?.y[0].data.slice(0, 5) ?? [])] };
  });
  const read = await page.evaluate(
    ([x, y]) => globalThis.xtcscope.current?.columns([x, y], { events: [0, 1, 2, 3, 4] }).then((columns) => ({ x: [...columns[x]], y: [...columns[y]] })),
    [`${IPM}.channel[0]`, `${IPM}.channel[1]`],
  );
  expect(drawn).toEqual(read);
  await window.expectNoProblems();
});

test('the first plot of a run is one click away, a PV is plotted from the devices', async ({ page }) => {
  await openPlots(page);
  const offered = page.getByRole('group', { name: 'Pages that fit this run' });
  for (const name of ['EBeam', 'FEEGasDetEnergy', 'PhaseCavity']) await expect(offered.getByRole('button', { name })).toBeVisible();
  await page.getByRole('button', { name: 'Signal against delay' }).click();
  await expect(page.getByRole('region', { name: 'Delay scan' })).toBeVisible();
  await offered.getByRole('button', { name: 'FEEGasDetEnergy' }).click();
  await expect.poll(() => plots(page)).toMatchObject(['f_11_ENRC', 'f_12_ENRC', 'f_21_ENRC', 'f_22_ENRC'].map((member) => ({ kind: 'histogram', x: `FEEGasDetEnergy.${member}`, share: 1, problem: null })));
  await expect(offered).toBeHidden();

  await page.keyboard.press('[');
  await page.getByLabel('Find a device, type or PV').fill('XPP:TEMP:RTD:09');
  await page.locator('xtc-devices-tree').getByRole('treeitem', { name: /RTD:09/ }).last().click();
  await page.locator('xtc-value-view').getByRole('button', { name: 'Plot', exact: true }).click();
  await expect.poll(async () => (await plots(page)).at(-1)).toMatchObject({ kind: 'strip', x: 'time', y: ['epics(XPP:TEMP:RTD:09)'], share: 1, problem: null });
});

test('quantities are typed with completion, against one another, and in the words of XtcExplorer', async ({ page }) => {
  await openPlots(page);
  const field = page.getByRole('combobox', { name: 'Quantity to plot' });
  await field.fill('ebeam l3');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(field).toHaveValue('EBeam.ebeamL3Energy');
  await page.keyboard.press('Enter');
  await expect.poll(() => plots(page)).toMatchObject([{ kind: 'trace', y: ['EBeam.ebeamL3Energy'], share: 1, points: 120 }]);

  await field.fill(`${IPM}.sum * 1000`);
  await page.getByRole('combobox', { name: 'Against' }).fill('time');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await field.fill('XppSb3Ipm-1|Ipimb-0 fex:ch1 fex:pos');
  await page.keyboard.press('Enter');
  await expect.poll(() => plots(page)).toMatchObject([{}, { kind: 'scatter', x: 'time', y: [`${IPM}.sum * 1000`] }, { kind: 'histogram', x: `${IPM}.channel[1]` }, { kind: 'scatter', x: `${IPM}.xpos`, y: [`${IPM}.ypos`], share: 1 }]);

  // What is wrong is said where it is typed, and nothing is added.
  await field.fill('EBeam.ebeamL3Energy +');
  await page.keyboard.press('Enter');
  await expect(page.locator('xtc-add-plot #problem').first()).toContainText('quantity or number was expected');
  await expect(page.locator('xtc-plot-card')).toHaveCount(4);
});

test('words about pictures make averages and sums of regions, and say where the rest is', async ({ page }) => {
  const window = await openPlots(page, [fixturePath('cspad/e162-r0055-s00-c00.xtc')]);
  const field = page.getByRole('combobox', { name: 'Quantity to plot' });
  const type = async (text: string): Promise<void> => {
    await field.fill(text);
    await page.getByRole('button', { name: 'Add', exact: true }).click();
  };
  await type('roi');
  await expect(page.locator('xtc-add-plot').getByRole('status').first()).toContainText('Draw a region on the picture first');
  await page.evaluate(() => document.querySelector('xtc-app')?.session.setRegion({ row0: 10, row1: 30, column0: 40, column1: 60 }));
  await type('roi');
  const source = await page.evaluate(() => document.querySelector('xtc-app')?.session.source.value ?? '');
  await expect.poll(() => plots(page)).toMatchObject([{ kind: 'trace', x: 'event', y: [`roi(${source}, 40, 60, 10, 30).sum`], share: 1, problem: null }]);
  await type('average');
  await expect(page.locator('xtc-average-view')).toBeVisible();
  await type('spectrum');
  await expect(page.locator('xtc-add-plot').getByRole('status').first()).toContainText('stands at the colour bar of the Image tab');
  await type('image');
  await expect(window.tab('Image')).toHaveAttribute('aria-selected', 'true');
  await window.expectNoProblems();
});

test('quantities are ticked in a list; the kind of a plot changes, its fit is listed with errors', async ({ page }) => {
  await openPlots(page);
  await page.getByRole('button', { name: 'Quantities', exact: true }).click();
  await page.getByRole('searchbox', { name: 'Find a quantity' }).fill('sb3ipm ipmfex.channel');
  const options = page.getByRole('listbox', { name: 'Quantities' }).getByRole('option');
  await expect(options).toHaveCount(4);
  await options.nth(0).click();
  await options.nth(1).click();
  await page.getByRole('button', { name: 'Scatter', exact: true }).click();
  await expect.poll(() => plots(page)).toMatchObject([{ kind: 'scatter', x: `${IPM}.channel[0]`, y: [`${IPM}.channel[1]`], share: 1 }]);

  await page.getByRole('button', { name: 'Quantities', exact: true }).click();
  const card = page.locator('xtc-plot-card');
  await card.getByRole('combobox', { name: 'Fit' }).selectOption('line');
  const slope = card.locator('[data-parameter="slope"]');
  await expect(slope).toHaveText(/^slope \d+\.\d+ ± \d+\.\d+$/);
  // numpy's formula for a line through points.
  const expected = await page.evaluate(async ([x, y]) => {
    const columns = await globalThis.xtcscope.current?.columns([x, y]);
    if (!columns) return NaN;
    const mean = (list: Float64Array): number => list.reduce((sum, value) => sum + value, 0) / list.length;
    const [mx, my] = [mean(columns[x]), mean(columns[y])];
    return columns[x].reduce((sum, value, i) => sum + (value - mx) * (columns[y][i] - my), 0) / columns[x].reduce((sum, value) => sum + (value - mx) ** 2, 0);
  }, [`${IPM}.channel[0]`, `${IPM}.channel[1]`]);
  const shown = await slope.textContent();
  const [, value, error] = /slope (\S+) ± (\S+)/.exec(shown ?? '') ?? [];
  expect(Math.abs(Number(value) - expected)).toBeLessThan(Number(error) / 10);

  await card.getByRole('combobox', { name: 'Kind of plot' }).selectOption('histogram');
  await expect.poll(() => plots(page)).toMatchObject([{ kind: 'histogram', x: `${IPM}.channel[1]`, y: [] }]);
  await card.getByRole('button', { name: /^Edit/ }).click();
  await page.getByRole('spinbutton', { name: 'Bins: number' }).fill('7');
  await page.keyboard.press('Tab');
  await expect.poll(() => page.evaluate(() => document.querySelector('xtc-app')?.session.plots.data('plot-1').value.histograms[0]?.counts.length)).toBe(7);
  await page.keyboard.press('Escape');
  await card.getByRole('button', { name: /^Close/ }).click();
  await expect(page.getByText('No plots yet.')).toBeVisible();
});

test('a filter says how many events it keeps while it is typed, and where it is wrong', async ({ page }) => {
  await openPlots(page);
  const filter = page.getByRole('combobox', { name: 'Filter for all plots' });
  const kept = page.getByTestId('kept');
  await expect(kept).toHaveText('all 120 events');
  const counted = await page.evaluate((sum) => globalThis.xtcscope.current?.columns(['event'], { filter: `${sum} > 0.5 and evr(140)` }).then(({ event }) => event.length), `${IPM}.sum`);
  expect(counted).toBeGreaterThan(0);
  expect(counted).toBeLessThan(120);
  await filter.pressSequentially(`${IPM}.sum > 0.5 and evr(140)`, { delay: 5 });
  await expect(kept).toHaveText(`${counted} of 120 events kept`);
  await filter.fill(`${IPM}.sum > 0.5 and evr(`);
  await expect(page.locator('xtc-filter-field #problem')).toContainText('is never closed');
  // Until it is right again the last one holds.
  await expect(kept).toHaveText(`${counted} of 120 events kept`);
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await expect(kept).toHaveText('all 120 events');
});

test('own names, pages of devices, means at the steps of a scan', async ({ page }) => {
  const window = await openPlots(page);
  await page.getByRole('button', { name: 'Names', exact: true }).click();
  const names = page.getByRole('textbox', { name: 'Names' });
  await names.fill(`i0 = ${IPM}.sum\nbad = i0 +`);
  await expect(page.locator('xtc-definitions-field').getByRole('status')).toContainText('Line 2');
  await names.fill(`i0 = ${IPM}.sum\ntwice = 2 * i0`);
  await names.blur();
  await page.getByRole('combobox', { name: 'Quantity to plot' }).fill('twice');
  await page.keyboard.press('Enter');
  await expect.poll(() => plots(page)).toMatchObject([{ kind: 'trace', y: ['twice'], share: 1, problem: null, points: 120 }]);

  for (const name of ['EBeam', 'FEEGasDetEnergy', 'PhaseCavity', 'EpicsArch']) {
    await page.getByRole('button', { name: 'Pages' }).click();
    await page.getByRole('group', { name: 'Pages' }).getByRole('button', { name: new RegExp(`^${name}`) }).click();
  }
  await expect.poll(async () => (await plots(page)).filter(({ share, problem }) => share !== 1 || problem !== null)).toEqual([]);
  expect((await plots(page)).length).toBe(1 + 5 + 4 + 6 + 12);

  await page.getByRole('button', { name: 'Scan steps' }).click();
  await page.getByRole('combobox', { name: 'Quantity', exact: true }).fill('twice / 2');
  await page.keyboard.press('Enter');
  const rows = page.getByRole('table', { name: 'Steps' }).locator('tbody tr');
  await expect(rows).toHaveCount(5);
  const means = await page.evaluate(async (sum) => {
    const columns = await globalThis.xtcscope.current?.columns([sum, 'cycle']);
    return [0, 1, 2, 3, 4].map((cycle) => {
      const values = [...(columns?.[sum] ?? [])].filter((_value, i) => columns?.cycle[i] === cycle);
      return values.reduce((total, value) => total + value, 0) / values.length;
    });
  }, `${IPM}.sum`);
  const shown = await rows.locator('td:nth-child(2)').allTextContents();
  shown.forEach((text, i) => expect(Number(text)).toBeCloseTo(means[i], 4));
  await window.expectNoProblems();
});

test('everything is labelled and has contrast', async ({ page }) => {
  test.slow(); // ten looks at the whole page
  await openPlots(page);
  await page.getByRole('button', { name: 'Pages' }).click();
  await page.locator('xtc-plot-pages').getByRole('button', { name: 'XppSb3Ipm-1|Ipimb-0 channel 1 against 0' }).click();
  for (const scheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    for (const pane of ['Quantities', 'Delay scan', 'Scan steps', 'Names', 'Files']) {
      await page.getByRole('group', { name: 'Panels' }).getByRole('button', { name: pane }).click();
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${scheme} ${pane} ${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)).toEqual([]);
    }
  }
});
