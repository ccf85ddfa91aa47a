import type { PixelMap } from '../../src/image/pixel-map.ts';

/** Slow twin of assembly/assemble.ts: one pixel after another, straight from the pixel map. */
export function assembleImage(
  sections: ArrayLike<number>,
  pixelMap: PixelMap,
  present: number,
): Float32Array {
  const [rows, columns] = pixelMap.shape;
  const image = new Float32Array(rows * columns).fill(NaN);
  for (const asic of pixelMap.asics) {
    const isPresent = Math.floor(present / 2 ** asic.section) % 2 === 1;
    for (let r = 0; r < 185; ++r) {
      for (let c = 0; c < 194; ++c) {
        const row = asic.row + r * asic.rowStep[0] + c * asic.columnStep[0];
        const column = asic.column + r * asic.rowStep[1] + c * asic.columnStep[1];
        image[row * columns + column] = isPresent
          ? sections[(asic.section * 185 + r) * 388 + asic.asic * 194 + c]
          : NaN;
      }
    }
  }
  return image;
}
