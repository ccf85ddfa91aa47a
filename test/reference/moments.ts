import type { Region } from '../../src/base/region.ts';

/** Slow twin of assembly/moments.ts: sum, Σ row·v, Σ column·v, count, min, max over the finite pixels. */
export function momentsInRegion(image: ArrayLike<number>, columns: number, region: Region): number[] {
  let [sum, rowMoment, columnMoment, count, min, max] = [0, 0, 0, 0, Infinity, -Infinity];
  for (let row = region.row0; row < region.row1; ++row) {
    for (let column = region.column0; column < region.column1; ++column) {
      const value = image[row * columns + column];
      if (!Number.isFinite(value)) continue;
      sum += value;
      rowMoment += row * value;
      columnMoment += column * value;
      count += 1;
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
  }
  return [sum, rowMoment, columnMoment, count, min, max];
}
