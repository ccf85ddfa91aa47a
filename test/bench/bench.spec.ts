import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { expect, test, type Page } from '@playwright/test';
import { isGood, median, printTable, quantile, type Row } from './figures.ts';
import type {} from '../../src/app.ts';
import type { XtcImageView } from '../../src/ui/image-view.ts';
import type { Bench } from './page.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const results = `${root}/test-results/bench`;
const seed = `${root}/test/fixtures/delayscan_small/e81-r0098-s00-c00.xtc`;

// A quick look: BENCH_MB=128 BENCH_ROUNDS=1 npm run bench
const megabytes = Number(process.env.BENCH_MB ?? 1024);
/** Of a run of small datagrams nothing can be shared: a browser holds about so much of files that are made in the page. */
const smallMegabytes = Math.min(256, megabytes);
const rounds = Number(process.env.BENCH_ROUNDS ?? 5);

/** Rows go to a file: Playwright starts a new process after a test that failed. */
function report(...measured: Row[]): void {
  for (const row of measured) appendFileSync(`${results}/rows.jsonl`, `${JSON.stringify(row)}\n`);
}

test('start', () => {
  mkdirSync(results, { recursive: true });
  writeFileSync(`${results}/rows.jsonl`, '');
});

async function openBench(page: Page): Promise<void> {
  await page.goto('./test/bench/index.html');
  await page.waitForFunction(() => 'bench' in globalThis);
}

type Globals = { bench: Bench; makeLargeRun: (byteLength: number) => Promise<File> };

test('scan of small datagrams', async ({ page }) => {
  await openBench(page);
  await page.getByLabel('Seed').setInputFiles(seed);
  report(...(await page.evaluate(([bytes, n]) => (globalThis as unknown as Globals).bench.scanSmall(bytes, n), [smallMegabytes * 1e6, rounds] as const)));
});

test('scan of large datagrams', async ({ page }) => {
  await openBench(page);
  report(await page.evaluate(([bytes, n]) => (globalThis as unknown as Globals).bench.scanLarge(bytes, n), [megabytes * 1e6, rounds] as const));
});

test('values of events', async ({ page }) => {
  await openBench(page);
  await page.getByLabel('Seed').setInputFiles(seed);
  report(...(await page.evaluate((n) => (globalThis as unknown as Globals).bench.values(n), 2 * rounds)));
});

test('kernels', async ({ page }) => {
  await openBench(page);
  report(...(await page.evaluate((n) => (globalThis as unknown as Globals).bench.kernels(n), 6 * rounds)));
});

test('first load', async ({ page }) => {
  const sizes: Promise<number>[] = [];
  page.on('response', (response) => sizes.push(response.body().then((body) => gzipSync(body, { level: 6 }).length)));
  await page.goto('./');
  await expect(page.locator('xtc-app')).toBeVisible();
  await page.waitForLoadState('networkidle');
  const kilobytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0) / 1000;
  const ratio = kilobytes / 250;
  report({ figure: 'first load, compressed', unit: 'KB', median: kilobytes, p95: kilobytes, limitName: 'budget', limit: 250, ratio, rule: '<= 1' });
});

/** Memory that belongs to a renderer alone (RssAnon): its page and all its workers, without shared libraries. */
function privateMegabytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/RssAnon:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
}

test('first picture of a 40 GB run', async ({ browser }) => {
  test.skip(process.platform !== 'linux', 'Memory is read from /proc.');
  const times: number[] = [];
  let peak = 0;
  for (let round = 0; round < Math.max(2, rounds); round++) {
    const page = await browser.newPage();
    await page.goto('./');
    await page.addScriptTag({ url: './bench/large-run.js', type: 'module' });
    await page.waitForFunction(() => 'makeLargeRun' in globalThis);
    const file = await page.evaluateHandle(() => (globalThis as unknown as Globals).makeLargeRun(40e9));
    const elapsed = page.evaluate(async (large) => {
      const start = performance.now();
      const transfer = new DataTransfer();
      transfer.items.add(large);
      for (const type of ['dragenter', 'dragover', 'drop']) {
        window.dispatchEvent(new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }));
      }
      const find = (root: ParentNode, selector: string): Element | null => {
        const found = root.querySelector(selector);
        if (found) return found;
        for (const element of root.querySelectorAll('*')) {
          const inner = element.shadowRoot && find(element.shadowRoot, selector);
          if (inner) return inner;
        }
        return null;
      };
      for (;;) {
        await new Promise(requestAnimationFrame);
        const tab = find(document, '#tab-Image');
        if (tab instanceof HTMLElement && tab.ariaSelected !== 'true') tab.click();
        const view = find(document, 'xtc-image-view') as XtcImageView | null;
        const isMade = document.querySelector('xtc-app')?.session.frame.value;
        try {
          if (isMade && view?.readPixels()?.data.some((value) => value > 0)) break;
        } catch {
          // Made but not drawn yet: look again in the next frame.
        }
        if (performance.now() - start > 30_000) throw new Error('No picture came.');
      }
      return performance.now() - start;
    }, file);
    times.push(await elapsed);
    await page.waitForTimeout(1500); // the scan goes on behind
    const session = await browser.newBrowserCDPSession();
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    peak = Math.max(peak, ...processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => privateMegabytes(id)));
    await page.close();
  }
  const [time, memory] = [median(times), peak];
  report(
    { figure: 'first picture of a 40 GB run', unit: 'ms', median: time, p95: quantile(times, 0.95), limitName: 'budget', limit: 1000, ratio: time / 1000, rule: '<= 1' },
    { figure: 'memory of the page and its workers', unit: 'MB', median: memory, p95: memory, limitName: 'budget', limit: 400, ratio: memory / 400, rule: '<= 1' },
  );
});

