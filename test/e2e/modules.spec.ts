import { readFileSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import type { Download, Page } from '@playwright/test';
import { SMALL_SCAN } from './module-page.ts';
import { expect, test } from './test.ts';
import { XtcWindow, fixturePath } from './xtc-window.ts';

const editor = (page: Page) => page.locator('xtc-module-editor .cm-content');
const log = (page: Page) => page.getByRole('log', { name: 'Printed lines' });

async function openModules(page: Page, ...paths: string[]): Promise<XtcWindow> {
  const window = new XtcWindow(page);
  await window.goto();
  await window.open(...paths);
  await window.tab('Modules').click();
  await expect(editor(page)).toBeVisible();
  return window;
}

/** Puts a text into the editor as if it were pasted. */
async function write(page: Page, text: string): Promise<void> {
  await editor(page).click();
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText(text);
}

async function run(page: Page, what = 'Run module'): Promise<void> {
  await page.getByRole('button', { name: what }).click();
  await page.waitForFunction(() => ['done', 'failed', 'cancelled'].includes(document.querySelector('xtc-app')?.session.jobs.current.value?.state.value ?? ''));
}

async function bytesOf(download: Download): Promise<Buffer> {
  return readFileSync(await download.path());
}

test('the tutorial’s delay scan runs as it stands and offers the tutorial’s file', async ({ page }) => {
  await openModules(page, ...SMALL_SCAN);
  await run(page);
  await expect(page.locator('xtc-job-view')).toContainText('120 of 120 events');
  await expect(log(page)).toContainText('delay time: 118 entries');
  await expect(page.locator('xtc-job-plot canvas')).toHaveAttribute('aria-label', /Delay scan, scatter/);
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: /point_scan_delay.npy/ }).click()]);
  const values = (file: Buffer): Buffer => file.subarray(10 + file.readUInt16LE(8));
  expect(values(await bytesOf(download)).equals(values(readFileSync(fixturePath('delayscan_small/e81-r0098-small.point_scan_delay.npy'))))).toBe(true);
});

test('the tutorial’s image analysis prints the centre of the spot', async ({ page }) => {
  await openModules(page, fixturePath('cspad/e162-r0055-s00-c00.xtc'));
  await page.locator('xtc-module-list').getByRole('button', { name: 'xppt_image_analysis' }).click();
  await run(page);
  const { events } = JSON.parse(readFileSync(fixturePath('cspad/e162-r0055-s00-c00.roi.expected.json'), 'utf8'));
  const lines = (await log(page).textContent())?.split('\n') ?? [];
  const centres = lines.filter((line) => line.startsWith('Center-of-mass'));
  // As the tutorial prints it: the region as it was typed is added, with its fractions.
  const expected = events.map(({ rois: [{ com }] }: { rois: { com: [number, number] }[] }) => `Center-of-mass of the ROI: (x, y) = (${(127.3 + com[1]).toFixed(2)}, ${(95.1 + com[0]).toFixed(2)})`);
  expect(centres).toEqual(expected);
  await expect(page.locator('xtc-job-plot canvas')).toHaveCount(2);
});

test('a module from the skeleton: written, checked while typing, run, kept, saved', async ({ page }) => {
  const window = await openModules(page, ...SMALL_SCAN);
  await page.getByRole('button', { name: 'New module' }).click();
  await expect(page.getByLabel('Name of the module')).toHaveValue('MyModule');
  await write(page, 'class MyModule {\n  event(evt) {\n    const x = ;\n  }\n}');
  await expect(page.locator('xtc-module-editor .cm-lint-marker-error')).toHaveCount(1);
  await write(page, 'class MyModule {\n  constructor({ word }) { this.word = word; this.n = 0; }\n  event(evt) { this.n += 1; }\n  endjob() { print(`${this.word} ${this.n}`); }\n}');
  await expect(page.locator('xtc-module-editor .cm-lint-marker-error')).toHaveCount(0);
  await page.getByRole('button', { name: 'Add a parameter' }).click();
  await page.getByLabel('Parameter 3', { exact: true }).fill('word');
  await page.getByLabel('Parameter 3', { exact: true }).press('Tab');
  await page.getByLabel('Value of word').fill('seen');
  await page.getByLabel('Value of word').press('Tab');
  await page.getByLabel('Number of events').fill('7');
  await page.getByLabel('Number of events').press('Tab');
  await run(page);
  await expect(log(page)).toHaveText('seen 7\n');
  const [download] = await Promise.all([page.waitForEvent('download'), page.locator('xtc-modules-tab').getByRole('button', { name: 'Save', exact: true }).click()]);
  expect(download.suggestedFilename()).toBe('MyModule.js');
  expect((await bytesOf(download)).toString()).toContain('this.word = word');
  await page.reload();
  await window.open(...SMALL_SCAN);
  await window.tab('Modules').click();
  await page.locator('xtc-module-list').getByRole('button', { name: 'MyModule' }).click();
  await expect(editor(page)).toContainText('this.word = word');
});

test('typing in an example goes on in a copy of it', async ({ page }) => {
  await openModules(page, ...SMALL_SCAN);
  await editor(page).click();
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('// mine ');
  await expect(page.locator('xtc-module-editor .cm-line').first()).toHaveText('// mine /**');
  const list = page.locator('xtc-module-list');
  await expect(list.getByRole('button', { name: 'pyana_examples.xppt_delayscan' })).toHaveCount(2);
  await page.keyboard.press('Control+Z');
  await expect(page.locator('xtc-module-editor .cm-line').first()).toHaveText('/**');
  await list.getByRole('button', { name: /xppt_delayscan the tutorial/ }).click();
  await expect(page.locator('xtc-module-editor .cm-line').first()).toHaveText('/**');
});

