import { readFileSync } from 'node:fs';
import { expect, test } from './test.ts';
import { XtcWindow } from './xtc-window.ts';

test('points selected in one plot are marked everywhere; their pictures are averaged, their events saved', async ({ page }) => {
  const window = new XtcWindow(page);
  await window.goto();
  await page.getByRole('button', { name: 'Try the sample run' }).click();
  await window.idle();
  const runs = await page.evaluate(() => globalThis.xtcscope.runs.map(({ label, events, imageSources }) => ({ label, events, pictures: imageSources.length })));
  const run = runs.findLast(({ pictures, events }) => pictures > 0 && events > 10) ?? runs[0];
  expect(run.pictures).toBeGreaterThan(0);
  await page.evaluate((label) => {
    const session = document.querySelector('xtc-app')?.session;
    const wanted = session?.runs.value.find((each) => each.label === label);
    if (session && wanted) session.selectRun(wanted);
  }, run.label);
  await window.tab('Plots').click();
  const field = page.getByRole('combobox', { name: 'Quantity to plot' });
  for (const text of ['event * 2', 'fiducial']) {
    await field.fill(text);
    await page.getByRole('button', { name: 'Add', exact: true }).click();
  }
  await expect(page.locator('xtc-plot-card')).toHaveCount(2);
  await expect(page.locator('xtc-plot-view output').nth(1)).toContainText(`${run.events} events`);

  // By keys: events 3 to 6 of the first plot.
  await page.locator('xtc-plot-card').first().getByRole('button', { name: /^Select/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Select events by ranges' });
  await dialog.getByRole('textbox', { name: 'event from', exact: true }).fill('3');
  await dialog.getByRole('textbox', { name: 'event to', exact: true }).fill('6');
  await dialog.getByRole('button', { name: 'Select', exact: true }).click();
  await expect(page.getByTestId('selected')).toHaveText('4 events selected');
  await expect(page.locator('xtc-plot-view output').nth(1)).toContainText('4 selected');
  await expect(page.locator('xtc-run-strip #marks')).toContainText('4 events are selected in the plots');

  // The event that is pointed at shows its picture.
  const stage = page.locator('xtc-plot-view').first();
  await stage.locator('.over').hover();
  await expect(stage.locator('.tip')).toBeVisible();
  await expect(page.locator('xtc-event-thumbnail canvas')).toBeVisible();

  // The average is that of the pictures one by one.
  await page.getByRole('button', { name: 'Average image of these events' }).click();
  await expect(page.getByTestId('average-title')).toContainText('Mean of 4 events');
  const worst = await page.evaluate(async () => {
    const session = document.querySelector('xtc-app')?.session;
    const average = session?.workbench.averages.shown.value?.image.data;
    const current = globalThis.xtcscope.current;
    if (!average || !current) return NaN;
    const pictures = await Promise.all([3, 4, 5, 6].map((event) => current.image(event, { assembled: true })));
    let most = 0;
    for (let i = 0; i < average.length; ++i) {
      const mean = pictures.reduce((sum, { data }) => sum + data[i], 0) / 4;
      if (Number.isNaN(mean) !== Number.isNaN(average[i])) return Infinity;
      if (!Number.isNaN(mean)) most = Math.max(most, Math.abs(mean - average[i]) / Math.max(1, Math.abs(mean)));
    }
    const script = await current.averageImage({ filter: 'event >= 3 and event <= 6' });
    return script.data.some((value, i) => !Object.is(value, average[i])) ? Infinity : most;
  });
  expect(worst).toBeLessThan(1e-6);
  const [saved] = await Promise.all([page.waitForEvent('download'), page.locator('xtc-average-view').getByRole('button', { name: 'Save .npy' }).click()]);
  expect(readFileSync(await saved.path()).toString('latin1', 0, 128)).toContain("'descr': '<f4'");
  await page.getByRole('button', { name: 'Close the average' }).click();

  // The events as a run of their own.
  await page.evaluate(() => Reflect.deleteProperty(globalThis, 'showSaveFilePicker'));
  const [trimmed] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save these events' }).click()]);
  const copy = test.info().outputPath('e1-r0001-s00-c00.xtc');
  await trimmed.saveAs(copy);
  await window.open(copy);
  const events = await page.evaluate(() => globalThis.xtcscope.runs.find(({ label }) => label === 'e1 r0001')?.events);
  expect(events).toBe(4);
});

test('the list of datagrams marks what is selected, and a cleared selection marks nothing', async ({ page }) => {
  const window = new XtcWindow(page);
  await window.goto();
  await page.getByRole('button', { name: 'Try the sample run' }).click();
  await window.idle();
  await page.evaluate(() => {
    const session = document.querySelector('xtc-app')?.session;
    const events = new Uint8Array(session?.events.value ?? 0);
    events.fill(1, 0, 2);
    session?.selection.set(events);
  });
  await window.tab('Datagrams').click();
  await expect(page.locator('xtc-datagram-list .line.brushed')).not.toHaveCount(0);
  const marked = await page.locator('xtc-datagram-list .line.brushed').allTextContents();
  const wanted = await page.evaluate(() => {
    const index = document.querySelector('xtc-app')?.session.current.value?.index.value;
    const first = [0, 1].map((event) => index?.events[event] ?? -1);
    const partners = [...(index?.partners ?? [])];
    return first.length + partners.filter((datagram, i) => i % 2 === 0 && first.includes(datagram)).length;
  });
  expect(marked).toHaveLength(wanted);
  await page.evaluate(() => document.querySelector('xtc-app')?.session.selection.clear());
  await expect(page.locator('xtc-datagram-list .line.brushed')).toHaveCount(0);
});
