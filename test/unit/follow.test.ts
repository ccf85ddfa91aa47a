import { signal } from '@preact/signals-core';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { ScanApi, Workers } from '../../workers/api.ts';
import { BlobSource } from '../../src/format/byte-source.ts';
import { groupFiles } from '../../src/format/group-files.ts';
import { rememberGrowing } from '../../src/format/growing-files.ts';
import type { RunFiles } from '../../src/format/run.ts';
import { datagramRef, type RunIndex } from '../../src/format/run-index.ts';
import { RunOpener, type OpenedRun } from '../../src/pipeline/open-run.ts';
import { FileHandles } from '../../src/state/file-handles.ts';
import { Follow } from '../../src/state/follow.ts';
import { OpenRun } from '../../src/state/open-run.ts';
import { Arena } from '../../src/wasm/arena.ts';
import { fixtureBytes } from '../fixtures/fixtures.ts';
import { loadKernels } from '../reference/load-kernels.ts';

const names = ['e81-r0098-s00-c00.xtc', 'e81-r0098-s01-c00.xtc'];
const whole = names.map((name) => fixtureBytes(`delayscan_small/${name}`));
const cut = (sizes: readonly number[], more: readonly File[] = []): RunFiles =>
  groupFiles([...names.map((name, i) => new File([whole[i].subarray(0, sizes[i])], `${name}.inprogress`)), ...more]).runs[0];

const opener = async () => new RunOpener(new Arena(await loadKernels()));
const options = { isRescan: true, isGrowing: true };

/** What of an index does not depend on the order in which things were met. */
function comparable({ index, table, problems }: OpenedRun): unknown {
  const datagrams = Array.from({ length: index.datagrams }, (_, i) => {
    const { signature, ...ref } = datagramRef(index, i);
    return { ...ref, leaves: Array.from(index.signatures[signature], (kind) => `${index.kinds[kind].source} ${index.kinds[kind].typeId}`) };
  });
  const bytes = Object.fromEntries(index.kinds.map(({ source, typeId, version }, i) => [[source, typeId, version].join(), [index.kindBytes[i], index.kindDamaged[i]]]));
  const { events, cycles, partners, containerBytes, skipped, configurations } = index;
  return { datagrams, bytes, events, cycles, partners, containerBytes, skipped, table, problems, configurations: configurations.map(({ offset, file, fromDatagram }) => [file, offset, fromDatagram]) };
}

describe('a scan of files that grow', async () => {
  const complete = comparable(await (await opener()).open(cut([Infinity, Infinity]), options, () => undefined));

  it('finds the same in whatever steps they grow', async () => {
    const sizes = fc.tuple(fc.nat(whole[0].length), fc.nat(whole[1].length));
    await fc.assert(
      fc.asyncProperty(fc.array(sizes, { minLength: 1, maxLength: 6 }), async (steps) => {
        const inOrder = [0, 1].map((stream) => steps.map((step) => step[stream]).sort((a, b) => a - b));
        const growing = await opener();
        for (let i = 0; i < steps.length; ++i) {
          const run = cut([inOrder[0][i], inOrder[1][i]]);
          const result = i === 0 ? await growing.open(run, options, () => undefined) : await growing.grow(run);
          expect(result.problems.filter(({ code }) => !['truncated', 'not-xtc', 'empty-file', 'no-configuration', 'missing-events'].includes(code))).toEqual([]);
        }
        expect(comparable(await growing.grow(cut([Infinity, Infinity])))).toEqual(complete);
      }),
      { seed: 7, numRuns: 40 },
    );
  }, 60_000);

  it('goes on after it was stopped', async () => {
    const growing = await opener();
    const stop = new AbortController();
    const partial = await growing.open(cut([Infinity, Infinity]), options, () => stop.abort(), stop.signal);
    if (!partial.isPartial) stop.abort();
    expect(comparable(await growing.grow(cut([Infinity, Infinity])))).toEqual(complete);
  });

  it('reads only what is new', async () => {
    const growing = await opener();
    await growing.open(cut([60_000, 60_000]), options, () => undefined);
    const run = cut([Infinity, Infinity]);
    const froms: number[] = [];
    for (const { chunks } of run.streams) {
      const { file } = chunks[0];
      const slice = file.slice.bind(file);
      file.slice = (from = 0, to) => {
        froms.push(from);
        return slice(from, to);
      };
    }
    await growing.grow(run);
    expect(Math.min(...froms)).toBeGreaterThan(57_000);
  });

  it('takes a chunk that has come', async () => {
    const growing = await opener();
    const chunk = (i: number) => new File([fixtureBytes(`delayscan_chunks/e81-r0098-s00-c0${i}.xtc`)], `e81-r0098-s00-c0${i}.xtc`);
    const runOf = (count: number) => groupFiles(Array.from({ length: count }, (_, i) => chunk(i))).runs[0];
    await growing.open(runOf(1), options, () => undefined);
    await growing.grow(runOf(2));
    const grown = await growing.grow(runOf(3));
    const atOnce = await (await opener()).open(runOf(3), options, () => undefined);
    expect(comparable(grown)).toEqual(comparable(atOnce));
  });
});

