import { ELEMENT_BYTES } from '../base/arrays.ts';
import type { PixelKind, ValueRule } from '../base/pixels.ts';
import type { Arena, WasmArray } from '../wasm/arena.ts';

/** Pixels as read out, and what their words mean. */
export type RawWords = {
  readonly raw: WasmArray<PixelKind>;
  readonly valueMask: number;
  readonly rule: ValueRule;
  /** Values from here on are saturated. */
  readonly saturation: number;
};

/**
 * Raw pixels → corrected ones, ADU, in the same order; gain bits are left out.
 * @param corrected as long as the raw pixels
 * @param pedestals subtracted when given; NaN stays NaN
 * @param omitsSaturated saturated pixels become +Infinity
 */
export function correct(
  { kernels }: Arena,
  { raw, valueMask, rule, saturation }: RawWords,
  corrected: WasmArray<'f32'>,
  pedestals: WasmArray<'f32'> | null,
  omitsSaturated: boolean,
): void {
  const { ptr, length, kind } = raw;
  if (kind === 'i16') {
    if (pedestals) kernels.subtractPedestal(ptr, pedestals.ptr, corrected.ptr, length);
    else kernels.rawToFloat(ptr, corrected.ptr, length);
    if (omitsSaturated) kernels.omitSaturated(ptr, corrected.ptr, length, saturation);
    return;
  }
  const wordBytes = ELEMENT_BYTES[kind];
  const isFccd = rule === 'fccd960';
  if (isFccd) kernels.fccdToFloat(ptr, pedestals?.ptr ?? 0, corrected.ptr, length);
  else kernels.pixelsToFloat(ptr, wordBytes, valueMask, pedestals?.ptr ?? 0, corrected.ptr, length);
  if (!omitsSaturated) return;
  // An FCCD960 saturates at its lowest gain, whose bits are the highest: the largest word is the only one.
  if (isFccd) kernels.omitSaturatedPixels(ptr, wordBytes, FCCD960_WORD, corrected.ptr, length, FCCD960_WORD);
  else kernels.omitSaturatedPixels(ptr, wordBytes, valueMask, corrected.ptr, length, saturation);
}

/** Gain and value of the FCCD960: bit 13 says nothing. */
const FCCD960_WORD = 0xdfff;
