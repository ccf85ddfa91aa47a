import { expect, test } from 'vitest';
import type { RemoteWorker, ScanApi, Workers } from '../../workers/api.ts';
import type { Problem } from '../../src/base/errors.ts';
import { RunOpener } from '../../src/pipeline/open-run.ts';
import { RunShelf } from '../../src/state/run-shelf.ts';
import { Arena } from '../../src/wasm/arena.ts';
import { fixtureFile } from '../fixtures/fixtures.ts';
import { loadKernels } from '../reference/load-kernels.ts';

const arena = new Arena(await loadKernels());

/** Scans in this thread, with the real kernels; a progress message comes late, as it can from a real worker. */
function scanHere(): RemoteWorker<ScanApi> {
  const opener = new RunOpener(arena);
  const api: Pick<ScanApi, 'openRun' | 'kept'> = {
    openRun: async (run, options, onProgress, signal) => {
      const result = await opener.open(run, options, onProgress, signal);
      setTimeout(() => onProgress({ bytesDone: 0, bytesTotal: 1, datagrams: 0, elapsedMs: 0, table: null, index: null }), 1);
      return result;
    },
    kept: async () => undefined,
  };
  return {
    call: (use, signal) => use(api as never, signal ?? new AbortController().signal),
    dispose: () => undefined,
  };
}

function startShelf(): { shelf: RunShelf; problems: Problem[] } {
  const problems: Problem[] = [];
  const workers = { scan: scanHere } as Partial<Workers> as Workers;
  return { shelf: new RunShelf(workers, (found) => problems.push(...found)), problems };
}

async function open(shelf: RunShelf, ...paths: string[]): Promise<number[]> {
  const { scanned } = await shelf.open(paths.map(fixtureFile));
  await scanned;
  return shelf.runs.value.map((run) => run.events);
}

const SMALL = ['delayscan_small/e81-r0098-s00-c00.xtc', 'delayscan_small/e81-r0098-s01-c00.xtc'] as const;

test('a stream that comes later joins the run that is open', async () => {
  const { shelf, problems } = startShelf();
  expect(await open(shelf, SMALL[0])).toEqual([60]);
  expect(await open(shelf, SMALL[1])).toEqual([120]);
  expect(problems).toEqual([]);
});

test('files whose names are open already replace the run', async () => {
  const { shelf } = startShelf();
  const chunks = ['s00', 's01'].flatMap((stream) => ['c00', 'c01', 'c02'].map((chunk) => `delayscan_chunks/e81-r0098-${stream}-${chunk}.xtc`));
  expect(await open(shelf, ...chunks)).toEqual([120]);
  expect(await open(shelf, ...SMALL)).toEqual([120]);
  expect(shelf.runs.value[0].chunks).toHaveLength(2);
});

test('progress that is overtaken by the result changes nothing', async () => {
  const { shelf } = startShelf();
  await open(shelf, ...SMALL);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(shelf.runs.value[0].progress.value).toBeNull();
});

test('a file with nothing in it is no run, but what was said about it stays', async () => {
  const { shelf, problems } = startShelf();
  expect(await open(shelf, 'broken/empty.xtc')).toEqual([]);
  expect(problems.map(({ code }) => code)).toEqual(['empty-file']);
});
