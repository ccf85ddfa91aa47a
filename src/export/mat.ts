import { countOf, ELEMENT_BYTES, type DType, type NdArray } from '../base/arrays.ts';
import { XtcError } from '../base/errors.ts';
import { cOrderPlaces } from '../arrays/column-major.ts';
import { distinctNames, type NamedArray } from './named-array.ts';

/** MATLAB's class of an array and the storage type of its elements. */
const CLASSES: Readonly<Record<DType, readonly [arrayClass: number, storage: number]>> = {
  f64: [6, 9], f32: [7, 7], i8: [8, 1], u8: [9, 2], i16: [10, 3], u16: [11, 4], i32: [12, 5], u32: [13, 6], i64: [14, 12], u64: [15, 13],
};
const [INT8, INT32, UINT32, MATRIX] = [1, 5, 6, 14];
const HEADER_BYTES = 128;
const LONGEST_NAME = 63;
const MOST_BYTES = 2 ** 31 - 1;

/**
 * Arrays as a MATLAB file of version 5, not compressed, little-endian. A list becomes a row (1, n), as scipy.io.savemat has
 * it; names keep letters, digits and `_`, and what is before a `/` goes.
 * @throws {XtcError} 'out-of-range' for an array of 2 GiB or more, which the format cannot hold
 * @source MathWorks, MAT-File Format, R2024a
 */
export function writeMat(arrays: readonly NamedArray[]): Blob {
  const names = distinctNames(arrays.map(({ name }) => name.split('/').at(-1) ?? name), /\w/, LONGEST_NAME, /[A-Za-z]/);
  return new Blob([header(), ...arrays.map(({ array }, i) => matrix(names[i], array))], { type: 'application/x-matlab-data' });
}

function header(): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(HEADER_BYTES).fill(0x20, 0, 116);
  bytes.set(new TextEncoder().encode('MATLAB 5.0 MAT-file, written by XtcScope'));
  bytes.set([0x00, 0x01, 0x49, 0x4d], 124); // version 0x0100, "IM": little-endian
  return bytes;
}

function matrix(name: string, array: NdArray<DType>): Uint8Array<ArrayBuffer> {
  const shape = array.shape.length === 0 ? [1, 1] : array.shape.length === 1 ? [1, array.shape[0]] : array.shape;
  const label = new TextEncoder().encode(name);
  const dataBytes = countOf(shape) * ELEMENT_BYTES[array.dtype];
  const total = 16 + tagged(4 * shape.length) + tagged(label.length) + tagged(dataBytes);
  if (total > MOST_BYTES) throw new XtcError('out-of-range', `${name} is too large for a MATLAB file, which holds arrays of less than 2 GiB: save it as HDF5.`);
  const bytes = new Uint8Array(8 + total);
  const view = new DataView(bytes.buffer);
  const [arrayClass, storage] = CLASSES[array.dtype];
  let at = 0;
  const tag = (type: number, byteLength: number): void => {
    view.setUint32(at, type, true);
    view.setUint32(at + 4, byteLength, true);
    at += 8;
  };
  tag(MATRIX, total);
  tag(UINT32, 8);
  view.setUint32(at, arrayClass, true);
  at += 8;
  tag(INT32, 4 * shape.length);
  shape.forEach((length, axis) => view.setInt32(at + 4 * axis, length, true));
  at += padded(4 * shape.length);
  tag(INT8, label.length);
  bytes.set(label, at);
  at += padded(label.length);
  tag(storage, dataBytes);
  bytes.set(columnMajor(array, shape), at);
  return bytes;
}

/** The bytes of the elements, first index fastest. */
function columnMajor({ data, dtype }: NdArray<DType>, shape: readonly number[]): Uint8Array {
  const source = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  if (shape.filter((length) => length !== 1).length < 2) return source;
  const size = ELEMENT_BYTES[dtype];
  const bytes = new Uint8Array(source.length);
  cOrderPlaces(shape).forEach((place, i) => {
    for (let byte = 0; byte < size; ++byte) bytes[i * size + byte] = source[place * size + byte];
  });
  return bytes;
}

function padded(byteLength: number): number {
  return Math.ceil(byteLength / 8) * 8;
}

function tagged(byteLength: number): number {
  return 8 + padded(byteLength);
}
