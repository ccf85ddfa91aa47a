import type { Image } from '../base/arrays.ts';
import type { Region } from '../base/region.ts';

/** The pixels of a region, copied; the region must lie in the image. */
export function cropImage(image: Image, region: Region): Image {
  const rows = region.row1 - region.row0;
  const columns = region.column1 - region.column0;
  const data = new Float32Array(rows * columns);
  for (let row = 0; row < rows; ++row) {
    const from = (region.row0 + row) * image.shape[1] + region.column0;
    data.set(image.data.subarray(from, from + columns), row * columns);
  }
  return { shape: [rows, columns], dtype: 'f32', data };
}
