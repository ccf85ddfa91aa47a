import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BlobSource, type ByteSource } from '../../src/format/byte-source.ts';
import { PieceReader } from '../../src/format/piece-reader.ts';
import { WindowPlanner } from '../../src/format/window-planner.ts';
import { VirtualFile } from '../reference/virtual-file.ts';

const HEADER_BYTES = 40;
const repeated = Uint8Array.from({ length: 10_007 }, (_, i) => (i * 31 + (i >> 8)) & 255);
const start = Uint8Array.from({ length: 77 }, (_, i) => 200 - i);

function sourceOf(times: number): { source: ByteSource; byteAt: (offset: number) => number } {
  const file = new VirtualFile(start, repeated, times, 'v.xtc').asFile();
  return { source: new BlobSource(file, 'v.xtc'), byteAt: (offset) => (offset < start.length ? start[offset] : repeated[(offset - start.length) % repeated.length]) };
}

/** A source whose stream stops answering after some bytes: it fails, ends or waits for ever. */
function breakingSource(after: number, way: 'fails' | 'ends' | 'waits'): ByteSource & { closed: boolean } {
  const { source } = sourceOf(400);
  const broken = {
    name: source.name,
    byteLength: source.byteLength,
    closed: false,
    read: source.read.bind(source),
    stream: (from: number) => {
      const inner = source.stream?.(from);
      if (!inner) return null;
      let given = 0;
      let end: (value: null) => void = () => undefined;
      return {
        read: (target: Uint8Array<ArrayBuffer>) => {
          if (given >= after) return way === 'waits' ? new Promise<null>((resolve) => (end = resolve)) : Promise.resolve(null);
          return inner.read(target).then((bytes) => {
            given += bytes?.byteLength ?? 0;
            return bytes;
          });
        },
        close: () => {
          broken.closed = true;
          end(null);
          inner.close();
        },
      };
    },
  };
  return broken;
}

describe('PieceReader', () => {
  it('gives every header whole, with the bytes of the file, however far the scan jumps', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 300 }), fc.nat(100_000), fc.array(fc.nat(400_000), { minLength: 1, maxLength: 30 }), async (times, from, jumps) => {
        const { source, byteAt } = sourceOf(times);
        const first = from % source.byteLength;
        const reader = PieceReader.open(source, first);
        if (!reader) throw new Error('This file has no stream.');
        let need = first;
        for (const jump of [0, ...jumps]) {
          need += jump;
          if (need >= source.byteLength) break;
          expect(reader.reaches(need)).toBe(true);
          const window = await reader.take(need);
          if (!window) throw new Error('The stream has ended.');
          expect(window.start).toBeLessThanOrEqual(need);
          expect(window.start + window.bytes.byteLength).toBeGreaterThanOrEqual(Math.min(need + HEADER_BYTES, source.byteLength));
          expect(window.start + window.bytes.byteLength).toBeLessThanOrEqual(source.byteLength);
          for (let i = 0; i < window.bytes.byteLength; i += 997) expect(window.bytes[i]).toBe(byteAt(window.start + i));
          for (let i = need - window.start; i < Math.min(window.bytes.byteLength, need - window.start + HEADER_BYTES); ++i) expect(window.bytes[i]).toBe(byteAt(window.start + i));
          // The next need is the first header that may be cut: a scan never leaves out what it was given.
          need = Math.max(need, window.start + window.bytes.byteLength - (jump % HEADER_BYTES));
        }
        reader.close();
      }),
      { seed: 20_261_123, numRuns: 40 },
    );
  });

  it('does not go back, and begins anew rather than to read far in vain', async () => {
    const { source } = sourceOf(2000);
    const reader = PieceReader.open(source, 1000);
    await reader?.take(1000);
    expect(reader?.reaches(999)).toBe(false);
    expect(reader?.reaches(1_000_000)).toBe(true);
    expect(reader?.reaches(19_000_000)).toBe(false);
    reader?.close();
  });

  it('is not there for a source without a stream, or a file that cannot fill given memory', () => {
    const { source } = sourceOf(1);
    expect(PieceReader.open({ name: 'x', byteLength: 100, read: source.read.bind(source) }, 0)).toBe(null);
    const old = { size: 100, name: 'x', slice: () => ({ stream: () => new ReadableStream() }) } as unknown as File;
    expect(PieceReader.open(new BlobSource(old, 'x'), 0)).toBe(null);
  });
});

describe('WindowPlanner', () => {
  it.each(['fails', 'ends'] as const)('goes on in windows when the stream %s', async (way) => {
    const source = breakingSource(600_000, way);
    const { byteAt } = sourceOf(400);
    const planner = new WindowPlanner(source, { dense: 4, sparse: 16 });
    for (let need = 0; need < source.byteLength - HEADER_BYTES; ) {
      const { start: at, bytes } = await planner.take(need);
      expect(bytes[need - at]).toBe(byteAt(need));
      expect(at + bytes.byteLength).toBeGreaterThanOrEqual(need + HEADER_BYTES);
      need = at + bytes.byteLength - HEADER_BYTES + 1;
    }
    expect(source.closed).toBe(true);
  });

  it('stops waiting for a stream when the user stops', async () => {
    const source = breakingSource(0, 'waits');
    const stop = new AbortController();
    const planner = new WindowPlanner(source, { dense: 4, sparse: 16 }, stop.signal);
    const taken = planner.take(0);
    stop.abort();
    await expect(taken).rejects.toMatchObject({ code: 'aborted' });
    expect(source.closed).toBe(true);
  });
});
