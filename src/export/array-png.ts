import { zlibSync } from 'fflate';
import type { DType, NdArray } from '../base/arrays.ts';
import { XtcError } from '../base/errors.ts';
import { colormapTable, COLORS, type ColormapName } from '../image/colormap.ts';

/** How values become colours; without limits the smallest and the largest value are the ends. */
export type PngColours = { readonly colormap: ColormapName; readonly low?: number; readonly high?: number };

/**
 * An array (rows, columns) as a picture, one pixel each value, 8 bits per colour; transparent where there is no number.
 * @throws {XtcError} 'out-of-range' when it has other dimensions
 * @source PNG specification, third edition: filter 0, colour type 6
 */
export function arrayPng({ shape, data }: NdArray<DType>, { colormap, low, high }: PngColours): Blob {
  const [rows, columns] = shape;
  if (shape.length !== 2 || data.length === 0) throw new XtcError('out-of-range', `A picture needs (rows, columns); this array has the shape (${shape.join(', ')}).`);
  const values = Float64Array.from(data as ArrayLike<number | bigint>, Number);
  const [from, to] = limitsOf(values, low, high);
  const table = colormapTable(colormap);
  const step = table.length / COLORS;
  const lines = new Uint8Array(rows * (1 + 4 * columns));
  for (let row = 0, i = 0; row < rows; ++row) {
    for (let column = 0, at = row * (1 + 4 * columns) + 1; column < columns; ++column, ++i, at += 4) {
      const value = values[i];
      if (Number.isNaN(value)) continue;
      const colour = step * Math.max(0, Math.min(COLORS - 1, Math.floor(((value - from) / (to - from || 1)) * COLORS)));
      lines.set(table.subarray(colour, colour + 3), at);
      lines[at + 3] = 255;
    }
  }
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, columns);
  view.setUint32(4, rows);
  header.set([8, 6, 0, 0, 0], 8);
  const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
  return new Blob([signature, chunk('IHDR', header), chunk('IDAT', zlibSync(lines)), chunk('IEND', new Uint8Array(0))], { type: 'image/png' });
}

function limitsOf(values: Float64Array, low?: number, high?: number): [number, number] {
  let [smallest, largest] = [Infinity, -Infinity];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < smallest) smallest = value;
    if (value > largest) largest = value;
  }
  return [low ?? smallest, high ?? largest];
}

function chunk(type: string, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(12 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(new TextEncoder().encode(type), 4);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
  return bytes;
}

const CRC = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let bit = 0; bit < 8; ++bit) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = CRC[(crc ^ byte) & 255] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
