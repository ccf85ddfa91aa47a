import type { NdArray } from './arrays.ts';

/** Words that pixels are read out as. */
export type PixelKind = 'u8' | 'i16' | 'u16' | 'u32';

/** Pixels as read out. */
export type PixelArray = NdArray<'u8'> | NdArray<'i16'> | NdArray<'u16'> | NdArray<'u32'>;

/** How the value of a pixel is got from its word: the bits of a mask, or the FCCD960's own way. */
export type ValueRule = 'mask' | 'fccd960';

/** How the parts of a detector lie in its picture: `plain` is as stored, `grid` is parts in rows with gaps between them. */
export type Arrangement = 'plain' | 'grid' | 'pnccd' | 'timepix' | 'fccd';

/** Bits of a pixel's word above its value, as a number: the gain the pixel was read with. 0 where the mask keeps all. */
export function gainBits(word: number, valueMask: number): number {
  return (word & ~valueMask) >>> (32 - Math.clz32(valueMask));
}

/** Rows × columns of what lies together in an array of pixels: a section of a CSPad, a module, the whole of a camera. */
export function partPixels(shape: readonly number[]): number {
  return shape.slice(-2).reduce((product, length) => product * length, 1);
}

/** Whether rows and columns of a shape are those of a CSPad's section, 185×388: only CSPads and CSPad2x2s have more than one. */
export function isOfSections(shape: readonly number[]): boolean {
  return shape.length > 2 && shape[shape.length - 2] === 185 && shape[shape.length - 1] === 388;
}
