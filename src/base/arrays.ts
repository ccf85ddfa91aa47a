/** Names of element types, as scripts and messages say them. */
export type DType = 'u8' | 'i8' | 'u16' | 'i16' | 'u32' | 'i32' | 'u64' | 'i64' | 'f32' | 'f64';

type DataOf = {
  u8: Uint8Array; i8: Int8Array; u16: Uint16Array; i16: Int16Array; u32: Uint32Array; i32: Int32Array;
  u64: BigUint64Array; i64: BigInt64Array; f32: Float32Array; f64: Float64Array;
};

/** Bytes of one element. */
export const ELEMENT_BYTES: Readonly<Record<DType, number>> = { u8: 1, i8: 1, u16: 2, i16: 2, u32: 4, i32: 4, u64: 8, i64: 8, f32: 4, f64: 8 };

const VIEWS = {
  u8: Uint8Array, i8: Int8Array, u16: Uint16Array, i16: Int16Array, u32: Uint32Array, i32: Int32Array,
  u64: BigUint64Array, i64: BigInt64Array, f32: Float32Array, f64: Float64Array,
} as const;

/** A typed array over a whole buffer of little-endian elements. */
export function typedArray<D extends DType>(dtype: D, buffer: ArrayBuffer): DataOf[D] {
  return new VIEWS[dtype](buffer) as DataOf[D];
}

/** Element types whose elements are numbers; those of 64-bit integers are bigint. */
export type NumberDType = Exclude<DType, 'u64' | 'i64'>;

/** An array in C order; `shape` goes from the slowest index to the fastest. */
export type NdArray<D extends DType = NumberDType> = {
  readonly shape: readonly number[];
  readonly dtype: D;
  readonly data: DataOf[D];
};

/** A picture: f32 (rows, columns), row 0 at the top, NaN where there is no pixel, +Infinity where it is left out as saturated. */
export type Image = NdArray<'f32'>;

/** Number of elements of a shape. */
export function countOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** The same words with room for `needed`: themselves, or a copy that is at least twice as long. */
export function withRoom(words: Uint32Array<ArrayBuffer>, needed: number): Uint32Array<ArrayBuffer> {
  if (needed <= words.length) return words;
  const grown = new Uint32Array(Math.max(needed, 2 * words.length));
  grown.set(words);
  return grown;
}
