import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test, type Page } from '@playwright/test';
import { runModule } from '../e2e/module-page.ts';
import { largeFixturePath, XtcWindow } from '../e2e/xtc-window.ts';
import { median, printTable, isGood, type Row } from './figures.ts';

// User modules over the delay scan of 14,640 events: what an event costs that asks for nothing, and what workers bring. In a
// module that only reads, half a second, starting the second worker costs as much as it brings.

const FILES = ['delayscan/e81-r0098-s00-c00.xtc', 'delayscan/e81-r0098-s01-c00.xtc'].map(largeFixturePath);
const EVENTS = 14640;
const EMPTY_US = 20;
const ROUNDS = 3;
const example = fileURLToPath(new URL('../../src/examples/xppt_delayscan.js', import.meta.url));
const PARAMS = { controlpv: 'fs2:ramp_angsft_target', ipimb_norm: 'XppSb3Ipm-1|Ipimb-0', ipimb_sig: 'XppSb3Pim-1|Ipimb-0', threshold: '0.1' };

/** What two bare workers bring on this machine now, beside whatever else it does: 2 when it is idle and has two cores. */
function plainSpeedUp(page: Page): Promise<number> {
  return page.evaluate(async (steps) => {
    const url = URL.createObjectURL(new Blob(['onmessage = ({ data }) => { let sum = 0; for (let i = 0; i < data; ++i) sum += Math.sqrt(i % 100000); postMessage(sum); }'], { type: 'text/javascript' }));
    const timeOf = async (workers: number): Promise<number> => {
      const pool = Array.from({ length: workers }, () => new Worker(url));
      const start = performance.now();
      await Promise.all(pool.map((worker) => new Promise((resolve) => {
        worker.onmessage = resolve;
        worker.postMessage(steps / workers);
      })));
      for (const worker of pool) worker.terminate();
      return performance.now() - start;
    };
    const ratios: number[] = [];
    for (let round = 0; round < 3; ++round) ratios.push((await timeOf(1)) / (await timeOf(2)));
    return ratios.sort((a, b) => a - b)[1];
  }, 1e9);
}

test('user modules', async ({ page }) => {
  test.skip(!FILES.every((path) => path && existsSync(path)), 'The large delay scan is not there.');
  const window = new XtcWindow(page);
  await window.goto();
  await window.open(...FILES.map(String));
  const empty: number[] = [];
  const source = 'class A { beginjob() { this.start = performance.now(); } event(evt, env) {} endjob() { print(performance.now() - this.start); } }';
  for (let round = 0; round < ROUNDS; ++round) {
    const job = await runModule(page, { source });
    expect(job.state).toBe('done');
    empty.push((1000 * Number(job.lines[0])) / EVENTS);
  }
  const times: Record<number, number[]> = { 1: [], 2: [] };
  const sources = {
    reading: readFileSync(example, 'utf8'),
    computing: 'class A { constructor() { this.sum = 0; } event(evt) { for (let i = 0; i < 1e5; ++i) this.sum += Math.sqrt(i + evt.number); } merge(later) { this.sum += later.sum; } endjob() { print(this.sum); } }',
  };
  const rows: Row[] = [{ figure: 'event of a module that asks for nothing', unit: 'µs', median: median(empty), p95: Math.max(...empty), limitName: 'budget', limit: EMPTY_US, ratio: median(empty) / EMPTY_US, rule: '<= 1' }];
  for (const [name, text] of Object.entries(sources)) {
    const bytes = new Set<string>();
    for (const workers of [1, 2]) {
      times[workers] = [];
      for (let round = 0; round < ROUNDS; ++round) {
        const job = await runModule(page, { source: text, params: PARAMS, workers });
        expect(job.state).toBe('done');
        times[workers].push(job.ms);
        bytes.add(JSON.stringify([job.lines, job.files]));
      }
    }
    expect(bytes.size).toBe(1);
    const [one, two] = [median(times[1]), median(times[2])];
    const possible = name === 'computing' ? await plainSpeedUp(page) : 2;
    rows.push({ figure: `${name} module, one worker → two`, unit: 'ms', median: two, p95: Math.max(...times[2]), limitName: 'one worker', limit: one, ratio: one / two / possible, rule: name === 'computing' ? '>= 0.8' : '>= 0.25' });
  }
  console.log(`\n${printTable(rows)}\n`);
  for (const row of rows) expect.soft(isGood(row), `${row.figure}: ${row.ratio.toFixed(2)}, wanted ${row.rule}`).toBe(true);
});
