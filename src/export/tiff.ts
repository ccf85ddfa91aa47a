import { XtcError } from '../base/errors.ts';
import { ELEMENT_BYTES, type NdArray } from '../base/arrays.ts';

/** Pictures that TIFF holds as they are. */
export type TiffArray = NdArray<'u8'> | NdArray<'u16'> | NdArray<'i16'> | NdArray<'u32'> | NdArray<'i32'> | NdArray<'f32'> | NdArray<'f64'>;

const [SHORT, LONG, RATIONAL] = [3, 4, 5];
const [UNSIGNED, SIGNED, FLOATING] = [1, 2, 3];
const HEADER_BYTES = 8;
const ENTRY_BYTES = 12;
const MOST_BYTES = 2 ** 32 - 1;

/**
 * A picture (rows, columns) as a TIFF of one grey channel, not compressed, with the element type it has; NaN stays NaN in
 * floating ones. Row 0 is at the top.
 * @throws {XtcError} 'out-of-range' when it is no picture, or one of 4 GiB
 * @source TIFF 6.0
 */
export function writeTiff({ shape, dtype, data }: TiffArray): Blob {
  const [rows, columns] = shape;
  if (shape.length !== 2 || rows === 0 || columns === 0) throw new XtcError('out-of-range', `An array of ${shape.join('×')} is no picture: TIFF takes rows × columns.`);
  if (data.byteLength > MOST_BYTES - 1024) throw new XtcError('out-of-range', 'TIFF holds less than 4 GiB: save the picture as .npy or HDF5.');
  const format = dtype.startsWith('f') ? FLOATING : dtype.startsWith('i') ? SIGNED : UNSIGNED;
  const tags: [tag: number, type: number, value: number][] = [
    [256, LONG, columns],
    [257, LONG, rows],
    [258, SHORT, 8 * ELEMENT_BYTES[dtype]],
    [259, SHORT, 1], // not compressed
    [262, SHORT, 1], // 0 is black
    [273, LONG, 0],
    [277, SHORT, 1],
    [278, LONG, rows],
    [279, LONG, data.byteLength],
    [282, RATIONAL, 0],
    [283, RATIONAL, 0],
    [296, SHORT, 1], // no unit of resolution
    [339, SHORT, format],
  ];
  const ratioAt = HEADER_BYTES + 2 + tags.length * ENTRY_BYTES + 4;
  const dataAt = Math.ceil((ratioAt + 8) / 16) * 16;
  const head = new DataView(new ArrayBuffer(dataAt));
  head.setUint32(0, 0x002a4949, true); // "II", 42
  head.setUint32(4, HEADER_BYTES, true);
  head.setUint16(HEADER_BYTES, tags.length, true);
  tags.forEach(([tag, type, value], i) => {
    const at = HEADER_BYTES + 2 + i * ENTRY_BYTES;
    head.setUint16(at, tag, true);
    head.setUint16(at + 2, type, true);
    head.setUint32(at + 4, 1, true);
    const written = type === RATIONAL ? ratioAt : tag === 273 ? dataAt : value;
    if (type === SHORT) head.setUint16(at + 8, written, true);
    else head.setUint32(at + 8, written, true);
  });
  head.setUint32(ratioAt, 1, true);
  head.setUint32(ratioAt + 4, 1, true);
  return new Blob([head.buffer, data as BlobPart], { type: 'image/tiff' });
}

/** Numbers as whole ones of 16 bits: rounded, cut to 0 … 65535, 0 where there is none. Gives how many were cut. */
export function toSixteenBits({ shape, data }: { readonly shape: readonly number[]; readonly data: ArrayLike<number> }): { readonly array: NdArray<'u16'>; readonly cut: number } {
  let cut = 0;
  const whole = Uint16Array.from(data, (value) => {
    if (Number.isNaN(value)) return 0;
    const rounded = Math.round(value);
    if (rounded < 0 || rounded > 65535) ++cut;
    return Math.min(65535, Math.max(0, rounded));
  });
  return { array: { shape, dtype: 'u16', data: whole }, cut };
}
