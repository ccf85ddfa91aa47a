import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runModule, SMALL_SCAN } from './module-page.ts';
import { expect, test } from './test.ts';
import { fixturePath, XtcWindow } from './xtc-window.ts';

const example = (name: string): string => readFileSync(fileURLToPath(new URL(`../../src/examples/${name}.js`, import.meta.url)), 'utf8');
const PARAMS = { controlpv: 'fs2:ramp_angsft_target', ipimb_norm: 'XppSb3Ipm-1|Ipimb-0', ipimb_sig: 'XppSb3Pim-1|Ipimb-0', threshold: '0.1' };

test.beforeEach(async ({ page }) => {
  const window = new XtcWindow(page);
  await window.goto();
  await window.open(...SMALL_SCAN);
});

test('the tutorial’s delay scan: its values, the same bytes from one, two and four workers', async ({ page }) => {
  const expected = readFileSync(fixturePath('delayscan_small/e81-r0098-small.point_scan_delay.npy'));
  const ofFile = (bytes: Uint8Array): Uint8Array => bytes.subarray(10 + bytes[8] + 256 * bytes[9]);
  for (const workers of [1, 2, 4]) {
    const job = await runModule(page, { source: example('xppt_delayscan'), name: 'pyana_examples.xppt_delayscan', params: PARAMS, workers });
    expect(job).toMatchObject({ state: 'done', problems: [], plots: [{ name: 'delay', kind: 'scatter' }] });
    expect(Buffer.from(ofFile(Uint8Array.from(job.files[0].bytes))).equals(Buffer.from(ofFile(expected)))).toBe(true);
  }
});

test('an endless loop is ended and named, and the page goes on', async ({ page }) => {
  const job = await runModule(page, { source: 'class A {\n event(evt) { print(evt.number); if (evt.number === 57) for (;;); } }', patienceSeconds: 2 });
  expect(job.state).toBe('failed');
  expect(job.problems).toMatchObject([{ module: 'mymodule', callback: 'event', event: 57 }]);
  expect(job.problems[0].message).toMatch(/event of mymodule did not come back within 2 s at event 57/);
  await expect(page.locator('iframe')).toHaveCount(0);
  expect((await runModule(page, { source: 'class A { event() {} endjob() { print("well"); } }' })).lines).toEqual(['well']);
});

test('a module that takes all memory is ended, and the page goes on', async ({ page }) => {
  test.setTimeout(120_000);
  const arrays = await runModule(page, { source: 'class A {\n event(evt) {\n const all = [];\n for (;;) all.push(new Float64Array(8e6)); } }' });
  expect(arrays.problems).toMatchObject([{ callback: 'event', event: 0, line: 4, message: expect.stringMatching(/Out of memory: .* 4 GB/) }]);
  const hoard = await runModule(page, { source: 'class A { all = []; event(evt) { this.all.push(np.zeros([40, 1000, 1000])); } }' });
  expect(hoard.problems).toMatchObject([{ callback: 'event', message: expect.stringMatching(/Out of memory/) }]);
  expect(hoard.problems[0].event).toBeGreaterThan(10);
  expect((await runModule(page, { source: 'class A { event() { this.last = np.zeros([40, 1000, 1000]); } endjob() { print("enough"); } }' })).lines).toEqual(['enough']);
});

test('when lists and objects take all memory only the sandbox dies', async ({ page, context }) => {
  test.setTimeout(120_000);
  // Playwright takes the end of the sandbox's process for that of the page: the page tells another one that it lives.
  const witness = await context.newPage();
  await witness.goto('./');
  const heard = witness.evaluate(() => new Promise<string>((resolve) => (new BroadcastChannel('modules').onmessage = ({ data }) => resolve(data as string))));
  const hog = 'class A { event() { const all = []; for (;;) all.push(Array.from({ length: 1e6 }, Math.random)); } }';
  await page.evaluate((source) => {
    const session = document.querySelector('xtc-app')!.session;
    const run = session.current.value!;
    const start = (text: string) => session.modules.start({ run, modules: [{ name: 'a', label: '', source: text, params: {} }], events: { from: 0, count: null }, workers: 1, onError: 'stop', dark: null, patienceSeconds: 15 });
    const job = start(source);
    void job.done
      .then(async () => {
        const next = start('class A { endjob() { print("well"); } }');
        await next.done;
        return [...job.problems.value.map(({ message }) => message), ...next.log.value.lines.map(({ text }) => text)].join(' | ');
      })
      .then((text) => new BroadcastChannel('modules').postMessage(text));
  }, hog);
  expect(await heard).toMatch(/memory.* \| well$/);
});

test('errors stand at their line: syntax, run time, outside of a callback', async ({ page }) => {
  expect((await runModule(page, { source: 'class A {\n  event() {\n    const x = ;\n  }\n}' })).problems).toMatchObject([{ module: 'mymodule', line: 3, message: expect.stringMatching(/SyntaxError/) }]);
  expect((await runModule(page, { source: 'class A {\n  event(evt) {\n\n    evt.nothing();\n  }\n}' })).problems).toMatchObject([{ callback: 'event', event: 0, line: 4, message: expect.stringMatching(/TypeError/) }]);
  expect((await runModule(page, { source: 'export default class A {\n  async event(evt) {\n  await null; throw new Error("late"); } }' })).problems).toMatchObject([{ event: 0, line: 3, message: 'Error: late' }]);
});

test('a job is cancelled at once', async ({ page }) => {
  const state = await page.evaluate(async () => {
    const session = document.querySelector('xtc-app')!.session;
    const run = session.current.value!;
    const job = session.modules.start({ run, modules: [{ name: 'a', label: '', source: 'class a { event() { for (;;); } }', params: {} }], events: { from: 0, count: null }, workers: 2, onError: 'stop', dark: null });
    await new Promise((resolve) => setTimeout(resolve, 500));
    job.cancel();
    return job.done;
  });
  expect(state).toBe('cancelled');
  await expect(page.locator('iframe')).toHaveCount(0);
});
