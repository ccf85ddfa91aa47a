import { mkdtempSync, openAsBlob, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BlobSource } from '../../src/format/byte-source.ts';

const bytes = Uint8Array.from({ length: 50_000 }, (_, i) => (i * 131 + (i >> 7)) & 255);

describe('readRanges', () => {
  it('gives the bytes of every range in given order, cut at the end of the file', async () => {
    const source = new BlobSource(new Blob([bytes]), 'a.xtc');
    const range = fc.record({ start: fc.nat(bytes.length - 1), byteLength: fc.integer({ min: 1, max: 20_000 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(range, { minLength: 1, maxLength: 20 }), async (ranges) => {
        const read = await source.readRanges(ranges);
        expect(read.map((part) => [...part])).toEqual(ranges.map(({ start, byteLength }) => [...bytes.subarray(start, start + byteLength)]));
      }),
      { numRuns: 50 },
    );
  });

  it('says what cannot be read when the file has changed since', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'xtcscope-')), 'a.xtc');
    writeFileSync(path, bytes);
    const source = new BlobSource(await openAsBlob(path), 'a.xtc');
    writeFileSync(path, bytes.subarray(0, 30_000));
    const reading = source.readRanges([{ start: 40_000, byteLength: 10 }, { start: 0, byteLength: 10 }]);
    await expect(reading).rejects.toMatchObject({ code: 'unreadable', file: 'a.xtc', offset: 40_000 });
  });

  it('ends when it is aborted', async () => {
    const stop = new AbortController();
    const reading = new BlobSource(new Blob([bytes]), 'a.xtc').readRanges([{ start: 0, byteLength: 10 }, { start: 100, byteLength: 10 }], stop.signal);
    stop.abort();
    await expect(reading).rejects.toMatchObject({ code: 'aborted' });
  });
});
