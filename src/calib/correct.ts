import { SATURATED_ADU } from '../../assembly/layout.ts';
import type { Arena, WasmArray } from '../wasm/arena.ts';

/**
 * Raw sections → corrected ones, ADU.
 * @param pedestals subtracted when given; NaN stays NaN
 * @param omitsSaturated pixels with raw >= 16383 become +Infinity
 */
export function correct(
  arena: Arena,
  raw: WasmArray<'i16'>,
  corrected: WasmArray<'f32'>,
  pedestals: WasmArray<'f32'> | null,
  omitsSaturated: boolean,
): void {
  const { kernels } = arena;
  if (pedestals) kernels.subtractPedestal(raw.ptr, pedestals.ptr, corrected.ptr, raw.length);
  else kernels.rawToFloat(raw.ptr, corrected.ptr, raw.length);
  if (omitsSaturated) kernels.omitSaturated(raw.ptr, corrected.ptr, raw.length, SATURATED_ADU);
}
