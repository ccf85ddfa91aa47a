import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './test.ts';
import { XtcWindow, fixturePath } from './xtc-window.ts';

const SMALL = ['s00', 's01'].map((stream) => fixturePath(`delayscan_small/e81-r0098-${stream}-c00.xtc`));
const WAVEFORMS = fixturePath('zoo/zoo_waveforms.xtc');

async function openDevices(page: Page, ...paths: string[]): Promise<XtcWindow> {
  const window = new XtcWindow(page);
  await window.goto();
  await window.open(...paths);
  await page.getByRole('button', { name: 'Devices', exact: true }).click();
  return window;
}

const line = (page: Page, name: string | RegExp) => page.getByRole('treeitem', { name });
const row = (page: Page, name: string) => page.locator('xtc-value-fields [role=row]').filter({ has: page.getByText(name, { exact: true }) }).first();
const valueOf = async (page: Page, name: string) => (await row(page, name).locator('.value').textContent()) ?? '';
const scripted = (page: Page, event: number, field: string) =>
  page.evaluate(async ([at, name]) => String(((await (await globalThis.xtcscope.current!.event(at)).get('EBeamBld', 'EBeam')) as Record<string, number>)[name]), [event, field] as const);

test('a device is found, and its value follows the event', async ({ page }) => {
  await openDevices(page, ...SMALL);
  await page.getByRole('searchbox', { name: 'Find a device' }).fill('ebeam');
  await expect(page.locator('xtc-devices-pane')).toContainText('1 found');
  await line(page, /^EBeam/).click();
  await expect(page.getByRole('heading', { name: 'EBeam · EBeamBld_V1' })).toBeVisible();
  expect(await valueOf(page, 'ebeamL3Energy')).toBe(await scripted(page, 0, 'ebeamL3Energy'));
  await page.keyboard.press('.');
  await page.keyboard.press('Shift+>');
  await page.keyboard.press('.');
  await expect(page.locator('xtc-value-view')).toContainText(/event (1?\d)/);
  const event = await page.evaluate(() => document.querySelector('xtc-app')!.session.event.value);
  expect(event).toBeGreaterThan(1);
  const expected = await scripted(page, event, 'ebeamL3Energy');
  await expect.poll(() => valueOf(page, 'ebeamL3Energy')).toBe(expected);
});

test('a field is drawn over events, and a click goes to one', async ({ page }) => {
  await openDevices(page, ...SMALL);
  await line(page, /^EBeam/).click();
  await row(page, 'ebeamCharge').click();
  const plot = page.getByRole('img', { name: /^ebeamCharge over events: min/ });
  await expect(plot).toBeVisible();
  const box = await plot.boundingBox();
  if (!box) throw new Error('nothing is drawn');
  await plot.click({ position: { x: box.width / 2, y: box.height / 2 } });
  const event = await page.evaluate(() => document.querySelector('xtc-app')!.session.event.value);
  expect(Math.abs(event - 59.5)).toBeLessThan(2);
});

test('branches, fields and events are reached by keys, and stay open when the event changes', async ({ page }) => {
  await openDevices(page, ...SMALL);
  const tree = page.getByRole('tree', { name: 'Devices' });
  await tree.focus();
  await page.keyboard.press('ArrowDown'); // the first detector
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('heading', { name: /^XppSb2Ipm-1\|Ipimb-0 · / })).toBeVisible();
  const before = await line(page, /./).count();
  await page.evaluate(() => document.querySelector('xtc-app')!.session.selectEvent(7));
  await expect(page.locator('xtc-value-view')).toContainText('event 7');
  expect(await line(page, /./).count()).toBe(before);
  await page.getByRole('treegrid', { name: 'Fields of the value' }).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(page.locator('xtc-sparkline')).toBeVisible();
  const edge = page.getByRole('separator', { name: 'Width of the devices' });
  const width = async () => (await page.locator('xtc-devices-pane').boundingBox())?.width ?? 0;
  const narrow = await width();
  await edge.focus();
  await page.keyboard.press('ArrowRight');
  expect(await width()).toBeGreaterThan(narrow);
  await page.keyboard.press('[');
  await expect(tree).toBeHidden();
});

test('a PV has its value at the event, a configuration its own branch, a detector its waveforms', async ({ page }) => {
  const window = await openDevices(page, ...SMALL);
  const find = page.getByRole('searchbox', { name: 'Find a device' });
  await find.fill('rtd:09');
  await line(page, /^XPP:TEMP:RTD:09/).click();
  const name = 'XPP:TEMP:RTD:09';
  for (const event of [0, 60]) {
    await page.evaluate((at) => document.querySelector('xtc-app')!.session.selectEvent(at), event);
    await expect(page.locator('xtc-value-view')).toContainText(`event ${event}`);
    const expected = await page.evaluate(async ([pv, at]) => String((await globalThis.xtcscope.current!.epics(pv, { at }))?.value), [name, event] as const);
    expect(await valueOf(page, 'value')).toBe(expected);
  }
  await find.fill('evrconfig');
  await line(page, /^NoDetector-0\|Evr-0/).click();
  await expect(page.getByRole('heading', { name: 'NoDetector-0|Evr-0 · EvrConfig_V4' })).toBeVisible();
  await expect(page.locator('xtc-value-fields')).toContainText('neventcodes');
  await find.fill('');
  await window.open(WAVEFORMS);
  await line(page, /^AmoITOF-0\|Acqiris-0/).click();
  await expect(page.getByRole('combobox', { name: 'Trace' })).toBeVisible();
  await expect(page.getByRole('img', { name: /^channel \d+: min/ })).toBeVisible();
});

test('what cannot be read says why, and leads to its bytes', async ({ page }) => {
  await openDevices(page, fixturePath('damage/damage.xtc'));
  await page.getByRole('searchbox', { name: 'Find a device' }).fill('ipimbdata');
  await line(page, /^IpimbData_V1/).click();
  await page.evaluate(() => document.querySelector('xtc-app')!.session.selectEvent(6));
  const view = page.locator('xtc-value-view');
  await expect(view).toContainText('Damaged: IncompleteContribution');
  await expect(view).toContainText('Ipimb.DataV1 needs 2 bytes for config2 at byte 12 of its payload, which has 12.');
  await expect(view.getByRole('group', { name: 'Copy the value' }).getByRole('button', { name: 'CSV' })).toBeDisabled();
  await page.getByRole('button', { name: 'Show the bytes' }).click();
  await expect(page.getByRole('tree', { name: 'Xtcs of the datagram' }).locator('[aria-selected=true]')).toContainText('IpimbData v1');
  await page.evaluate(() => document.querySelector('xtc-app')!.session.selectEvent(8));
  await expect(view).toContainText('Event 8 is without it.');
});

test('a value is copied in three forms', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openDevices(page, ...SMALL);
  await line(page, /^EBeam/).click();
  for (const [button, form, pattern] of [['Text', 'text', /^e81 r0098 event 0 EBeam/], ['JSON', 'JSON', /"ebeamCharge": [\d.]+/], ['CSV', 'CSV', /^name,value,unit/]] as const) {
    await page.getByRole('group', { name: 'Copy the value' }).getByRole('button', { name: button }).click();
    await expect(page.locator('xtc-status-line')).toContainText(`as ${form}.`);
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(pattern);
  }
});

test('the pane is readable by everybody, in both themes', async ({ page }) => {
  await openDevices(page, ...SMALL);
  await line(page, /^EBeam/).click();
  await row(page, 'ebeamCharge').click();
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).include({ fromShadowDom: ['xtc-app', 'xtc-devices-pane'] }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  }
});
