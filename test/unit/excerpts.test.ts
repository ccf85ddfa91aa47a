import { signal } from '@preact/signals-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseNumberList } from '../../src/base/number-list.ts';
import { XtcError } from '../../src/base/errors.ts';
import { copyRanges } from '../../src/format/copy-ranges.ts';
import { groupFiles } from '../../src/format/group-files.ts';
import { joinRanges } from '../../src/format/join-ranges.ts';
import { scanRun } from '../../src/pipeline/scan-run.ts';
import { copyToFile } from '../../src/state/copy-to-file.ts';
import { Excerpts } from '../../src/state/excerpts.ts';
import type { OpenRun } from '../../src/state/open-run.ts';
import type { PageServices } from '../../src/state/saving.ts';
import { Tasks } from '../../src/state/tasks.ts';
import { Arena } from '../../src/wasm/arena.ts';
import { fixtureFile } from '../fixtures/fixtures.ts';
import { loadKernels } from '../reference/load-kernels.ts';

const arena = new Arena(await loadKernels());

async function open(...files: File[]): Promise<OpenRun> {
  const [run] = groupFiles(files).runs;
  const { index } = await scanRun(arena, run, () => {}, undefined);
  const chunks = run.streams.flatMap((stream) => stream.chunks.map(({ file }) => file));
  return { files: run, label: run.label, chunks, index: signal(index), progress: signal(null) } as unknown as OpenRun;
}

/** A target as the browser gives one: written aside, in place when closed. */
class FakeTarget {
  readonly name = 'chosen.xtc';
  content: Blob | null = null;
  readonly #failAt: number;

  constructor(failAt = Infinity) {
    this.#failAt = failAt;
  }

