import type { NumberDType } from '../base/arrays.ts';
import { NdArrayView, type Operand } from './nd-array.ts';
import { axisOf, emptyNumbers, numbersOfFile, parseDType, strideOf, type Numbers } from './nd-shape.ts';
import { rawOf } from './raw.ts';

/** Anything of which an array can be made: numbers, lists of lists, typed arrays, arrays. */
export type ArrayGiven = unknown;

const DTYPE_OF: readonly (readonly [new (length: number) => Numbers, NumberDType])[] = [
  [Uint8Array, 'u8'], [Int8Array, 'i8'], [Uint16Array, 'u16'], [Int16Array, 'i16'], [Uint32Array, 'u32'], [Int32Array, 'i32'],
  [Float32Array, 'f32'], [Float64Array, 'f64'],
];

/** An array of what is given: float64 from lists, the type they have from typed arrays. @throws {RangeError} for ragged lists */
export function array(given: ArrayGiven, dtype?: string): NdArrayView {
  const made = arrayOf(rawOf(given));
  return dtype === undefined ? made : made.astype(dtype);
}

function arrayOf(given: unknown): NdArrayView {
  if (given instanceof NdArrayView) return given;
  if (given instanceof BigInt64Array || given instanceof BigUint64Array) return new NdArrayView([given.length], 'f64', numbersOfFile('u64', given).data);
  const typed = DTYPE_OF.find(([type]) => given instanceof type);
  if (typed) return new NdArrayView([(given as Numbers).length], typed[1], given as Numbers);
  if (Array.isArray(given)) {
    const items = given.map(rawOf);
    if (items.some((item) => Array.isArray(item) || ArrayBuffer.isView(item) || item instanceof NdArrayView)) return stack(items);
    return new NdArrayView([items.length], 'f64', Float64Array.from(items, Number));
  }
  return new NdArrayView([], 'f64', Float64Array.of(Number(given)));
}

export function zeros(shape: number | readonly number[], dtype = 'float64'): NdArrayView {
  const lengths = typeof shape === 'number' ? [shape] : shape;
  const type = parseDType(dtype);
  return new NdArrayView(lengths, type, emptyNumbers(type, lengths.reduce((count, length) => count * length, 1)));
}

export function full(shape: number | readonly number[], value: number, dtype = 'float64'): NdArrayView {
  const made = zeros(shape, dtype);
  made.data.fill(value);
  return made;
}

export function ones(shape: number | readonly number[], dtype = 'float64'): NdArrayView {
  return full(shape, 1, dtype);
}

/** Numbers from `start` up to but without `stop`; from 0 when one is given. */
export function arange(start: number, stop?: number, step = 1): NdArrayView {
  const [from, to] = stop === undefined ? [0, start] : [start, stop];
  const count = Math.max(0, Math.ceil((to - from) / step));
  return new NdArrayView([count], 'f64', Float64Array.from({ length: count }, (_, i) => from + i * step));
}

export function linspace(from: number, to: number, count = 50): NdArrayView {
  return new NdArrayView([count], 'f64', Float64Array.from({ length: count }, (_, i) => (i === count - 1 ? to : from + (i * (to - from)) / (count - 1))));
}

/** Arrays one behind the other along an axis they have. @throws {RangeError} when their other lengths differ */
export function concatenate(given: readonly ArrayGiven[], axis = 0): NdArrayView {
  const arrays = given.map((each) => array(each));
  const [first] = arrays;
  if (!first) return zeros(0);
  const along = axisOf(axis, first.ndim);
  if (arrays.some(({ shape }) => shape.length !== first.ndim || shape.some((length, other) => other !== along && length !== first.shape[other]))) {
    throw new RangeError(`Arrays of (${arrays.map(({ shape }) => shape.join('×')).join('), (')}) do not fit together along axis ${axis}.`);
  }
  const dtype = arrays.every((each) => each.dtype === first.dtype) ? first.dtype : 'f64';
  const shape = first.shape.map((length, other) => (other === along ? arrays.reduce((sum, each) => sum + each.shape[along], 0) : length));
  const { outer, length, inner } = strideOf(shape, along);
  const data = emptyNumbers(dtype, outer * length * inner);
  let start = 0;
  for (const each of arrays) {
    const run = each.shape[along] * inner;
    for (let o = 0; o < outer; ++o) data.set(each.data.subarray(o * run, (o + 1) * run), o * length * inner + start);
    start += run;
  }
  return new NdArrayView(shape, dtype, data);
}

