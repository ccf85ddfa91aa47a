import { statSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './test.ts';
import { XtcWindow, fixturePath } from './xtc-window.ts';

const CHUNKS = [0, 1].flatMap((stream) => [0, 1, 2].map((chunk) => fixturePath(`delayscan_chunks/e81-r0098-s0${stream}-c0${chunk}.xtc`)));

function strip(page: Page) {
  return page.getByRole('slider', { name: 'Event slider' });
}

function shownEvent(page: Page): Promise<number | undefined> {
  return page.evaluate(() => document.querySelector('xtc-app')?.session.event.value);
}

async function openChunks(page: Page): Promise<XtcWindow> {
  const window = new XtcWindow(page);
  await window.goto();
  await window.open(...CHUNKS);
  await expect(page.locator('xtc-run-strip #marks')).toHaveText('120 events in 5 calib cycles. 3 damaged.');
  return window;
}

test('the strip is the slider of events: click, drag, keys', async ({ page }) => {
  await openChunks(page);
  const box = await strip(page).boundingBox();
  if (!box) throw new Error('The strip is not there.');
  const at = (event: number): number => box.x + ((event + 0.5) / 120) * box.width;
  await page.mouse.click(at(30), box.y + 20);
  expect(await shownEvent(page)).toBe(30);
  await expect(strip(page)).toHaveAttribute('aria-valuenow', '30');
  await expect(strip(page)).toHaveAttribute('aria-valuetext', /^event 30 · 11:18:34\.\d{3} \d{3} UTC · cycle 1/);

  await page.mouse.move(at(30), box.y + 20);
  await page.mouse.down();
  await page.mouse.move(at(77), box.y + 5, { steps: 4 });
  await page.mouse.move(at(77), box.y - 200);
  expect(await shownEvent(page)).toBe(77);
  await page.mouse.up();
  await page.mouse.move(at(10), box.y + 10);
  expect(await shownEvent(page)).toBe(77);
  await page.mouse.wheel(0, 300);
  expect(await shownEvent(page)).toBe(77);

  await strip(page).focus();
  for (const [key, event] of [['ArrowLeft', 76], ['ArrowUp', 77], ['Shift+ArrowRight', 87], ['PageUp', 96], ['PageDown', 72], ['Home', 0], ['End', 119]] as const) {
    await page.keyboard.press(key);
    expect(await shownEvent(page), key).toBe(event);
  }
});

test('hovering says what is there; a click in the lane of marks goes to the marked event', async ({ page }) => {
  await openChunks(page);
  const damaged = await page.evaluate(async () => {
    const run = globalThis.xtcscope.current;
    const events: number[] = [];
    for (let i = 0; run && i < run.events; ++i) if ((await run.event(i)).keys.some(({ type }) => type === 'Any')) events.push(i);
    return events;
  });
  expect(damaged.length).toBe(3);
  const box = await strip(page).boundingBox();
  if (!box) throw new Error('The strip is not there.');
  // One event beside it: the mark is what is meant.
  await page.mouse.move(box.x + ((damaged[0] - 0.5) / 120) * box.width, box.y + box.height - 4);
  const tip = page.locator('xtc-run-strip .tip');
  await expect(tip).toContainText(`event ${damaged[0]} ·`);
  await expect(tip).toContainText('damage DroppedContribution');
  await expect(tip).toContainText('1 damaged');
  await page.mouse.down();
  await page.mouse.up();
  expect(await shownEvent(page)).toBe(damaged[0]);
  await page.mouse.move(box.x + 50, box.y - 300);
  await expect(tip).toBeHidden();

  // The mark is painted where the event is.
  const reds = await page.locator('xtc-run-strip canvas').evaluate((canvas: HTMLCanvasElement, events) => {
    const { width, height } = canvas;
    const data = canvas.getContext('2d')?.getImageData(0, height - 8, width, 1).data ?? [];
    return events.map((event) => {
      const x = Math.floor(((event + 0.5) / 120) * width) * 4;
      return data[x] > data[x + 1] + 60;
    });
  }, [...damaged, damaged[0] + 3]);
  expect(reds).toEqual([true, true, true, false]);
});

test('g goes to an event, a time, a fiducial, a cycle', async ({ page }) => {
  await openChunks(page);
  const third = await page.evaluate(() => globalThis.xtcscope.current?.event(3));
  const go = async (text: string): Promise<void> => {
    await page.keyboard.press('g');
    await page.getByRole('textbox', { name: 'Go to' }).fill(text);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog', { name: 'Go to' })).toBeHidden();
  };
  await go('17');
  expect(await shownEvent(page)).toBe(17);
  await go(`0x${third?.fiducials.toString(16)}`);
  expect(await shownEvent(page)).toBe(3);
  await go('cycle 4');
  expect(await shownEvent(page)).toBe(96);
  const clock = new Date((third?.time.seconds ?? 0) * 1000).toISOString().slice(11, 19);
  await go(`${clock}.${String(third?.time.nanoseconds).padStart(9, '0')}`);
  expect(await shownEvent(page)).toBe(3);

  await page.keyboard.press('g');
  await page.getByRole('textbox', { name: 'Go to' }).fill('120');
  await expect(page.getByRole('dialog', { name: 'Go to' })).toContainText('the last one is 119');
  await expect(page.getByRole('button', { name: 'Go', exact: true })).toBeDisabled();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: 'Go to' })).toBeHidden();
  expect(await shownEvent(page)).toBe(3);
});