test('the editor completes what the framework gives, with its texts', async ({ page }) => {
  await openModules(page, ...SMALL_SCAN);
  await page.getByRole('button', { name: 'New module' }).click();
  await write(page, 'class A {\n  event(evt) {\n    evt.getPh');
  await page.keyboard.press('Control+Space');
  const options = page.locator('xtc-module-editor .cm-tooltip-autocomplete');
  await expect(options).toContainText('getPhaseCavity');
  await expect(page.locator('xtc-module-editor .cm-completionInfo')).toContainText('fFitTime1');
  await page.waitForTimeout(150); // a list that has just opened takes no keys, so that nothing is chosen by chance
  await page.keyboard.press('Enter');
  await expect(editor(page)).toContainText('evt.getPhaseCavity');
});

test('TypeScript runs, and its errors stand at their lines', async ({ page }) => {
  await openModules(page, ...SMALL_SCAN);
  await page.getByRole('button', { name: 'New module' }).click();
  await page.getByLabel('Language').selectOption({ label: 'TypeScript' });
  await write(page, 'type Count = { n: number };\n\nclass A {\n  count: Count = { n: 0 };\n  event(evt: unknown): void { this.count.n += 1; }\n  endjob(): void {\n    print(this.count.n);\n    (null as any).nothing();\n  }\n}');
  await run(page);
  await expect(log(page)).toContainText('120');
  await expect(page.locator('xtc-job-view li.problem')).toContainText('line 8');
});

test('a run-time error names its place and stands at its line', async ({ page }) => {
  await openModules(page, ...SMALL_SCAN);
  await page.getByRole('button', { name: 'New module' }).click();
  await write(page, 'class MyModule {\n  event(evt) {\n    if (evt.number === 3) {\n      evt.nothing();\n    }\n  }\n}');
  await run(page);
  const problem = page.locator('xtc-job-view li.problem');
  await expect(problem).toContainText('MyModule, event, event 3');
  await expect(page.locator('xtc-module-editor .cm-lint-marker-error')).toHaveCount(1);
  await problem.getByRole('button', { name: 'line 4' }).click();
  await expect(page.locator('xtc-module-editor .cm-activeLine')).toContainText('evt.nothing()');
  await page.getByLabel('On error').selectOption({ label: 'go on' });
  await run(page);
  await expect(page.locator('xtc-job-view')).toContainText('120 of 120 events');
});

test('an endless loop is ended with a message; the window goes on', async ({ page }) => {
  const window = await openModules(page, ...SMALL_SCAN);
  await page.getByRole('button', { name: 'New module' }).click();
  await write(page, 'class MyModule {\n  event(evt) {\n    for (;;);\n  }\n}');
  await page.getByLabel('Patience, seconds').fill('2');
  await page.getByLabel('Patience, seconds').press('Tab');
  await run(page);
  await expect(page.locator('xtc-job-view li.problem')).toContainText('did not come back within 2 s');
  await window.tab('Summary').click();
  await expect(page.locator('xtc-summary-view')).toContainText('PhaseCavity');
});

test('a pyana.cfg is loaded, run, marked where it is not understood, and saved as it was', async ({ page }) => {
  await openModules(page, ...SMALL_SCAN);
  await page.getByRole('button', { name: 'pyana.cfg', exact: true }).click();
  const text = '[pyana]\n; said by hand\nmodules = pyana_examples.xppt_delayscan\nnum-events = 50\nspeed = 9\n\n[pyana_examples.xppt_delayscan]\ncontrolpv = fs2:ramp_angsft_target\nipimb_norm = XppSb3Ipm-1|Ipimb-0\nipimb_sig = XppSb3Pim-1|Ipimb-0\nthreshold = 0.1\noutputfile = \\\n  scan.txt\n';
  await page.getByLabel('Load pyana.cfg').setInputFiles({ name: 'pyana.cfg', mimeType: 'text/plain', buffer: Buffer.from(text) });
  await expect(editor(page)).toContainText('said by hand');
  await expect(page.locator('xtc-module-editor .cm-lint-marker-error')).toHaveCount(1);
  await expect(page.locator('xtc-modules-tab')).toContainText('1 line not understood');
  await run(page, 'Run pyana.cfg');
  await expect(page.locator('xtc-job-view')).toContainText('50 of 50 events');
  await expect(page.getByRole('button', { name: /scan.txt/ })).toBeVisible();
  const [download] = await Promise.all([page.waitForEvent('download'), page.locator('xtc-cfg-bar').getByRole('button', { name: 'Save' }).click()]);
  expect((await bytesOf(download)).toString()).toBe(text);
});

for (const colorScheme of ['dark', 'light'] as const) {
  test(`nothing is in the way of anybody, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    const window = await openModules(page, ...SMALL_SCAN);
    await page.getByRole('button', { name: 'New module' }).click();
    await write(page, 'class MyModule {\n  event(evt) {\n    print("seen");\n    plot.line("a", [1, 2, 3]);\n    save.txt("a.txt", [1, 2]);\n    if (evt.number === 3) evt.nothing();\n  }\n}');
    await run(page);
    await expect(page.locator('xtc-job-view li.problem')).toBeVisible();
    const violations = async () => (await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 100)).join(' | ')}`);
    expect(await violations()).toEqual([]);
    await page.getByRole('button', { name: 'pyana.cfg', exact: true }).click();
    expect(await violations()).toEqual([]);
    await window.tab('Batch').click();
    await page.getByLabel('Job', { exact: true }).selectOption({ label: 'Delay scan' });
    await page.getByRole('button', { name: 'Add to the queue' }).click();
    await expect(page.locator('xtc-batch-queue')).toContainText('point_scan_delay.npy');
    expect(await violations()).toEqual([]);
  });
}
