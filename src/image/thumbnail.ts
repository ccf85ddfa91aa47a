import type { Image } from '../base/arrays.ts';
import { normalise, type Limits, type Scale } from './levels.ts';

/** A small picture: RGBA bytes, rows from the top; transparent where the image has no pixel. */
export type Thumbnail = { readonly width: number; readonly height: number; readonly rgba: Uint8ClampedArray<ArrayBuffer> };

/**
 * The whole image at most `size` pixels wide and high, each pixel the mean of the finite ones it covers.
 * @param colours RGB of 256 steps, as colormapTable gives it
 */
export function thumbnail(image: Image, size: number, limits: Limits, scale: Scale, colours: Uint8Array): Thumbnail {
  const [rows, columns] = image.shape;
  const block = Math.max(1, Math.ceil(Math.max(rows, columns) / size));
  const width = Math.ceil(columns / block);
  const height = Math.ceil(rows / block);
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; ++y) {
    for (let x = 0; x < width; ++x) {
      const mean = blockMean(image, y * block, x * block, block);
      if (Number.isNaN(mean)) continue;
      const step = Math.round(normalise(mean, limits, scale) * 255) * 3;
      rgba.set([colours[step], colours[step + 1], colours[step + 2], 255], (y * width + x) * 4);
    }
  }
  return { width, height, rgba };
}

/** Mean of the finite pixels of a square, NaN when it has none. */
function blockMean({ shape: [rows, columns], data }: Image, row0: number, column0: number, block: number): number {
  let sum = 0;
  let count = 0;
  const row1 = Math.min(rows, row0 + block);
  const column1 = Math.min(columns, column0 + block);
  for (let row = row0; row < row1; ++row) {
    for (let i = row * columns + column0, end = row * columns + column1; i < end; ++i) {
      const value = data[i];
      if (value - value !== 0) continue; // NaN and infinity
      sum += value;
      ++count;
    }
  }
  return count > 0 ? sum / count : NaN;
}
