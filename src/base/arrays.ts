/** Names of element types, as scripts and messages say them. */
export type DType = 'i16' | 'u16' | 'f32' | 'f64';

type DataOf = { i16: Int16Array; u16: Uint16Array; f32: Float32Array; f64: Float64Array };

/** An array in C order; `shape` goes from the slowest index to the fastest. */
export type NdArray<D extends DType = DType> = {
  readonly shape: readonly number[];
  readonly dtype: D;
  readonly data: DataOf[D];
};

/**
 * The pixels of one detector as read out: CSPad (quad 4, section 8, row 185, column 388), CSPad2x2 (section 2, 185, 388).
 * i16 is raw, f32 is corrected. Sections that the event lacks are 0 here: `present` tells them apart.
 */
export type Sections = NdArray<'i16'> | NdArray<'f32'>;

/** A picture: f32 (rows, columns), row 0 at the top, NaN where there is no pixel, +Infinity where it is left out as saturated. */
export type Image = NdArray<'f32'>;

/** Number of elements of a shape. */
export function countOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}
