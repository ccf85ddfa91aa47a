import { countOf, type NdArray } from '../base/arrays.ts';
import { XtcError } from '../base/errors.ts';
import type { Region } from '../base/region.ts';
import type { Arena } from '../wasm/arena.ts';
import { measureRegion, type RegionStats } from './measure.ts';

/**
 * Measures a region of any array of two dimensions, (rows, columns), copied into kernel memory for the purpose.
 * @throws {XtcError} 'out-of-range' when the array has other dimensions
 */
export function measureArray(arena: Arena, array: NdArray, region: Region): RegionStats {
  const [rows, columns] = array.shape;
  if (array.shape.length !== 2 || countOf(array.shape) !== array.data.length) {
    throw new XtcError('out-of-range', `A region is measured in an array of two dimensions; this one has the shape (${array.shape.join(', ')}).`);
  }
  return arena.scoped(() => {
    const pixels = arena.reserve('f32', array.data.length);
    pixels.view().set(array.data);
    return measureRegion(arena, pixels, [rows, columns], region);
  });
}