/** Arrays of one shape as the slices of a new axis. @throws {RangeError} when their shapes differ */
export function stack(given: readonly ArrayGiven[], axis = 0): NdArrayView {
  const arrays = given.map((each) => array(each));
  const along = axis < 0 ? axis + (arrays[0]?.ndim ?? 0) + 1 : axis;
  return concatenate(arrays.map((each) => each.reshape(...each.shape.slice(0, along), 1, ...each.shape.slice(along))), along);
}

/** Side by side: along the second axis, along the only one of arrays with one. */
export function hstack(given: readonly ArrayGiven[]): NdArrayView {
  const arrays = given.map((each) => array(each));
  return concatenate(arrays, (arrays[0]?.ndim ?? 1) > 1 ? 1 : 0);
}

/** One above the other; rows of one dimension become the rows of an array. */
export function vstack(given: readonly ArrayGiven[]): NdArrayView {
  const arrays = given.map((each) => array(each));
  return (arrays[0]?.ndim ?? 0) > 1 ? concatenate(arrays, 0) : stack(arrays);
}

export function append(to: ArrayGiven, more: ArrayGiven, axis?: number): NdArrayView {
  const [left, right] = [array(to), array(more)];
  return axis === undefined ? concatenate([left.flatten(), right.flatten()]) : concatenate([left, right], axis);
}

/** A new array with `values` before place `index` of an axis: a section that was missing, in its place. */
export function insert(given: ArrayGiven, index: number, values: ArrayGiven, axis = 0): NdArrayView {
  const into = array(given);
  const along = axisOf(axis, into.ndim);
  const slice = into.shape.map((length, other) => (other === along ? 1 : length));
  const added = array(values);
  const piece = added.size === 1 ? full(slice, added.data[0]) : added.reshape(slice);
  const before = into.shape.map((_, other) => (other === along ? ([0, index] as const) : null));
  const after = into.shape.map((length, other) => (other === along ? ([index, length] as const) : null));
  return concatenate([into.slice(...before), typed(piece, into.dtype), into.slice(...after)], along);
}

function typed(piece: NdArrayView, dtype: NumberDType): NdArrayView {
  return piece.dtype === dtype ? piece : piece.astype(dtype);
}

const one = (make: (of: NdArrayView) => unknown) => (given: ArrayGiven): unknown => make(array(given));
const each = (make: (value: number) => number) => (given: ArrayGiven): NdArrayView | number => {
  const from = array(given);
  const made = from.dtype === 'f32' ? from.map(make) : from.astype('float64').map(make);
  return from.ndim === 0 ? made.data[0] : made;
};

/** What modules call `np`: the functions of numpy that are not methods of an array, and those that people call as functions. */
export const np = {
  array, zeros, ones, full, arange, linspace, concatenate, stack, hstack, vstack, append, insert,
  sum: (given: ArrayGiven, axis?: number) => (axis === undefined ? array(given).sum() : array(given).sum(axis)),
  mean: (given: ArrayGiven, axis?: number) => (axis === undefined ? array(given).mean() : array(given).mean(axis)),
  std: (given: ArrayGiven, axis?: number) => (axis === undefined ? array(given).std() : array(given).std(axis)),
  max: (given: ArrayGiven, axis?: number) => (axis === undefined ? array(given).max() : array(given).max(axis)),
  min: (given: ArrayGiven, axis?: number) => (axis === undefined ? array(given).min() : array(given).min(axis)),
  argmax: one((of) => of.argmax()),
  argmin: one((of) => of.argmin()),
  centreOfMass: one((of) => of.centreOfMass()),
  center_of_mass: one((of) => of.centreOfMass()),
  histogram: (given: ArrayGiven, bins?: number, range?: readonly [number, number]) => array(given).histogram(bins, range),
  reshape: (given: ArrayGiven, ...shape: readonly (number | readonly number[])[]) => array(given).reshape(...shape),
  rot90: (given: ArrayGiven, quarters?: number) => array(given).rot90(quarters),
  transpose: one((of) => of.transpose()),
  flip: (given: ArrayGiven, axis?: number) => array(given).flip(axis),
  add: (a: ArrayGiven, b: Operand) => array(a).add(b),
  sub: (a: ArrayGiven, b: Operand) => array(a).sub(b),
  mul: (a: ArrayGiven, b: Operand) => array(a).mul(b),
  div: (a: ArrayGiven, b: Operand) => array(a).div(b),
  sqrt: each(Math.sqrt), abs: each(Math.abs), exp: each(Math.exp), log: each(Math.log), log10: each(Math.log10),
} as const;