  createWritable(): Promise<WritableStream<Uint8Array<ArrayBuffer>>> {
    const pieces: Uint8Array<ArrayBuffer>[] = [];
    return Promise.resolve(
      new WritableStream({
        write: (piece) => {
          if (pieces.length >= this.#failAt) throw new Error('disk full');
          pieces.push(piece);
        },
        close: () => {
          this.content = new Blob(pieces);
        },
      }),
    );
  }

  asHandle(): FileSystemFileHandle {
    return this as unknown as FileSystemFileHandle;
  }
}

function excerptsWith(chooseTarget: PageServices['chooseTarget']) {
  const said: string[] = [];
  const reported: unknown[] = [];
  const downloads: { blob: Blob; name: string }[] = [];
  const page = { chooseTarget, download: (blob: Blob, name: string) => downloads.push({ blob, name }) } as unknown as PageServices;
  const excerpts = new Excerpts({ page, tasks: new Tasks(), say: (notice) => said.push(notice), report: (error) => reported.push(error) });
  return { excerpts, said, reported, downloads };
}

const small = await open(...['s00', 's01'].map((stream) => fixtureFile(`delayscan_small/e81-r0098-${stream}-c00.xtc`)));

describe('a trimmed run', () => {
  it('is one file with the name of its run', async () => {
    const { excerpts } = excerptsWith(() => Promise.resolve(null));
    const file = await excerpts.trim(small, { cycles: [2] });
    expect(file.name).toBe('e81-r0098-s00-c00.xtc');
    expect(file.size).toBe((await excerpts.plan(small, { cycles: [2] })).byteLength);
    const unnamed = await excerpts.trim(await open(fixtureFile('damage/damage.xtc')), { events: [1] });
    expect(unnamed.name).toBe('damage-trimmed.xtc');
  });

  it('goes into the chosen file, or is downloaded where there is no such dialog', async () => {
    const target = new FakeTarget();
    const chosen = excerptsWith(() => Promise.resolve(target.asHandle()));
    await chosen.excerpts.saveTrimmed(small, { events: [0, 7] });
    const made = await chosen.excerpts.trim(small, { events: [0, 7] });
    expect(Buffer.from((await target.content?.arrayBuffer()) ?? new ArrayBuffer(0)).equals(Buffer.from(await made.arrayBuffer()))).toBe(true);
    expect([chosen.said, chosen.downloads]).toEqual([['Saved chosen.xtc'], []]);

    const plain = excerptsWith(() => Promise.resolve(null));
    await plain.excerpts.saveTrimmed(small, { events: [0, 7] });
    expect(plain.downloads.map(({ blob, name }) => [blob.size, name])).toEqual([[made.size, 'e81-r0098-s00-c00.xtc']]);
  });

  it('that nobody wants after all, or that cannot be written, leaves nothing', async () => {
    const declined = excerptsWith(() => Promise.reject(new XtcError('aborted', 'No file was chosen.')));
    await declined.excerpts.saveTrimmed(small, {});
    expect([declined.said, declined.reported]).toEqual([['Not saved.'], []]);

    const full = new FakeTarget(0);
    const failing = excerptsWith(() => Promise.resolve(full.asHandle()));
    await failing.excerpts.saveTrimmed(small, {});
    expect(failing.reported).toMatchObject([{ code: 'unreadable', message: expect.stringContaining('disk full') as string }]);
    expect(full.content).toBeNull();

    const stopped = new FakeTarget();
    const stop = new AbortController();
    stop.abort();
    await expect(copyToFile(small.chunks, [{ file: 0, offset: 0, byteLength: 1 }], stopped.asHandle(), () => {}, stop.signal)).rejects.toMatchObject({ code: 'aborted' });
    expect(stopped.content).toBeNull();
  });
});

describe('a healed run', () => {
  it('has every file that holds something good', async () => {
    const broken = new File([await fixtureFile('broken/zeros_between_datagrams.xtc').arrayBuffer()], 'e81-r0098-s01-c00.xtc.inprogress');
    const lost = new File([new Uint8Array(1000)], 'e81-r0098-s02-c00.xtc');
    const run = await open(small.chunks[0], broken, lost);
    const { excerpts } = excerptsWith(() => Promise.resolve(null));
    const healed = await excerpts.heal(run);
    expect(healed.map(({ name, size }) => [name, size])).toEqual([['e81-r0098-s00-c00.xtc', small.chunks[0].size], ['e81-r0098-s01-c00.xtc', small.chunks[0].size]]);
    expect(excerpts.healthy(run)[1].skippedBytes).toBe(4096);
  });

  it('is not known while the scan goes on', async () => {
    const { excerpts } = excerptsWith(() => Promise.resolve(null));
    const scanning = { files: small.files, label: small.label, chunks: small.chunks, index: small.index, progress: signal({}) } as unknown as OpenRun;
    expect(excerpts.healthy(scanning)).toEqual([]);
    await expect(excerpts.heal(scanning)).rejects.toMatchObject({ code: 'out-of-range' });
  });
});

describe('a list of numbers', () => {
  it('is read with its ranges', () => {
    expect(parseNumberList(' 7, 0,3-5 4 – 4', 8, 'cycle')).toEqual([0, 3, 4, 5, 7]);
    expect(parseNumberList('', 8, 'cycle')).toEqual([]);
  });
  it.each([['x', /“x” is no cycle/], ['3-1', /ends before it begins/], ['8', /no cycle 8: they go from 0 to 7/], ['-1', /is no cycle/], ['1e9', /is no cycle/], ['0-99999999999', /no cycle/]])('refuses %s', (text, message) => {
    expect(() => parseNumberList(text, 8, 'cycle')).toThrow(message);
  });
});

describe('many ranges', () => {
  const files = [0, 1].map((file) => new File([Uint8Array.from({ length: 300_000 }, (_, i) => (i * 31 + file) % 251)], `${file}.xtc`));
  const range = fc.record({ file: fc.nat(1), offset: fc.nat(200_000), byteLength: fc.oneof(fc.nat(300), fc.nat(100_000)) });

  it('are copied in their order, whether they are far apart, near, or over each other', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(range, { maxLength: 40 }), async (ranges) => {
        const pieces: Uint8Array<ArrayBuffer>[] = [];
        await copyRanges(files, ranges, async (piece) => void pieces.push(piece));
        const expected = new Blob(ranges.map(({ file, offset, byteLength }) => files[file].slice(offset, offset + byteLength)));
        expect(Buffer.concat(pieces).equals(Buffer.from(await expected.arrayBuffer()))).toBe(true);
      }),
      { seed: 4, numRuns: 50 },
    );
  });

  it('in pieces that do not grow with them', async () => {
    const large = new File([new Uint8Array(20_000_000)], 'large.xtc');
    const lengths: number[] = [];
    await copyRanges([large], [{ file: 0, offset: 0, byteLength: large.size }, { file: 0, offset: 5, byteLength: 7 }], async (piece) => void lengths.push(piece.length));
    expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(large.size + 7);
    expect(Math.max(...lengths)).toBe(8 * 1024 * 1024);
  });

  it('of which there are thousands are joined as few are', async () => {
    const ranges = Array.from({ length: 3000 }, (_, i) => ({ file: i % 2, offset: 90 * i, byteLength: 45 }));
    const joined = Buffer.from(await (await joinRanges(files, ranges)).arrayBuffer());
    const expected = Buffer.concat(await Promise.all(ranges.map(async ({ file, offset }) => Buffer.from(await files[file].slice(offset, offset + 45).arrayBuffer()))));
    expect(joined.equals(expected)).toBe(true);
  });

  it('of a file that has become shorter are refused', async () => {
    await expect(copyRanges(files, [{ file: 0, offset: 299_990, byteLength: 20 }], async () => undefined)).rejects.toMatchObject({ code: 'truncated', file: '0.xtc' });
  });
});