test('second opening of a 40 GB run', async ({ page }) => {
  await page.goto('./');
  await page.addScriptTag({ url: './bench/large-run.js', type: 'module' });
  await page.waitForFunction(() => 'makeLargeRun' in globalThis);
  const times = await page.evaluate(async (count) => {
    const file = await (globalThis as unknown as Globals).makeLargeRun(40e9);
    const first = await xtcscope.open([file]);
    const [events, text] = [first.events, JSON.stringify(first.scan.devices)];
    const session = document.querySelector('xtc-app')?.session;
    await session?.current.value?.kept;
    const measured: number[] = [];
    for (let round = 0; round < count; round++) {
      if (session) session.closeRun(session.runs.value[0]);
      const start = performance.now();
      const again = await xtcscope.open([file]);
      measured.push(performance.now() - start);
      if (again.origin !== 'kept') throw new Error(`The run was opened from ${again.origin}.`);
      if (again.events !== events || JSON.stringify(again.scan.devices) !== text) throw new Error('The index tells of another run.');
    }
    return measured;
  }, Math.max(3, rounds));
  const time = median(times);
  report({ figure: 'second opening of a 40 GB run', unit: 'ms', median: time, p95: quantile(times, 0.95), limitName: 'budget', limit: 500, ratio: time / 500, rule: '<= 1' });
});

const delayScan = ['s00', 's01'].map((stream) => `${root}/../shared/fixtures/delayscan/e81-r0098-${stream}-c00.xtc`);

test('delay scan from drop to its three columns', async ({ browser }) => {
  test.skip(!delayScan.every((file) => existsSync(file)), 'The large run is not here.');
  const whole: number[] = [];
  const first: number[] = [];
  // Either what a script waits for, or what the panel shows first: one would slow the other down.
  for (let round = 0; round < 2 * Math.max(3, rounds); round++) {
    const isPanel = round % 2 === 1;
    const context = await browser.newContext(); // which keeps no index of the round before
    const page = await context.newPage();
    await page.goto('./');
    await page.waitForFunction(() => 'xtcscope' in globalThis);
    await page.evaluate(() => document.body.append(Object.assign(document.createElement('input'), { type: 'file', multiple: true, id: 'run' })));
    await page.locator('#run').setInputFiles(delayScan);
    await page.mouse.move(200, 200); // As the hand that drops the files does.
    await page.waitForTimeout(1000);
    const times = await page.evaluate(async (isPanel) => {
      const files = [...(document.querySelector<HTMLInputElement>('#run')?.files ?? [])];
      const scans = isPanel ? document.querySelector('xtc-app')?.session.workbench.delayScans : undefined;
      const start = performance.now();
      let firstPoints = NaN;
      if (scans) scans.isWatched.value = true;
      const stop = scans?.result.subscribe((result) => {
        if (Number.isNaN(firstPoints) && (result?.scan.delay.length ?? 0) > 0) firstPoints = performance.now() - start;
      });
      const run = await xtcscope.open(files);
      const { delay } = await run.delayScan({ control: 'fs2:ramp_angsft_target', norm: 'XppSb3Ipm-1|Ipimb-0', signal: 'XppSb3Pim-1|Ipimb-0', threshold: 0.1 });
      const end = performance.now() - start;
      for (let tries = 0; isPanel && tries < 100 && Number.isNaN(firstPoints); ++tries) await new Promise((resolve) => setTimeout(resolve, 10));
      stop?.();
      return { end, firstPoints, events: run.events, rows: delay.length };
    }, isPanel);
    expect(times.events).toBe(14_640);
    if (isPanel) first.push(times.firstPoints);
    else whole.push(times.end);
    await context.close();
  }
  const row = (figure: string, times: readonly number[], limit: number): Row => ({ figure, unit: 'ms', median: median(times), p95: quantile(times, 0.95), limitName: 'budget', limit, ratio: median(times) / limit, rule: '<= 1' });
  report(row('delay scan of 14 640 events from drop to columns', whole, 300), row('its first points', first, 200));
});

test('the table', () => {
  const lines = readFileSync(`${results}/rows.jsonl`, 'utf8').trim().split('\n');
  const rows = lines.map((line) => JSON.parse(line) as Row);
  const table = printTable(rows);
  console.log(`\n\n${table}\n`);
  writeFileSync(`${results}/bench.txt`, `${table}\n`);
  for (const row of rows) expect.soft(isGood(row), `${row.figure}: ${row.ratio.toFixed(2)}, wanted ${row.rule}`).toBe(true);
});
