import { readFileSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import type { XtcByteView } from '../../src/ui/byte-view.ts';
import { expect, test } from './test.ts';
import { XtcWindow, fixturePath } from './xtc-window.ts';

const RUN = [fixturePath('delayscan_small/e81-r0098-s00-c00.xtc'), fixturePath('delayscan_small/e81-r0098-s01-c00.xtc')];
const CSPAD = fixturePath('cspad/e60-r0012-s00-c00.xtc');

async function openDatagrams(page: Page, files: readonly string[], datagram: number): Promise<XtcWindow> {
  const window = new XtcWindow(page);
  await window.goto();
  await window.open(...files);
  await window.tab('Datagrams').click();
  await page.evaluate((i) => document.querySelector('xtc-app')?.session.datagrams.select(i), datagram);
  await expect(page.locator('xtc-datagram-inspector h3').first()).toHaveText(`Datagram ${datagram}`);
  return window;
}

/** The pair of digits of a byte, by its offset in the file, as a point on the page. */
async function byteAt(page: Page, offset: number): Promise<{ x: number; y: number }> {
  const place = await page.locator('xtc-byte-view').evaluate((view: XtcByteView, at) => {
    const lines = [...view.renderRoot.querySelectorAll<HTMLElement>('.window .line')];
    const line = lines.find(({ dataset }) => at >= Number(dataset.offset) && at < Number(dataset.offset) + 16);
    const digits = line?.querySelector('.digits');
    const [first, last] = [digits?.firstElementChild?.getBoundingClientRect(), digits?.lastElementChild?.getBoundingClientRect()];
    if (!line || !first || !last) return null;
    const character = (last.right - first.left) / 47;
    return { x: first.left + character * (3 * (at - Number(line.dataset.offset)) + 1), y: first.top + first.height / 2 };
  }, offset);
  if (!place) throw new Error(`byte ${offset} does not show`);
  return place;
}

test('the tree, the fields and the bytes of a datagram mark one another', async ({ page }) => {
  await openDatagrams(page, RUN, 0);
  const tree = page.getByRole('tree', { name: 'Xtcs of the datagram' });
  const fields = page.getByRole('grid', { name: 'Fields' });
  const selectedField = fields.getByRole('row', { selected: true });
  await expect(tree.getByRole('treeitem', { name: /^Configure 9\s172 bytes/ })).toHaveAttribute('aria-selected', 'true');
  await expect(fields.getByRole('row', { name: /stamp\.service 4 .*Configure/ })).toBeVisible();

  // A byte marks its field.
  await page.mouse.click(...Object.values(await byteAt(page, 5)) as [number, number]);
  await expect(selectedField).toContainText('clock.seconds');
  await page.mouse.click(...Object.values(await byteAt(page, 76)) as [number, number]);
  await expect(tree.getByRole('treeitem', { selected: true })).toHaveAccessibleName(/^EBeamBld v1/);
  await expect(selectedField).toContainText('extent');

  // An Xtc marks its bytes.
  await tree.getByRole('treeitem', { name: /^PhaseCavity v0/ }).click();
  await expect(fields.getByRole('row', { name: /contains\.type 16 .*PhaseCavity/ })).toBeVisible();
  const phaseCavity = await page.evaluate(() => document.querySelector('xtc-app')?.session.inspector.mark.value.node);
  await expect(page.locator('xtc-byte-view .offset', { hasText: (phaseCavity?.offset ?? 0).toString(16).slice(0, -1) }).first()).toBeVisible();
  expect(await page.locator('xtc-byte-view .digits .node').count()).toBeGreaterThan(3);

  // A field marks its bytes.
  await fields.getByRole('row', { name: /^extent/ }).click();
  await expect(page.locator('xtc-byte-view .digits .field').first()).toHaveText(/^34$/);
  await expect(page.getByTestId('span')).toContainText('· 4');

  // Forty equal records are one line until it is opened, by keys.
  const group = tree.getByRole('treeitem', { name: /^Epics v1 ×40/ });
  await tree.focus();
  await page.keyboard.press('End');
  for (let i = 0; i < 20 && !(await group.isVisible()); ++i) await page.keyboard.press('ArrowUp');
  while ((await group.getAttribute('aria-selected')) !== 'true') await page.keyboard.press('ArrowUp');
  await expect(group).toHaveAttribute('aria-expanded', 'false');
  await page.keyboard.press('ArrowRight');
  await expect(group).toHaveAttribute('aria-expanded', 'true');
  await page.keyboard.press('ArrowRight');
  await expect(tree.getByRole('treeitem', { selected: true })).toHaveAttribute('aria-posinset', '1');
  await expect(tree.getByRole('treeitem', { selected: true })).toHaveAttribute('aria-setsize', '40');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expect(group).toHaveAttribute('aria-expanded', 'false');

  // What is marked stays marked in the next datagram that has it.
  await tree.press('Home');
  await page.evaluate(() => document.querySelector('xtc-app')?.session.datagrams.select(4));
  await tree.getByRole('treeitem', { name: /^EBeamBld/ }).click();
  await page.evaluate(() => document.querySelector('xtc-app')?.session.datagrams.select(5));
  await expect(page.locator('xtc-datagram-inspector h3').first()).toHaveText('Datagram 5');
  await expect(tree.getByRole('treeitem', { selected: true })).toHaveAccessibleName(/^EBeamBld/);
});

test('bytes of a large payload are read as they are looked at, copied and saved', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const file = readFileSync(CSPAD);
  await openDatagrams(page, [CSPAD], 0);
  await page.evaluate(() => {
    const app = document.querySelector('xtc-app');
    const index = app?.session.current.value?.index.value;
    if (app && index) app.session.datagrams.select(index.events[0]);
  });
  const tree = page.getByRole('tree', { name: 'Xtcs of the datagram' });
  const leaf = tree.getByRole('treeitem', { name: /^CspadElement v1/ });
  await leaf.click();
  const node = await page.evaluate(() => document.querySelector('xtc-app')?.session.inspector.mark.value.node);
  if (!node) throw new Error('nothing is marked');
  expect(node.extent).toBeGreaterThan(4_000_000);

  const bytes = page.getByRole('application', { name: 'Bytes' });
  await bytes.press('Control+End');
  const end = await page.evaluate(() => {
    const ref = document.querySelector('xtc-app')?.session.inspector.inspected.value?.ref;
    return ref ? ref.offset + ref.byteLength : 0;
  });
  const last = page.locator('xtc-byte-view .window .line', { has: page.locator('.cursor') });
  await expect(last.locator('.digits .cursor')).toHaveText(file[end - 1].toString(16).padStart(2, '0'));

  await page.evaluate((offset) => document.querySelector('xtc-app')?.session.inspector.markByte(offset), node.offset + 16);
  await page.getByRole('button', { name: 'Copy hex' }).click();
  await expect(page.locator('xtc-status-line')).toContainText('Copied 4 bytes');
  const pairs = [...file.subarray(node.offset + 16, node.offset + 20)].map((byte) => byte.toString(16).padStart(2, '0'));
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(pairs.join(' '));

  await leaf.click();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save bytes' }).click()]);
  expect(download.suggestedFilename()).toMatch(/CspadElement\.bin$/);
  const saved = readFileSync(await download.path());
  expect(saved.equals(file.subarray(node.offset + 20, node.offset + node.extent))).toBe(true);
});

