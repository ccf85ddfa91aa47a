import { countOf } from '../base/arrays.ts';

/**
 * Where element i of an array in Fortran order lies in C order: `place[i]`. MATLAB and Fortran have the first index fastest.
 */
export function cOrderPlaces(shape: readonly number[]): Uint32Array {
  const count = countOf(shape);
  const strides = shape.map((_, axis) => countOf(shape.slice(axis + 1)));
  const index = shape.map(() => 0);
  const places = new Uint32Array(count);
  for (let i = 0, at = 0; i < count; ++i) {
    places[i] = at;
    for (let axis = 0; axis < shape.length; ++axis) {
      at += strides[axis];
      if (++index[axis] < shape[axis]) break;
      at -= strides[axis] * shape[axis];
      index[axis] = 0;
    }
  }
  return places;
}
