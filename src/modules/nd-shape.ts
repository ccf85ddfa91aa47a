import { countOf, typedArray, ELEMENT_BYTES, type DType, type NumberDType } from '../base/arrays.ts';

/** Numbers in a row, of any type that an array of the modules can have. */
export type Numbers = Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array | Float32Array | Float64Array;

/** numpy's names of element types; those of the viewer are known too. */
const NUMPY_NAMES: Readonly<Record<string, NumberDType>> = {
  uint8: 'u8', int8: 'i8', uint16: 'u16', int16: 'i16', uint32: 'u32', int32: 'i32', float32: 'f32', float64: 'f64',
  int: 'f64', float: 'f64', double: 'f64', int64: 'f64', uint64: 'f64', bool: 'u8',
};

/** The element type that a name means, `uint16` or `u16`; whole numbers of 64 bits are kept as doubles. @throws {RangeError} */
export function parseDType(name: string): NumberDType {
  const dtype = NUMPY_NAMES[name] ?? (name in ELEMENT_BYTES && name !== 'u64' && name !== 'i64' ? (name as NumberDType) : undefined);
  if (!dtype) throw new RangeError(`There is no element type ${name}: take uint8, int8, uint16, int16, uint32, int32, float32 or float64.`);
  return dtype;
}

/** Room for so many numbers, all 0. */
export function emptyNumbers(dtype: NumberDType, count: number): Numbers {
  return typedArray<NumberDType>(dtype, new ArrayBuffer(count * ELEMENT_BYTES[dtype]));
}

/** The numbers of a file's array; integers of 64 bits lose what a double cannot hold. */
export function numbersOfFile(dtype: DType, data: ArrayLike<number | bigint>): { dtype: NumberDType; data: Numbers } {
  if (dtype === 'u64' || dtype === 'i64') return { dtype: 'f64', data: Float64Array.from(data as ArrayLike<bigint>, Number) };
  return { dtype, data: data as unknown as Numbers };
}

/** Checks lengths and works out the one that is given as -1. @throws {RangeError} when they do not fit `count` */
export function fittingShape(wanted: readonly number[], count: number): number[] {
  const open = wanted.indexOf(-1);
  const known = countOf(wanted.filter((length) => length !== -1));
  const shape = wanted.map((length, axis) => (axis === open ? count / known : length));
  if (countOf(shape) === count && shape.every((length) => Number.isInteger(length) && length >= 0)) return shape;
  throw new RangeError(`An array of ${count} values cannot be reshaped to (${wanted.join(', ')}).`);
}

/** Where an axis is, counted from the end when it is negative. @throws {RangeError} */
export function axisOf(axis: number, dimensions: number): number {
  const found = axis < 0 ? axis + dimensions : axis;
  if (Number.isInteger(found) && found >= 0 && found < dimensions) return found;
  throw new RangeError(`There is no axis ${axis} in an array of ${dimensions} dimensions.`);
}

/** Elements before, along and behind an axis: element (o, k, i) lies at (o · length + k) · inner + i. */
export function strideOf(shape: readonly number[], axis: number): { outer: number; length: number; inner: number } {
  return { outer: countOf(shape.slice(0, axis)), length: shape[axis], inner: countOf(shape.slice(axis + 1)) };
}

/** What of an axis is taken: an index, [from, to), or all of it. */
export type Pick = number | readonly [from: number, to: number] | null;

/** A pick with whole bounds inside the axis; an index drops the axis. */
export type Range = { readonly from: number; readonly to: number; readonly isIndex: boolean };

/**
 * Brings picks into the array. Fractions are cut off towards zero and negative ends count from the end, as numpy did it.
 * @throws {RangeError} for more picks than axes, and for an index outside
 */
export function rangesOf(picks: readonly Pick[], shape: readonly number[]): Range[] {
  if (picks.length > shape.length) throw new RangeError(`${picks.length} indices are too many for an array of ${shape.length} dimensions.`);
  return shape.map((length, axis) => {
    const pick = picks[axis] ?? null;
    if (pick === null) return { from: 0, to: length, isIndex: false };
    const inside = (place: number): number => {
      const whole = Math.trunc(place);
      return Math.min(length, Math.max(0, whole < 0 ? whole + length : whole));
    };
    if (typeof pick !== 'number') return { from: inside(pick[0]), to: Math.max(inside(pick[0]), inside(pick[1])), isIndex: false };
    const at = Math.trunc(pick) < 0 ? Math.trunc(pick) + length : Math.trunc(pick);
    if (at < 0 || at >= length || Number.isNaN(at)) throw new RangeError(`There is no index ${pick} on axis ${axis}, which has ${length}.`);
    return { from: at, to: at + 1, isIndex: true };
  });
}

/** Calls back with the place of each element of a block, and how many lie in a row from there on. */
export function eachRow(ranges: readonly Range[], shape: readonly number[], visit: (at: number, count: number) => void): void {
  const last = ranges.length - 1;
  const walk = (axis: number, at: number): void => {
    const { from, to } = ranges[axis] ?? { from: 0, to: 1 };
    const length = shape[axis] ?? 1;
    if (axis >= last) {
      visit(at * length + from, to - from);
      return;
    }
    for (let i = from; i < to; ++i) walk(axis + 1, at * length + i);
  };
  walk(0, 0);
}
