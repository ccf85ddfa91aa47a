import { expect, test, vi } from 'vitest';
import { makeSampleRuns } from '../../src/sample/make-sample-runs.ts';
import { fixtureFile } from '../fixtures/fixtures.ts';
import { scriptSession } from '../reference/script-session.ts';

// One worker: those of the test share their memory.
vi.stubGlobal('navigator', { hardwareConcurrency: 1 });

const REGION = { row0: 850, row1: 950, column0: 800, column1: 1000 };

test('a region of all pictures gives what the pictures give one by one, raw and minus the dark', async () => {
  const { session, xtcscope } = await scriptSession();
  const files = makeSampleRuns().filter(({ name }) => /r0003/.test(name));
  const run = await xtcscope.open(files);
  const [source] = run.imageSources;
  const texts = ['sum', 'mean', 'std', 'min', 'max', 'count', 'x', 'y'].map((measure) => `roi(${source}, 800, 1000, 850, 950).${measure}`);
  const dark = await run.dark({ events: 3 });
  for (const used of [null, dark]) {
    session.useDark(used);
    const columns = await run.columns(texts);
    const events = [0, 1, run.events - 1];
    for (const event of events) {
      const { shape, data } = await run.image(event, { assembled: true, dark: used });
      const pixels: { row: number; column: number; value: number }[] = [];
      for (let row = REGION.row0; row < REGION.row1; ++row) {
        for (let column = REGION.column0; column < REGION.column1; ++column) {
          const value = data[row * shape[1] + column];
          if (Number.isFinite(value)) pixels.push({ row, column, value });
        }
      }
      const total = (of: (pixel: (typeof pixels)[number]) => number): number => pixels.reduce((sum, pixel) => sum + of(pixel), 0);
      const [sum, count] = [total(({ value }) => value), pixels.length];
      const mean = sum / count;
      const expected = [
        sum, mean, Math.sqrt(total(({ value }) => (value - mean) ** 2) / count),
        Math.min(...pixels.map(({ value }) => value)), Math.max(...pixels.map(({ value }) => value)), count,
        total(({ column, value }) => column * value) / sum, total(({ row, value }) => row * value) / sum,
      ];
      texts.forEach((text, i) => expect(Math.abs(columns[text][event] - expected[i])).toBeLessThanOrEqual(1e-6 * Math.max(1, Math.abs(expected[i]))));
    }
  }
});

test('what is no region of a picture says so', async () => {
  const { xtcscope } = await scriptSession();
  const run = await xtcscope.open([fixtureFile('delayscan_small/e81-r0098-s00-c00.xtc')]);
  await expect(run.columns(['roi(XppGon-0|Cspad-0, 0, 10, 0, 10).sum'])).rejects.toMatchObject({ code: 'unknown-source' });
  const picture = await xtcscope.open([fixtureFile('cspad/e60-r0012-s00-c00.xtc')]);
  const source = picture.imageSources[0];
  await expect(picture.columns([`roi(${source}, 10, 10, 0, 5).sum`])).rejects.toMatchObject({ code: 'out-of-range' });
  await expect(picture.columns(['roi(Other-0|Cspad-0, 0, 10, 0, 10).sum'])).rejects.toMatchObject({ code: 'unknown-source' });
  expect((await picture.columns([`2 * roi(${source}, 5000, 5010, 0, 5).count`]))[`2 * roi(${source}, 5000, 5010, 0, 5).count`]).toEqual(Float64Array.of(0));
});
