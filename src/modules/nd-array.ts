import { histogram1d } from '../analysis/histogram-1d.ts';
import { makeBins } from '../analysis/bins.ts';
import { countOf, type DType, type NdArray, type NumberDType } from '../base/arrays.ts';
import { extremeOf, stdOf, sumOf, type Fold } from './nd-folds.ts';
import { axisOf, eachRow, emptyNumbers, fittingShape, numbersOfFile, parseDType, rangesOf, strideOf, type Numbers, type Pick } from './nd-shape.ts';
import { RAW } from './raw.ts';

/** What arithmetic takes: a number, or an array of the same shape. */
export type Operand = number | NdArrayView | { valueOf(): unknown };

/**
 * An array with a shape, C order, for user modules: what of numpy's arrays the tutorial uses. Arithmetic gives float64,
 * or float32 between arrays of that type; sums are made in float64. Nothing is a view of another array but `reshape`.
 */
export class NdArrayView {
  readonly shape: readonly number[];
  readonly dtype: NumberDType;
  /** All values, fastest index last. */
  readonly data: Numbers;

  /** @throws {RangeError} when there are not as many values as the shape says */
  constructor(shape: readonly number[], dtype: NumberDType, data: Numbers) {
    this.shape = fittingShape(shape, data.length);
    this.dtype = dtype;
    this.data = data;
  }

  /** An array of a file, not copied. */
  static from(array: NdArray<DType>): NdArrayView {
    const { dtype, data } = numbersOfFile(array.dtype, array.data);
    return new NdArrayView(array.shape, dtype, data);
  }

  /** Number of values. */
  get size(): number {
    return this.data.length;
  }
  /** Length of the first axis, as Python's len(). */
  get length(): number {
    return this.shape[0] ?? 0;
  }
  get ndim(): number {
    return this.shape.length;
  }
  /** Axes in the opposite order. */
  get T(): NdArrayView {
    return this.transpose();
  }

  /** The value at a place. @throws {RangeError} */
  at(...place: readonly number[]): number {
    if (place.length !== this.ndim) throw new RangeError(`at() needs ${this.ndim} indices, it was given ${place.length}.`);
    let at = 0;
    rangesOf(place, this.shape).forEach(({ from }, axis) => (at = at * this.shape[axis] + from));
    return this.data[at];
  }

  /** A copy of a part: `a.slice([95, 126], [127, 188])`, `a.slice(0)`; null takes all of an axis. @throws {RangeError} */
  slice(...picks: readonly Pick[]): NdArrayView {
    const ranges = rangesOf(picks, this.shape);
    const lengths = ranges.map(({ from, to }) => to - from);
    const part = emptyNumbers(this.dtype, countOf(lengths));
    let to = 0;
    eachRow(ranges, this.shape, (at, count) => {
      part.set(this.data.subarray(at, at + count), to);
      to += count;
    });
    return new NdArrayView(lengths.filter((_, axis) => !ranges[axis].isIndex), this.dtype, part);
  }

  /** `a.roi(x1, x2, y1, y2)` = a[y1:y2, x1:x2], fractions cut off and bounds inside the array. */
  roi(x1: number, x2: number, y1: number, y2: number): NdArrayView {
    const inside = (bound: number): number => Math.max(0, Math.trunc(bound));
    return this.slice([inside(y1), inside(y2)], [inside(x1), inside(x2)]);
  }

  /** Puts a number or an array into a part: `pixels.set(quad, data)` = pixels[quad] = data. @throws {RangeError} */
  set(...given: readonly [...Pick[], Operand | ArrayLike<number>]): this {
    const value = given[given.length - 1];
    const ranges = rangesOf(given.slice(0, -1) as Pick[], this.shape);
    const room = countOf(ranges.map(({ from, to }) => to - from));
    const source = valuesOf(value);
    if (typeof source !== 'number' && source.length !== room) throw new RangeError(`${source.length} values do not fit into a part of ${room}.`);
    let from = 0;
    eachRow(ranges, this.shape, (at, count) => {
      if (typeof source === 'number') this.data.fill(source, at, at + count);
      else for (let i = 0; i < count; ++i) this.data[at + i] = source[from++];
    });
    return this;
  }

  /** The same values in another shape; -1 for one length that follows from the others. @throws {RangeError} */
  reshape(...shape: readonly (number | readonly number[])[]): NdArrayView {
    return new NdArrayView(fittingShape(shape.flat(), this.size), this.dtype, this.data);
  }
  flatten(): NdArrayView {
    return this.reshape(this.size);
  }
  copy(): NdArrayView {
    return new NdArrayView(this.shape, this.dtype, this.data.slice());
  }
  astype(name: string): NdArrayView {
    const dtype = parseDType(name);
    const data = emptyNumbers(dtype, this.size);
    data.set(this.data);
    return new NdArrayView(this.shape, dtype, data);
  }