test('the treemap shows every type by its bytes and leads to table and datagrams', async ({ page }) => {
  const window = await openChunks(page);
  await page.getByRole('button', { name: 'Bytes', exact: true }).click();
  const map = page.getByRole('group', { name: 'Bytes by source and type' });
  const cells = map.getByRole('button');
  const types = await page.evaluate(() => globalThis.xtcscope.current?.scan.devices.flatMap((device) => device.types).length ?? 0);
  await expect(cells).toHaveCount(types + 1);
  const areas = await map.locator('.cell > rect').evaluateAll((rects) => rects.map((rect) => Number(rect.getAttribute('width')) * Number(rect.getAttribute('height'))));
  expect(Math.max(...areas)).toBe(areas[0]);

  await cells.first().focus();
  await expect(page.locator('xtc-byte-map output')).toContainText('EpicsArch-0|NoDevice-0, Epics V1');
  await page.keyboard.press('ArrowRight');
  await expect(cells.nth(1)).toBeFocused();
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('searchbox', { name: 'Search devices' })).toHaveValue('EpicsArch-0|NoDevice-0 Epics_V1');
  await expect(page.locator('xtc-device-table tbody tr')).toHaveCount(1);

  await page.getByRole('button', { name: 'Bytes', exact: true }).click();
  await cells.first().click({ modifiers: ['Control'] });
  await expect(window.tab('Datagrams')).toHaveAttribute('aria-selected', 'true');
  expect(await page.evaluate(() => document.querySelector('xtc-app')?.session.datagrams.search.text.value)).toBe('source:"EpicsArch-0|NoDevice-0" type:Epics');
  await window.expectNoProblems();
});

test('scripts find events and sizes as the window does', async ({ page }) => {
  await openChunks(page);
  const found = await page.evaluate(async () => {
    const run = globalThis.xtcscope.current;
    return { cycle: await run?.locate('cycle 2'), sizes: run?.sizes, error: await run?.locate('soon').catch((error: unknown) => String(error)) };
  });
  expect(found.cycle).toBe(48);
  expect(found.error).toContain('no event number');
  expect(found.sizes?.total).toBe(CHUNKS.reduce((sum, path) => sum + statSync(path).size, 0));
});

test('strip and treemap can be used without seeing them', async ({ page }) => {
  await openChunks(page);
  await page.getByRole('button', { name: 'Bytes', exact: true }).click();
  for (const theme of ['dark', 'light'] as const) {
    await page.evaluate((wanted) => {
      const session = document.querySelector('xtc-app')?.session;
      if (session) session.view.theme.value = wanted;
    }, theme);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${theme} ${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  }
});
