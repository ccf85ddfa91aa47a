import { signal } from '@preact/signals-core';
import { describe, expect, it } from 'vitest';
import { openRun } from '../../src/pipeline/open-run.ts';
import { Opening } from '../../src/state/opening.ts';
import type { OpenRun } from '../../src/state/open-run.ts';
import { RunOffers } from '../../src/state/run-offers.ts';
import { RunShelf } from '../../src/state/run-shelf.ts';
import { Arena } from '../../src/wasm/arena.ts';
import type { Workers } from '../../workers/api.ts';
import { buildRun } from '../fixtures/build-xtc.ts';
import { fixtureFile } from '../fixtures/fixtures.ts';
import { loadKernels } from '../reference/load-kernels.ts';

const kernels = await loadKernels();

/** The scan worker, here instead of elsewhere; `scans` counts the runs it was asked for. */
function makeShelf() {
  const counts = { scans: 0 };
  const scan = () => ({
    call: (use: (remote: unknown, stop: AbortSignal) => Promise<unknown>, outer?: AbortSignal) => {
      const open = (...[run, options, onProgress, stop]: DropFirst<Parameters<typeof openRun>>) => {
        ++counts.scans;
        return openRun(new Arena(kernels), run, options, onProgress, stop);
      };
      return use({ openRun: open, kept: async () => undefined }, outer ?? new AbortController().signal);
    },
    dispose: () => undefined,
  });
  const problems: string[] = [];
  const shelf = new RunShelf({ scan } as unknown as Workers, (found) => problems.push(...found.map(({ code }) => code)));
  const session = {
    current: shelf.current,
    event: signal(0),
    selectEvent: (event: number) => { session.event.value = event; },
    selectRun: (run: OpenRun) => { shelf.select(run); session.event.value = 0; },
  };
  return { counts, problems, shelf, session, opening: new Opening(session, shelf, () => Promise.resolve()) };
}
type DropFirst<T extends readonly unknown[]> = T extends readonly [unknown, ...infer Rest] ? Rest : never;

const [s00, s01] = ['s00', 's01'].map((stream) => fixtureFile(`delayscan_small/e81-r0098-${stream}-c00.xtc`));
const runFiles = (count: number): File[] => Array.from({ length: count }, (_, i) => new File([buildRun([])], `e1-r000${i + 1}-s00-c00.xtc`, { lastModified: 1000 * i }));

describe('a stream that is dropped later', () => {
  it('joins the run that is open, and the event stays', async () => {
    const { opening, session, shelf } = makeShelf();
    const [alone] = await opening.open([s01]);
    session.selectEvent(30);
    const before = alone.eventRef(30);
    const [whole] = await opening.open([s00]);
    expect(shelf.runs.value).toEqual([whole]);
    expect(session.current.value).toBe(whole);
    expect(whole.events).toBe(120);
    expect(session.event.value).toBe(61);
    const after = whole.eventRef(61);
    expect([after.seconds, after.nanoseconds, after.fiducials]).toEqual([before.seconds, before.nanoseconds, before.fiducials]);
  });

  it('takes away that a chunk is missing, when it comes', async () => {
    const { opening } = makeShelf();
    const [c00, c01, c02] = ['c00', 'c01', 'c02'].map((chunk) => fixtureFile(`delayscan_chunks/e81-r0098-s00-${chunk}.xtc`));
    const [holed] = await opening.open([c00, c02]);
    expect(holed.problems.value.map(({ code }) => code)).toContain('missing-chunk');
    const [whole] = await opening.open([c01]);
    expect(whole.problems.value).toEqual([]);
  });
});

describe('the options of opening', () => {
  it('end the run, and are those of the window when none are given', async () => {
    const { opening } = makeShelf();
    const [run] = await opening.open([s00, s01], { maxEvents: 10 });
    expect(run.events).toBe(10);
    opening.options.value = { maxCycles: 2 };
    const [other] = await opening.open([s00, s01]);
    expect(other.table.value?.eventsPerCycle).toEqual([24, 24]);
  });

  it('can be stopped by a signal', async () => {
    const { opening } = makeShelf();
    const stop = new AbortController();
    stop.abort();
    await expect(opening.open([s00], { signal: stop.signal })).rejects.toMatchObject({ code: 'aborted' });
  });
});

describe('many runs', () => {
  it('are listed and not read', async () => {
    const { opening, counts } = makeShelf();
    await opening.choose(runFiles(5), false);
    expect(counts.scans).toBe(0);
    expect(opening.offers.isShown.value).toBe(true);
    expect(opening.offers.all.value.map(({ label, streams, chunks }) => [label, streams, chunks])).toEqual([1, 2, 3, 4, 5].map((run) => [`e1 r000${run}`, 1, 1]));
    await expect.poll(() => opening.offers.all.value.map(({ date }) => date)).toEqual(Array(5).fill(1_300_000_000_000));
  });

  it('are opened at once when they are few, and chosen from when they are a folder', async () => {
    const { opening, counts } = makeShelf();
    await opening.choose(runFiles(3), false);
    expect(counts.scans).toBe(3);
    expect(opening.offers.all.value).toEqual([]);
    await opening.choose(runFiles(2), true);
    expect(counts.scans).toBe(3);
  });

  it('leave files of no run to be opened', () => {
    const dark = new File(['1'], 'dark.npy');
    expect(new RunOffers().offer([...runFiles(4), dark], false)).toEqual([dark]);
  });
});
