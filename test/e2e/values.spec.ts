import { readFileSync } from 'node:fs';
import { expect, test } from './test.ts';
import { XtcWindow, fixturePath } from './xtc-window.ts';

type Sample = { datagram: number; offset: number; typeid: number; src: string; payloadSize: number; fields?: Record<string, number> };

const SCAN = fixturePath('delayscan_small/e81-r0098-s00-c00.xtc');
const { samples } = JSON.parse(readFileSync(SCAN.replace('.xtc', '.expected.json'), 'utf8')) as { samples: Sample[] };
const IPIMB = samples.find(({ typeid, fields }) => typeid === 22 && fields) as Sample;

test('scripts get values of events, configurations and PVs from the worker', async ({ page }) => {
  const window = new XtcWindow(page);
  await window.goto();
  await window.open(SCAN);
  const found = await page.evaluate(async ({ datagram, offset, src }) => {
    const run = globalThis.xtcscope.current;
    if (!run) throw new Error('No run is open.');
    const at = (await run.find('transition:L1Accept')).indexOf(datagram);
    const event = await run.event(at);
    const error = await event.get('IpimbData', 'NoSuch-0').catch((thrown: unknown) => thrown);
    return {
      keys: event.keys.length,
      get: await event.get('Id_IpimbData', src),
      value: await run.value(datagram, offset),
      config: await run.config('IpimbConfig', src),
      control: await run.config('ControlConfig', '', { at }),
      pv: await run.epics((await run.epics())[0].name, { at: run.events - 1 }),
      error: (error as { code?: string }).code,
    };
  }, IPIMB);
  expect(found.get).toMatchObject({ channel0: IPIMB.fields?.channel0, channel3: IPIMB.fields?.channel3, channel1Volts: expect.closeTo(IPIMB.fields?.channel1Volts ?? NaN, 6) });
  expect(found.value).toEqual(found.get);
  expect(found.config).toHaveProperty('resetLength');
  expect(found.control).toHaveProperty('pvControls');
  expect(found.pv.stamp?.seconds).toBeGreaterThan(1.2e9);
  expect(found.error).toBe('unknown-source');
  expect(found.keys).toBeGreaterThan(5);
});

test('the inspector lists the fields of a payload, and they mark their bytes', async ({ page }) => {
  const window = new XtcWindow(page);
  await window.goto();
  await window.open(SCAN);
  await window.tab('Datagrams').click();
  await page.evaluate(({ offset }) => document.querySelector('xtc-app')?.session.inspector.show('e81-r0098-s00-c00.xtc', offset), IPIMB);
  const fields = page.getByRole('grid', { name: 'Fields' });
  await expect(fields).toContainText('contains.type');
  await fields.focus();
  await fields.press('End');
  const volts = fields.getByRole('row', { name: /^channel3Volts/ });
  await expect(volts).toBeVisible();
  await expect(volts).toContainText('computed · V');
  const channel = fields.getByRole('row', { name: /^channel3 / });
  await channel.click();
  await expect(channel).toContainText(String(IPIMB.fields?.channel3));
  await expect(page.getByTestId('span')).toContainText('· 2');
  await expect(page.locator('xtc-byte-view .digits .field').first()).toBeVisible();
});
