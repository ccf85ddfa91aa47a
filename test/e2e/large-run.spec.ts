import type { Browser, JSHandle, Page } from '@playwright/test';
import { expect, test } from './test.ts';
import { makeLargeEvents, makeSmallEvents } from './virtual-runs.ts';
import { XtcWindow, fixturePath } from './xtc-window.ts';

// The page answers while a large run is opened, scanned, scrolled and stepped through, and while a scan is stopped.

const LONGEST_TASK_MS = 50;
const LONGEST_STOP_MS = 100;

type TraceEvent = { ph: string; name: string; pid: number; tid: number; ts: number; dur?: number; tdur?: number; args: { name?: string } };

/**
 * The page's tasks over 50 ms while `use` goes on: those of the Long Tasks API, without the time that other programs took the
 * processor away, which a trace of the browser tells and the API does not.
 */
async function longTasks(browser: Browser, page: Page, use: () => Promise<void>): Promise<string[]> {
  const noted = await page.evaluateHandle(() => {
    const durations: number[] = [];
    new PerformanceObserver((list) => durations.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' });
    return durations;
  });
  await browser.startTracing(page, { categories: ['toplevel'] });
  await use();
  await page.waitForTimeout(200);
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  const counted = await noted.evaluate((durations) => durations.length);
  if (counted === 0) return [];
  const threads = traceEvents.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain');
  const tasks = traceEvents.filter(({ ph, name, pid, tid }) => ph === 'X' && name.endsWith('RunTask') && threads.some((thread) => thread.pid === pid && thread.tid === tid));
  expect(tasks.length, 'tasks of the page in the trace').toBeGreaterThan(0);
  return tasks.filter(({ tdur = 0 }) => tdur > 1000 * LONGEST_TASK_MS).map(({ tdur = 0, dur = 0, ts }) => `${Math.round(tdur / 1000)} ms of work in ${Math.round(dur / 1000)} ms at ${Math.round(ts / 1000)}`);
}

function drop(page: Page, file: JSHandle<File>): Promise<void> {
  return page.evaluate((dropped) => {
    const transfer = new DataTransfer();
    transfer.items.add(dropped);
    for (const type of ['dragenter', 'dragover', 'drop']) {
      window.dispatchEvent(new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }));
    }
  }, file);
}

/** A 40 GB run of large events: made of one fixture, in the page. */
async function makeLarge(page: Page): Promise<JSHandle<File>> {
  await page.evaluate(() => {
    const input = document.createElement('input');
    input.type = 'file';
    input.id = 'seed';
    input.hidden = true;
    document.body.append(input);
  });
  await page.locator('#seed').setInputFiles(fixturePath('cspad/e60-r0012-s00-c00.xtc'));
  return page.evaluateHandle(makeLargeEvents, { byteLength: 40e9, name: 'e900-r0099-s00-c00.xtc' });
}

/** How a scan that was stopped in its middle went. `ms` is until the run is there as far as it was read. */
type Stop = { readonly ms: number; readonly isPartial: boolean; readonly said: string };

/** Opens the run under a name that no index is kept of, and clicks *Cancel* as soon as there are events. */
function openAndStop(page: Page, file: JSHandle<File>, run: number): Promise<Stop> {
  return page.evaluate(
    async ([large, number]) => {
      const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 2));
      const app = document.querySelector('xtc-app');
      const label = `e900 r${String(number).padStart(4, '0')}`;
      void globalThis.xtcscope.open([new File([large], `${label.replace(' ', '-')}-s00-c00.xtc`)]);
      let said = '';
      for (;;) {
        await pause();
        const opened = app?.session.current.value;
        if (opened?.label !== label) continue;
        const progress = opened.progress.value;
        const bars = app?.shadowRoot?.querySelector('xtc-event-bar')?.shadowRoot?.querySelector('xtc-run-strip')?.shadowRoot;
        said = bars?.querySelector('.scan')?.textContent ?? said;
        if (!progress && opened.table.value) return { ms: Infinity, isPartial: opened.isPartial.value, said };
        const button = app?.shadowRoot?.querySelector('xtc-summary-view')?.shadowRoot?.querySelector('xtc-scan-progress')?.shadowRoot?.querySelector('button');
        if (!progress || !button || said === '' || !opened.index.value) continue;
        const start = performance.now();
        button.click();
        while (opened.progress.value) await pause();
        return { ms: performance.now() - start, isPartial: opened.isPartial.value, said };
      }
    },
    [file, run] as const,
  );
}