/** A file that is longer each time it is asked for. */
class GrowingFile {
  #at = 0;
  readonly #steps: readonly number[];
  readonly #stream: number;

  constructor(stream: number, steps: readonly number[]) {
    this.#stream = stream;
    this.#steps = steps;
  }

  async getFile(): Promise<File> {
    const size = this.#steps[Math.min(this.#at++, this.#steps.length - 1)];
    if (size < 0) throw new DOMException('gone', 'NotFoundError');
    return new File([whole[this.#stream].subarray(0, size)], `${names[this.#stream]}.inprogress`);
  }
}

async function openGrowing(steps: readonly (readonly number[])[]) {
  const handles = new FileHandles();
  const growing = steps.map((sizes, stream) => new GrowingFile(stream, sizes));
  const files = await Promise.all(growing.map((handle) => handle.getFile()));
  files.forEach((file, i) => handles.remember(file, growing[i]));
  const starts: string[] = [];
  const workers = {
    scan: () => {
      const made = opener();
      const api = {
        openRun: async (...given: Parameters<RunOpener['open']>) => (starts.push('open'), (await made).open(...given)),
        kept: async () => (await made).kept(),
        growRun: async (...given: Parameters<RunOpener['grow']>) => (starts.push('grow'), (await made).grow(...given)),
      };
      const call = (use: (remote: ScanApi, stop: AbortSignal) => Promise<unknown>, stop = new AbortController().signal) => use(api as unknown as ScanApi, stop);
      return { call, dispose: () => undefined };
    },
  } as unknown as Workers;
  const run = new OpenRun(groupFiles(files).runs[0], workers, {}, [], handles);
  const event = signal(0);
  const session = { handles, current: signal<OpenRun | null>(run), event, selectEvent: (at: number) => void (event.value = at) };
  const said: string[] = [];
  const follow = new Follow({ session, readers: [], say: (text) => said.push(text), report: (error) => said.push(String(error)) }, 1);
  return { run, follow, event, said, starts };
}

const events = (index: RunIndex | null): number => index?.events.length ?? 0;

describe('following a run', () => {
  it('grows until the end, shows the last event, and is not truncated on the way', async () => {
    const { run, follow, event, starts } = await openGrowing([[30_000, 30_000, 50_001, 60_000, 1e9], [20_001, 20_001, 20_001, 40_000, 1e9]]);
    await run.scan();
    const first = events(run.index.value);
    event.value = first - 1;
    expect(run.problems.value.map(({ code }) => code)).toContain('truncated');
    const followed = follow.start(run);
    expect(run.problems.value.map(({ code }) => code)).not.toContain('truncated');
    await vi.waitFor(() => expect(events(run.index.value)).toBe(120), { timeout: 5000 });
    expect(first).toBeGreaterThan(10);
    expect(first).toBeLessThan(100);
    expect(event.value).toBe(119);
    expect(run.byteLength).toBe(whole[0].length + whole[1].length);
    expect(run.problems.value).toEqual([]);
    expect(starts.filter((start) => start === 'open')).toHaveLength(1);
    follow.stop(run);
    await followed;
    run.close();
  });

  it('leaves the event alone that somebody looks at', async () => {
    const { run, follow, event } = await openGrowing([[30_000, 1e9]]);
    await run.scan();
    event.value = 3;
    void follow.start(run);
    await vi.waitFor(() => expect(events(run.index.value)).toBe(60), { timeout: 5000 });
    expect(event.value).toBe(3);
    run.close();
  });

  it('ends when the file is gone, as when its name loses .inprogress', async () => {
    const { run, follow, said } = await openGrowing([[30_000, 50_000, -1]]);
    await run.scan();
    await follow.start(run);
    expect(run.isFollowing.value).toBe(false);
    expect(said).toEqual([expect.stringMatching(/not followed any more: its file was moved or renamed/)]);
    run.close();
  });

  it('is refused for files that came without a handle', async () => {
    const { run, follow, said } = await openGrowing([[30_000]]);
    const other = new OpenRun(cut([30_000, 0]), {} as Workers);
    expect([follow.canFollow(run), follow.canFollow(other)]).toEqual([true, false]);
    await follow.start(other);
    expect(said[0]).toMatch(/cannot be followed/);
  });
});

describe('reading a file that is being written', () => {
  it('asks for it anew when the browser refuses, as often as is reasonable', async () => {
    const bytes = whole[0];
    const refused = { size: 1000, name: 'growing.xtc', slice: () => ({ arrayBuffer: () => Promise.reject(new DOMException('changed', 'NotReadableError')) }) } as unknown as File;
    let refusals = 3;
    rememberGrowing([{ name: 'growing.xtc', handle: { getFile: async () => (refusals-- > 0 ? refused : new File([bytes], 'growing.xtc')) } }]);
    const source = new BlobSource(refused, 'growing.xtc');
    expect(await source.read(100, 50)).toEqual(bytes.slice(100, 150));
    expect(await source.read(990, 50)).toEqual(bytes.slice(990, 1000));
    refusals = Infinity;
    await expect(source.read(0, 10)).rejects.toMatchObject({ code: 'unreadable' });
    await expect(new BlobSource(refused, 'other.xtc').read(0, 10)).rejects.toMatchObject({ code: 'unreadable' });
  });
});