test('scripts read whole datagrams and the PVs of a run; the summary lists these', async ({ page }) => {
  const window = await openDatagrams(page, RUN, 0);
  const file = readFileSync(RUN[0]);
  const bytes = await page.evaluate(async () => [...((await globalThis.xtcscope.current?.bytes(0)) ?? [])]);
  expect(Buffer.from(bytes).equals(file.subarray(0, 9172))).toBe(true);
  await expect(page.evaluate(() => globalThis.xtcscope.current?.bytes(1e6))).rejects.toThrow(/no datagram 1000000/);
  const pvs = (await page.evaluate(() => globalThis.xtcscope.current?.epics())) ?? [];
  expect(pvs.length).toBe(40);
  expect(pvs[0]).toMatchObject({ name: 'XPP:MMS:00.RBV', pvId: 0, source: 'EpicsArch-0|NoDevice-0', value: -13.05842448376881, units: 'mm', status: 'NO_ALARM', severity: 'NO_ALARM', type: 'CtrlDouble' });

  await window.tab('Summary').click();
  await page.getByRole('button', { name: 'EPICS' }).click();
  const table = page.getByRole('table', { name: 'EPICS PVs' });
  await expect(table).toHaveAttribute('aria-rowcount', '41');
  await expect(table.getByRole('row', { name: /^XPP:MMS:00\.RBV -13\.05842448376881 mm NO_ALARM/ })).toBeVisible();
  await page.getByRole('searchbox', { name: 'Search PVs' }).fill('state enum');
  const found = pvs.filter((pv) => pv.name.includes('STATE') && pv.type === 'CtrlEnum').length;
  await expect(page.locator('xtc-epics-table header')).toContainText(`${found} found`);

  await page.getByRole('button', { name: 'Classic text' }).click();
  const text = page.locator('pre[aria-label="Classic text"]');
  await expect(text).not.toContainText('Epics PVs');
  await page.getByRole('checkbox', { name: /EPICS/ }).check();
  await expect(text).toContainText(`Epics PVs:  40\n['XPP:MMS:00.RBV', 'XPP:VAC:PIRG:01:PRESSMON'`);
});

test('a problem leads to its bytes', async ({ page }) => {
  const window = new XtcWindow(page);
  await window.goto();
  await window.open(fixturePath('broken/child_extent_zero.xtc'));
  await page.getByRole('button', { name: /^\d+ problem/ }).click();
  await page.getByRole('button', { name: /^byte/ }).first().click();
  await expect(page.getByRole('tree', { name: 'Xtcs of the datagram' })).toBeVisible();
  const holdsProblem = () =>
    page.evaluate(() => {
      const session = document.querySelector('xtc-app')?.session;
      const [span, problem] = [session?.inspector.span.value, session?.problems.value.at(-1)];
      return span && problem && { ...span, offset: problem.offset, isInside: problem.offset >= span.start && problem.offset < span.end };
    });
  await expect.poll(holdsProblem).toMatchObject({ isInside: true });
  await expect(page.getByRole('treeitem', { name: /^not walked/ })).toBeAttached();
});

test('the inspector and the list of PVs are accessible', async ({ page }) => {
  const window = await openDatagrams(page, RUN, 0);
  await page.getByRole('treeitem', { name: /^EBeamBld/ }).click();
  for (const [tab, part] of [['xtc-datagrams-tab', 'xtc-datagram-inspector'], ['xtc-summary-view', 'xtc-epics-table']]) {
    if (part === 'xtc-epics-table') {
      await window.tab('Summary').click();
      await page.getByRole('button', { name: 'EPICS' }).click();
      await expect(page.getByRole('table', { name: 'EPICS PVs' })).toBeVisible();
    }
    const { violations } = await new AxeBuilder({ page }).include({ fromShadowDom: ['xtc-app', tab, part] }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
  }
});