test('no task over 50 ms with a run of 400 000 events', async ({ browser, page }) => {
  test.setTimeout(120_000);
  const window = new XtcWindow(page);
  await window.goto();
  const file = await page.evaluateHandle(makeSmallEvents, { events: 400_000, cycles: 200, name: 'e901-r0001-s00-c00.xtc' });
  await page.waitForTimeout(500);

  const opening = await longTasks(browser, page, async () => {
    await drop(page, file);
    await expect(page.getByTestId('events')).not.toHaveText('–');
    await window.idle();
    await expect(page.locator('xtc-run-strip #marks')).toContainText(/^400.000 events in 200 calib cycles/, { timeout: 20_000 });
  });
  expect(opening, 'opening and scanning').toEqual([]);

  const box = await page.getByRole('slider', { name: 'Event slider' }).boundingBox();
  if (!box) throw new Error('The strip is not there.');
  const stepping = await longTasks(browser, page, async () => {
    await page.mouse.move(box.x + 5, box.y + 20);
    await page.mouse.down();
    for (let x = 5; x < box.width; x += 25) await page.mouse.move(box.x + x, box.y + 20);
    await page.mouse.up();
    for (let i = 0; i < 30; ++i) await page.keyboard.press('Shift+ArrowLeft');
  });
  expect(stepping, 'dragging along the strip and stepping').toEqual([]);

  const looking = await longTasks(browser, page, async () => {
    await page.getByRole('button', { name: 'Bytes', exact: true }).click();
    await page.getByRole('button', { name: 'Table', exact: true }).click();
    await page.getByRole('button', { name: 'Classic text', exact: true }).click();
    await window.tab('Datagrams').click();
    await page.waitForTimeout(300);
    await page.mouse.move(400, 500);
    for (let i = 0; i < 40; ++i) await page.mouse.wheel(0, i % 2 === 0 ? 20_000 : -500);
    await page.getByRole('slider', { name: 'Event slider' }).focus();
    await page.keyboard.press('g');
    await page.getByRole('textbox', { name: 'Go to' }).fill('cycle 150');
    await page.keyboard.press('Enter');
    await page.waitForTimeout(300);
  });
  expect(looking, 'looking through the views').toEqual([]);
  expect(await page.evaluate(() => document.querySelector('xtc-app')?.session.event.value)).toBe(300_000);
  await window.expectNoProblems();
});

test('no task over 50 ms with a run of 40 GB, whose scan stops within 100 ms', async ({ browser, page }) => {
  test.setTimeout(120_000);
  const window = new XtcWindow(page);
  await window.goto();
  const file = await makeLarge(page);
  await page.waitForTimeout(500);
  const stops: Stop[] = [];
  const found = await longTasks(browser, page, async () => {
    stops.push(await openAndStop(page, file, 1));
  });
  expect(found, 'opening, scanning and stopping').toEqual([]);
  expect(stops[0].said).toMatch(/^\d+ % · .*\/s · .*left$/);
  // The best of some: other programs may take the processor away.
  const best = (): number => Math.min(...stops.map(({ ms, isPartial }) => (isPartial ? ms : Infinity)));
  while (best() >= LONGEST_STOP_MS && stops.length < 12) stops.push(await openAndStop(page, file, stops.length + 1));
  expect(best(), JSON.stringify(stops)).toBeLessThan(LONGEST_STOP_MS);
  while (!stops[stops.length - 1].isPartial) stops.push(await openAndStop(page, file, stops.length + 1));

  await expect(page.locator('xtc-scan-progress')).toContainText('Scan stopped.');

  // What was read fills its part of the strip; the rest is hatched and says so.
  await expect(page.locator('xtc-run-strip .scan')).toHaveText('not read');
  const [events, share] = await page.evaluate(() => {
    const run = document.querySelector('xtc-app')?.session.current.value;
    return [run?.events ?? 0, run?.indexedShare.value ?? 0];
  });
  expect(share).toBeGreaterThan(0);
  expect(share).toBeLessThan(1);
  const box = await page.getByRole('slider', { name: 'Event slider' }).boundingBox();
  if (!box) throw new Error('The strip is not there.');
  await page.mouse.click(box.x + box.width - 3, box.y + 20);
  expect(await page.evaluate(() => document.querySelector('xtc-app')?.session.event.value)).toBe(events - 1);

  await window.showImage();
  await page.getByRole('application').first().focus();
  const stepping = await longTasks(browser, page, async () => {
    for (let i = 0; i < 10; ++i) {
      await page.keyboard.press('Comma');
      await window.idle();
    }
  });
  expect(stepping, 'stepping through pictures').toEqual([]);
});
