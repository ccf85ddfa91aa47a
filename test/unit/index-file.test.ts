import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { REMARK_WORDS } from '../../assembly/layout.ts';
import { XtcError } from '../../src/base/errors.ts';
import { fileKey, isSameContent } from '../../src/format/file-key.ts';
import { groupFiles } from '../../src/format/group-files.ts';
import { decodeIndexFile, encodeIndexFile, type IndexFile } from '../../src/format/index-file.ts';
import { datagramRef } from '../../src/format/run-index.ts';
import { scanRun } from '../../src/pipeline/scan-run.ts';
import { Arena } from '../../src/wasm/arena.ts';
import { fixtureFile } from '../fixtures/fixtures.ts';
import { loadKernels } from '../reference/load-kernels.ts';

const arena = new Arena(await loadKernels());

async function indexOf(paths: readonly string[]): Promise<IndexFile> {
  const [run] = groupFiles(paths.map(fixtureFile)).runs;
  const { index, table, problems } = await scanRun(arena, run, () => undefined);
  const files = await Promise.all(run.streams.flatMap(({ chunks }) => chunks.map(({ file }) => fileKey(file))));
  return { files, scan: { index, table, problems } };
}

const small = await indexOf(['delayscan_small/e81-r0098-s00-c00.xtc', 'delayscan_small/e81-r0098-s01-c00.xtc']);
const bytes = await encodeIndexFile(small);

/** The file with `edit` done to its text, checksum made good. */
async function forged(edit: (text: string) => string): Promise<Uint8Array<ArrayBuffer>> {
  const view = new DataView(bytes.buffer);
  const end = 48 + view.getUint32(12, true);
  const text = new TextEncoder().encode(edit(new TextDecoder().decode(bytes.subarray(48, end))).trimEnd());
  const padded = Math.ceil(text.byteLength / 8) * 8;
  const copy = new Uint8Array(48 + padded + bytes.byteLength - end);
  copy.set(bytes.subarray(0, 48));
  copy.fill(0x20, 48, 48 + padded);
  copy.set(text, 48);
  copy.set(bytes.subarray(end), 48 + padded);
  new DataView(copy.buffer).setUint32(12, padded, true);
  copy.set(new Uint8Array(await crypto.subtle.digest('SHA-256', copy.subarray(48))), 16);
  return copy;
}

describe('an index file', () => {
  it.each([
    [['delayscan_small/e81-r0098-s00-c00.xtc', 'delayscan_small/e81-r0098-s01-c00.xtc']],
    [['delayscan_chunks/e81-r0098-s00-c00.xtc', 'delayscan_chunks/e81-r0098-s00-c01.xtc']],
    [['cspad/e162-r0055-s00-c00.xtc']],
    [['damage/damage.xtc']],
    [['broken/extent_zero_datagram.xtc']],
    [['broken/empty.xtc']],
  ])('of %s gives back what was found', async (paths) => {
    const made = await indexOf(paths);
    expect(await decodeIndexFile(await encodeIndexFile(made), 'a')).toEqual(made);
  });

  it('is small beside its run', () => {
    expect(bytes.byteLength).toBeLessThan(40_000);
  });

  it('is refused at every length but its own, and with any byte changed', async () => {
    const refusal = async (damaged: Uint8Array<ArrayBuffer>): Promise<unknown> =>
      decodeIndexFile(damaged, 'x.xtcscope-index').then(() => null, (error: unknown) => error);
    for (const length of [0, 7, 8, 47, 48, 60, 1000, bytes.byteLength - 1]) {
      expect(await refusal(bytes.slice(0, length))).toMatchObject({ code: 'bad-index', file: 'x.xtcscope-index' });
    }
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.byteLength - 1), fc.integer({ min: 1, max: 255 }), async (at, mask) => {
        const damaged = bytes.slice();
        damaged[at] ^= mask;
        const error = await refusal(damaged);
        expect(error).toBeInstanceOf(XtcError);
        expect((error as XtcError).offset).toBeLessThan(bytes.byteLength);
      }),
      { seed: 31, numRuns: 200 },
    );
  });

  it.each<[string, (text: string) => string, RegExp]>([
    ['an event that does not exist', (text) => text.replace(/"datagrams":\d+/, '"datagrams":3'), /not as long/],
    ['a configuration outside its file', (text) => text.replace(/"file":0,"offset":\d+/, '"file":0,"offset":99999999'), /outside its file/],
    ['a column outside the file', (text) => text.replace(/"byteLength":\d+\}/, '"byteLength":1e9}'), /outside the file/],
    ['a missing column', (text) => text.replace(/"\$column":0\b/, '"$column":777'), /not as long/],
    ['a column of another type', (text) => text.replace('Uint16Array', 'Float64Array'), /missing|outside/],
    ['another file', (text) => text.replace('e81-r0098-s00', 'e82-r0098-s00'), /file names differ/],
    ['shorter data', (text) => text.replace(/"byteLength":71384/, '"byteLength":70000'), /outside its file/],
    ['no JSON', () => '{"files":', /not JSON/],
    ['a list', () => '[1]', /another size/],
    ['a kind that is none', (text) => text.replace('"kind":"BldInfo"', '"kind":"Nothing"'), /no known class/],
    ['prototypes', (text) => text.replace('Uint16Array', 'constructor'), /outside the file/],
  ])('that is forged with %s is refused', async (_what, edit, message) => {
    const damaged = await forged(edit);
    await expect(decodeIndexFile(damaged, 'forged')).rejects.toThrow(message);
    await expect(decodeIndexFile(damaged, 'forged')).rejects.toBeInstanceOf(XtcError);
  });
});

