import type { PixelMap } from '../../src/image/pixel-map.ts';

/** Slow twin of assembly/assemble.ts: one pixel after another, straight from the pixel map. */
export function assembleImage(
  sections: ArrayLike<number>,
  pixelMap: PixelMap,
  present: number,
): Float32Array {
  const [rows, columns] = pixelMap.shape;
  const image = new Float32Array(rows * columns).fill(NaN);
  const [sectionRows, sectionColumns] = pixelMap.sectionShape;
  for (const tile of pixelMap.tiles) {
    const isPresent = Math.floor(present / 2 ** tile.section) % 2 === 1;
    for (let r = 0; r < tile.rows; ++r) {
      for (let c = 0; c < tile.columns; ++c) {
        const row = tile.row + r * tile.rowStep[0] + c * tile.columnStep[0];
        const column = tile.column + r * tile.rowStep[1] + c * tile.columnStep[1];
        image[row * columns + column] = isPresent
          ? sections[(tile.section * sectionRows + tile.rawRow + r) * sectionColumns + tile.rawColumn + c]
          : NaN;
      }
    }
  }
  return image;
}