  /** Axes in another order, the opposite one when none is given. */
  transpose(...order: readonly number[]): NdArrayView {
    const axes = order.length > 0 ? order.map((axis) => axisOf(axis, this.ndim)) : [...this.shape.keys()].reverse();
    const shape = axes.map((axis) => this.shape[axis]);
    const steps = axes.map((axis) => strideOf(this.shape, axis).inner);
    const data = emptyNumbers(this.dtype, this.size);
    const place = shape.map(() => 0);
    for (let i = 0; i < data.length; ++i) {
      let from = 0;
      for (let axis = 0; axis < place.length; ++axis) from += place[axis] * steps[axis];
      data[i] = this.data[from];
      for (let axis = place.length - 1; axis >= 0 && ++place[axis] === shape[axis]; --axis) place[axis] = 0;
    }
    return new NdArrayView(shape, this.dtype, data);
  }

  /** The other way round along an axis: `a[:, ::-1]` is `a.flip(1)`. */
  flip(axis = 0): NdArrayView {
    const { outer, length, inner } = strideOf(this.shape, axisOf(axis, this.ndim));
    const data = emptyNumbers(this.dtype, this.size);
    for (let o = 0; o < outer; ++o) {
      for (let k = 0; k < length; ++k) {
        const from = (o * length + k) * inner;
        data.set(this.data.subarray(from, from + inner), (o * length + length - 1 - k) * inner);
      }
    }
    return new NdArrayView(this.shape, this.dtype, data);
  }

  /** Turned by quarters counter-clockwise in the plane of the first two axes, as numpy.rot90. */
  rot90(quarters = 1): NdArrayView {
    const turns = ((Math.trunc(quarters) % 4) + 4) % 4;
    const swapped = (): NdArrayView => this.transpose(1, 0, ...[...this.shape.keys()].slice(2));
    if (turns === 0) return this.copy();
    if (turns === 2) return this.flip(0).flip(1);
    return turns === 1 ? swapped().flip(0) : swapped().flip(1);
  }

  sum(): number;
  sum(axis: number): NdArrayView;
  sum(axis?: number): number | NdArrayView {
    return this.#fold(sumOf, axis, 'f64');
  }
  mean(): number;
  mean(axis: number): NdArrayView;
  mean(axis?: number): number | NdArrayView {
    return this.#fold((data, from, step, count) => sumOf(data, from, step, count) / count, axis, 'f64');
  }
  /** Population standard deviation. */
  std(): number;
  std(axis: number): NdArrayView;
  std(axis?: number): number | NdArrayView {
    return this.#fold(stdOf, axis, 'f64');
  }
  min(): number;
  min(axis: number): NdArrayView;
  min(axis?: number): number | NdArrayView {
    return this.#fold((data, from, step, count) => data[from + step * extremeOf(data, from, step, count, -1)], axis, this.dtype);
  }
  max(): number;
  max(axis: number): NdArrayView;
  max(axis?: number): number | NdArrayView {
    return this.#fold((data, from, step, count) => data[from + step * extremeOf(data, from, step, count, 1)], axis, this.dtype);
  }
  /** Place of the first largest value among all values in a row; `unravel` makes indices of it. */
  argmax(): number {
    return extremeOf(this.data, 0, 1, this.size, 1);
  }
  argmin(): number {
    return extremeOf(this.data, 0, 1, this.size, -1);
  }
  /** The indices of a place among all values in a row. */
  unravel(place: number): number[] {
    return this.shape.map((length, axis) => Math.floor(place / strideOf(this.shape, axis).inner) % length);
  }

  /** [row, column] as scipy.ndimage.center_of_mass: Σ i·v / Σ v for each axis; NaN when the sum is 0. */
  centreOfMass(): number[] {
    const sum = this.sum();
    return this.shape.map((_, axis) => {
      const { outer, length, inner } = strideOf(this.shape, axis);
      let moment = 0;
      for (let o = 0, at = 0; o < outer; ++o) for (let k = 0; k < length; ++k) for (let i = 0; i < inner; ++i) moment += k * this.data[at++];
      return moment / sum;
    });
  }
  center_of_mass(): number[] {
    return this.centreOfMass();
  }

