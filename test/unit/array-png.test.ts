import { crc32, inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { arrayPng } from '../../src/export/array-png.ts';
import { colormapTable } from '../../src/image/colormap.ts';

/** Chunks of a PNG, each checked by its sum. */
async function chunksOf(blob: Blob): Promise<Map<string, Buffer>> {
  const bytes = Buffer.from(await blob.arrayBuffer());
  expect(bytes.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const body = bytes.subarray(at + 4, at + 8 + length);
    expect(bytes.readUInt32BE(at + 8 + length)).toBe(crc32(body));
    chunks.set(body.subarray(0, 4).toString('latin1'), body.subarray(4));
    at += 12 + length;
  }
  return chunks;
}

test('an array becomes a picture: one pixel each value, gaps transparent', async () => {
  const data = Float64Array.of(0, 10, NaN, 5, -3, 99);
  const chunks = await chunksOf(arrayPng({ shape: [2, 3], dtype: 'f64', data }, { colormap: 'viridis', low: 0, high: 10 }));
  const header = chunks.get('IHDR')!;
  expect([header.readUInt32BE(0), header.readUInt32BE(4), ...header.subarray(8)]).toEqual([3, 2, 8, 6, 0, 0, 0]);
  const pixels = inflateSync(chunks.get('IDAT')!);
  expect(pixels.length).toBe(2 * (1 + 3 * 4));
  const table = colormapTable('viridis');
  const colour = (index: number): number[] => [...table.subarray(3 * index, 3 * index + 3), 255];
  const at = (row: number, column: number): number[] => [...pixels.subarray(row * 13 + 1 + 4 * column, row * 13 + 5 + 4 * column)];
  expect([at(0, 0), at(0, 1), at(0, 2), at(1, 0), at(1, 1), at(1, 2)]).toEqual([colour(0), colour(255), [0, 0, 0, 0], colour(128), colour(0), colour(255)]);
  expect([...chunks.keys()].at(-1)).toBe('IEND');
});

test('other shapes are refused, one value has one colour', async () => {
  expect(() => arrayPng({ shape: [4], dtype: 'u8', data: new Uint8Array(4) }, { colormap: 'gray' })).toThrow(/needs \(rows, columns\)/);
  const pixels = inflateSync((await chunksOf(arrayPng({ shape: [1, 2], dtype: 'u8', data: Uint8Array.of(7, 7) }, { colormap: 'gray' }))).get('IDAT')!);
  expect([...pixels]).toEqual([0, 0, 0, 0, 255, 0, 0, 0, 255]);
});
