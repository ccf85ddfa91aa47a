import { countOf, ELEMENT_BYTES } from '../base/arrays.ts';
import { XtcError } from '../base/errors.ts';
import type { Arrangement, PixelKind, ValueRule } from '../base/pixels.ts';
import { numberOf, type Values } from './schema.ts';

/** Where the pixels of a payload are, and what their words mean. */
export type PictureLayout = {
  /** As they lie in the file, slow to fast; rows and columns are the last two. */
  readonly shape: readonly number[];
  readonly dtype: PixelKind;
  /** Of the first pixel, from the start of the payload. */
  readonly byteOffset: number;
  /** Between the starts of parts (first index of the shape) that have headers between them; 0 when they lie back to back. */
  readonly partStride: number;
  /** Bits of a word that are the value; the others are gain bits. */
  readonly valueMask: number;
  readonly rule: ValueRule;
  /** Values from here on are saturated. */
  readonly saturation: number;
  readonly arrangement: Arrangement;
};

/** What a layout is found from. */
export type PictureLeaf = {
  readonly version: number;
  readonly payload: Uint8Array;
  /** Of its source; null when it has none. */
  readonly config: Values | null;
  /** Number of the device of its source (src/format/detector.ts); 0 when it is no DetInfo. */
  readonly device: number;
};

/** A type that holds pictures. */
export type PictureType = {
  readonly typeId: number;
  /** Types of the configurations that may describe it. */
  readonly configurations: readonly number[];
  /**
   * Null when the frame has no pixels.
   * @throws {XtcError} without place: 'no-configuration', 'bad-payload', 'unsupported'
   */
  readonly layoutOf: (leaf: PictureLeaf) => PictureLayout | null;
};

/** More modules than any detector has: a number above it is wrong. */
const MOST_PARTS = 64;

const FULL: Readonly<Record<PixelKind, number>> = { u8: 0xff, i16: 0x7fff, u16: 0xffff, u32: 0xffffffff };

/** A layout of whole words that lie back to back, unless said otherwise. */
export function layout(shape: readonly number[], dtype: PixelKind, byteOffset: number, other: Partial<PictureLayout> = {}): PictureLayout {
  const valueMask = other.valueMask ?? FULL[dtype];
  const arrangement = shape.length > 2 ? 'grid' : 'plain';
  return { shape, dtype, byteOffset, partStride: 0, rule: 'mask', saturation: valueMask, arrangement, ...other, valueMask };
}

/** A layout that its payload is long enough for; null when it has no pixels. @throws {XtcError} 'bad-payload', without place */
export function fitting(found: PictureLayout, byteLength: number): PictureLayout | null {
  const { shape, dtype, byteOffset, partStride } = found;
  const count = countOf(shape);
  if (count === 0) return null;
  if (shape.length > 2 && shape[0] > MOST_PARTS) throw new XtcError('bad-payload', `The configuration says ${shape[0]} modules; at most ${MOST_PARTS} are shown.`);
  const pixels = partStride > 0 ? (shape[0] - 1) * partStride + (count / shape[0]) * ELEMENT_BYTES[dtype] : count * ELEMENT_BYTES[dtype];
  if (Number.isSafeInteger(count) && byteOffset + pixels <= byteLength) return found;
  throw new XtcError('bad-payload', `${shape.join('×')} pixels need ${byteOffset + pixels} bytes; the payload has ${byteLength}.`);
}

/** The configuration of a leaf. @throws {XtcError} 'no-configuration', without place */
export function configOf({ config }: PictureLeaf): Values {
  if (config) return config;
  throw new XtcError('no-configuration', 'The configuration that tells its shape is missing. Open the chunk that holds the Configure transition (c00) too.');
}

/** Members of a configuration that are lengths. @throws {XtcError} 'bad-payload', without place, when one is absurd */
export function lengthsOf(config: Values, ...names: readonly string[]): number[] {
  return names.map((name) => {
    const length = numberOf(config, name);
    if (Number.isInteger(length) && length >= 0 && length <= 1 << 20) return length;
    throw new XtcError('bad-payload', `The configuration says ${name} is ${length}.`);
  });
}