  /** As numpy.histogram: `counts` of `bins` equal bins, and their `edges`. NaN counts nowhere. */
  histogram(bins = 10, range?: readonly [number, number]): { counts: NdArrayView; edges: NdArrayView } {
    const data = this.data instanceof Float64Array ? this.data : Float64Array.from(this.data);
    const wish = makeBins(data, { count: bins, low: range?.[0], high: range?.[1] });
    const { counts } = histogram1d(data, wish);
    return { counts: new NdArrayView([counts.length], 'f64', counts), edges: new NdArrayView([wish.edges.length], 'f64', wish.edges) };
  }

  add(other: Operand): NdArrayView {
    return this.#combine(other, (a, b) => a + b);
  }
  sub(other: Operand): NdArrayView {
    return this.#combine(other, (a, b) => a - b);
  }
  mul(other: Operand): NdArrayView {
    return this.#combine(other, (a, b) => a * b);
  }
  div(other: Operand): NdArrayView {
    return this.#combine(other, (a, b) => a / b);
  }
  /** A new array of what a function makes of each value: `image.map((v) => (v >= 16383 ? 0 : v))`. It keeps its type. */
  map(make: (value: number, place: number) => number): NdArrayView {
    const data = emptyNumbers(this.dtype, this.size);
    for (let i = 0; i < data.length; ++i) data[i] = make(this.data[i], i);
    return new NdArrayView(this.shape, this.dtype, data);
  }

  /** Its rows, or its values when it has one dimension. */
  *[Symbol.iterator](): Generator<NdArrayView | number> {
    for (let i = 0; i < this.length; ++i) yield this.ndim === 1 ? this.data[i] : this.slice(i);
  }
  toString(): string {
    const few = Array.from(this.data.subarray(0, 8), (value) => Number(value.toPrecision(6))).join(', ');
    return `array(${this.shape.join('×')} ${this.dtype}: ${few}${this.size > 8 ? ', …' : ''})`;
  }

  #fold(fold: Fold, axis: number | undefined, dtype: NumberDType): number | NdArrayView {
    if (axis === undefined) return this.size === 0 && fold !== sumOf ? NaN : fold(this.data, 0, 1, this.size);
    const along = axisOf(axis, this.ndim);
    const { outer, length, inner } = strideOf(this.shape, along);
    const data = emptyNumbers(dtype, outer * inner);
    for (let i = 0; i < data.length; ++i) data[i] = fold(this.data, Math.floor(i / inner) * length * inner + (i % inner), inner, length);
    return new NdArrayView(this.shape.filter((_, other) => other !== along), dtype, data);
  }

  #combine(other: Operand, make: (a: number, b: number) => number): NdArrayView {
    const right = valuesOf(other);
    const isSingle = this.dtype === 'f32' && (typeof right === 'number' || right instanceof Float32Array);
    const data = emptyNumbers(isSingle ? 'f32' : 'f64', this.size);
    if (typeof right === 'number') for (let i = 0; i < data.length; ++i) data[i] = make(this.data[i], right);
    else {
      if (right.length !== this.size) throw new RangeError(`Arrays of ${this.size} and ${right.length} values cannot be combined.`);
      for (let i = 0; i < data.length; ++i) data[i] = make(this.data[i], right[i]);
    }
    return new NdArrayView(this.shape, isSingle ? 'f32' : 'f64', data);
  }
}

/** `a[i]` is a value of an array of one dimension, else a copy of its part i; `a[i] = …` puts something there. */
const byIndex = new Proxy(Object.prototype, {
  get: (target, name, array: NdArrayView) => {
    const index = indexOf(name);
    if (index === null) return Reflect.get(target, name, array) as unknown;
    if (array.ndim === 1) return array.data.at(index);
    return array.slice(index);
  },
  set: (_target, name, value: Operand, array: NdArrayView) => {
    const index = indexOf(name);
    if (index === null) return Reflect.defineProperty(array, name, { value, writable: true, enumerable: true, configurable: true });
    array.set(index, value);
    return true;
  },
});
Object.setPrototypeOf(NdArrayView.prototype, byIndex);

function indexOf(name: string | symbol): number | null {
  return typeof name === 'string' && /^-?\d+$/.test(name) ? Number(name) : null;
}

/** The number or numbers that something stands for. */
function valuesOf(value: unknown): number | ArrayLike<number> {
  const plain = (value as { [RAW]?: unknown } | null)?.[RAW] ?? value;
  if (plain instanceof NdArrayView) return plain.data;
  if (Array.isArray(plain)) return Float64Array.from(plain.flat(Infinity), Number);
  return ArrayBuffer.isView(plain) ? (plain as Float64Array) : Number(plain);
}
