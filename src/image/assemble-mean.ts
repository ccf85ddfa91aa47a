import type { Image } from '../base/arrays.ts';
import { rawIndex, type PixelMap } from './pixel-map.ts';

/**
 * The picture of numbers that lie as raw pixels do, without kernels: for a picture that is made once.
 * @param pixels f64, as long as all sections  @param present bit per section (of the first 32): those without are NaN
 */
export function assembleMean(pixelMap: PixelMap, pixels: Float64Array, present: number): Image {
  const [rows, columns] = pixelMap.shape;
  const data = new Float32Array(rows * columns).fill(NaN);
  for (const tile of pixelMap.tiles) {
    const { section, rawRow, rawColumn, rowStep, columnStep } = tile;
    if (section < 32 && !((present >>> section) & 1)) continue;
    const step = columnStep[0] * columns + columnStep[1];
    for (let r = 0; r < tile.rows; ++r) {
      let to = (tile.row + r * rowStep[0]) * columns + tile.column + r * rowStep[1];
      let from = rawIndex(pixelMap, { section, row: rawRow + r, column: rawColumn });
      for (let c = 0; c < tile.columns; ++c, to += step) data[to] = pixels[from++];
    }
  }
  return { shape: [rows, columns], dtype: 'f32', data };
}
