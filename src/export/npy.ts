import { countOf, type DType, type NdArray } from '../base/arrays.ts';
import { XtcError } from '../base/errors.ts';

const DESCRIPTIONS: Readonly<Record<DType, string>> = {
  u8: '|u1', i8: '|i1', u16: '<u2', i16: '<i2', u32: '<u4', i32: '<i4', u64: '<u8', i64: '<i8', f32: '<f4', f64: '<f8',
};
const ALIGNMENT = 64;

/**
 * An array as a `.npy` file of version 1, C order, little-endian.
 * @param shape what the file says instead of the array's own shape
 * @throws {XtcError} 'out-of-range' when `shape` has another number of elements
 * @source NumPy enhancement proposal 1, numpy.lib.format
 */
export function writeNpy(array: NdArray, shape: readonly number[] = array.shape): Blob {
  if (countOf(shape) !== array.data.length) {
    throw new XtcError(
      'out-of-range',
      `An array of ${array.data.length} values cannot be saved as ${shape.join('×')}.`,
    );
  }
  return new Blob([npyHeader(array.dtype, shape), array.data as BlobPart], {
    type: 'application/octet-stream',
  });
}

/** The bytes in front of the data; their number is a multiple of 64. */
export function npyHeader(dtype: DType, shape: readonly number[]): Uint8Array<ArrayBuffer> {
  const dims = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const dictionary = `{'descr': '${DESCRIPTIONS[dtype]}', 'fortran_order': False, 'shape': (${dims}), }`;
  const start = 10; // magic 6, version 2, length 2
  const total = Math.ceil((start + dictionary.length + 1) / ALIGNMENT) * ALIGNMENT;
  const header = new Uint8Array(total).fill(0x20);
  header.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
  new DataView(header.buffer).setUint16(8, total - start, true);
  header.set(new TextEncoder().encode(dictionary), start);
  header[total - 1] = 0x0a;
  return header;
}