describe('remarks of an index file', () => {
  const { index } = small.scan;
  const shifted = index.remarks.slice();
  shifted[0] += 1;
  it.each<[string, Uint32Array<ArrayBuffer>]>([
    ['one is missing', index.remarks.slice(REMARK_WORDS)],
    ['one is about another datagram', shifted],
    ['one is too many', new Uint32Array([...index.remarks, index.datagrams - 1, 0, 0, 0, 0, 0])],
    ['one is cut', index.remarks.slice(1)],
    ['there are none', new Uint32Array()],
  ])('of which %s are refused', async (_what, remarks) => {
    const made = await encodeIndexFile({ ...small, scan: { ...small.scan, index: { ...index, remarks } } });
    await expect(decodeIndexFile(made, 'forged')).rejects.toMatchObject({ code: 'bad-index' });
  });
});

describe('an index file that somebody made up', () => {
  it('is taken or refused, and nothing else happens', async () => {
    await fc.assert(
      fc.asyncProperty(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), fc.constantFrom('9', '-1', '1e99', 'null', '"x"', '[]', '{"$column":0}', '{"$column":-1}'), async (where, replacement) => {
        const damaged = await forged((text) => {
          const values = [...text.matchAll(/(?<=[:,[])(-?\d+(\.\d+)?|"[^"]*"|true|false|null)(?=[,\]}])/g)];
          const chosen = values[Math.floor(where * values.length)];
          return text.slice(0, chosen.index) + replacement + text.slice(chosen.index + chosen[0].length);
        });
        const outcome = await decodeIndexFile(damaged, 'forged').catch((error: unknown) => error);
        if (outcome instanceof Error) expect(outcome).toBeInstanceOf(XtcError);
        else expect(datagramRef((outcome as IndexFile).scan.index, 0).file).toBeLessThan((outcome as IndexFile).files.length);
      }),
      { seed: 77, numRuns: 300 },
    );
  });
});

describe('the key of a file', () => {
  const make = (content: string, lastModified = 1) => new File([content], 'a.xtc', { lastModified });

  it('changes with its first and last bytes, its size and its name', async () => {
    const key = await fileKey(make('abc'.repeat(40_000)));
    const others = ['abd' + 'abc'.repeat(39_999), 'abc'.repeat(39_999) + 'abd', 'abc'.repeat(40_001)];
    for (const other of others) expect(isSameContent(key, await fileKey(make(other)))).toBe(false);
    expect(isSameContent(key, await fileKey(make('abc'.repeat(40_000), 2)))).toBe(true);
  });
});
