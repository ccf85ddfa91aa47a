import { describe, expect, it } from 'vitest';
import type { Workers } from '../../workers/api.ts';
import { groupFiles } from '../../src/format/group-files.ts';
import { filesOfRun } from '../../src/format/run.ts';
import { makeIndexFile } from '../../src/pipeline/known-indexes.ts';
import { openRun } from '../../src/pipeline/open-run.ts';
import { RunShelf } from '../../src/state/run-shelf.ts';
import { Arena } from '../../src/wasm/arena.ts';
import { fixtureFile } from '../fixtures/fixtures.ts';
import { loadKernels } from '../reference/load-kernels.ts';

const files = (...names: string[]): File[] => names.map((name) => new File(['x'], name));

describe('files beside the data', () => {
  it('go with the chunk or the run they belong to', () => {
    const { runs, others, problems } = groupFiles(
      files('e1-r0002-s00-c00.xtc', 'e1-r0002-s00-c01.xtc', 'e1-r0002-s00-c01.smd.xtc', 'e1-r0002-s00-c00.xtc.idx', 'e1-r0002.xtcscope-index', 'e1-r0003-s00-c00.xtc'),
    );
    expect([others, problems]).toEqual([[], []]);
    const [first, second] = runs;
    expect(first.streams[0].chunks.map(({ daqIndex, smallData }) => [daqIndex?.name, smallData?.name])).toEqual([['e1-r0002-s00-c00.xtc.idx', undefined], [undefined, 'e1-r0002-s00-c01.smd.xtc']]);
    expect(first.indexFiles?.map(({ name }) => name)).toEqual(['e1-r0002.xtcscope-index']);
    expect(filesOfRun(first).map(({ name }) => name)).toEqual(['e1-r0002-s00-c00.xtc', 'e1-r0002-s00-c01.xtc', 'e1-r0002-s00-c01.smd.xtc']);
    expect(second.indexFiles).toBeUndefined();
  });

  it('are said to lack their data when these are not open', () => {
    const { problems, runs } = groupFiles(files('e1-r0002-s00-c00.xtc', 'e1-r0002-s01-c00.xtc.idx', 'e1-r0009.xtcscope-index', 'e1-r0003-s00-c00.xtc'));
    expect(runs).toHaveLength(2);
    expect(problems.map(({ code, file }) => [code, file])).toEqual([['bad-index', 'e1-r0002-s01-c00.xtc.idx'], ['bad-index', 'e1-r0009.xtcscope-index']]);
  });
});

describe('an index file', async () => {
  const arena = new Arena(await loadKernels());
  const remote = { openRun: (...[run, options, report]: DropFirst<Parameters<typeof openRun>>) => openRun(arena, run, options, report), kept: () => Promise.resolve() };
  const scan = () => ({ call: (use: (remote: unknown) => Promise<unknown>) => use(remote), dispose: () => undefined });
  const makeShelf = () => new RunShelf({ scan } as unknown as Workers, () => undefined);
  const data = fixtureFile('delayscan_small/e81-r0098-s00-c00.xtc');
  const [run] = groupFiles([data]).runs;
  const { index, table, problems } = await openRun(arena, run, { isRescan: true }, () => undefined);
  const indexFile = await makeIndexFile(run, { index, table, problems });

  it.each(['e81-r0098.xtcscope-index', 'renamed.xtcscope-index'])('that comes later as %s joins the run that is open', async (name) => {
    const shelf = makeShelf();
    await (await shelf.open([data])).scanned;
    await (await shelf.open([new File([indexFile], name)])).scanned;
    expect(shelf.runs.value.map(({ label, origin, events }) => [label, origin.value, events])).toEqual([['e81 r0098', 'index-file', 60]]);
  });

  it('of a file that has changed is not used', async () => {
    const bytes = new Uint8Array(await data.arrayBuffer());
    bytes[bytes.length - 1] ^= 1;
    const shelf = makeShelf();
    await (await shelf.open([new File([bytes], data.name), new File([indexFile], 'e81-r0098.xtcscope-index')])).scanned;
    const [opened] = shelf.runs.value;
    expect(opened.origin.value).toBe('scan');
    expect(opened.problems.value[0].message).toMatch(/is not the same as when it was made/);
  });
});

type DropFirst<T extends readonly unknown[]> = T extends readonly [unknown, ...infer Rest] ? Rest : never;
