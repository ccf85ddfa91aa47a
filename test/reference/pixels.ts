/** Slow twins of assembly/pixels.ts. */
export function pixelsToFloat(raw: ArrayLike<number>, mask: number, pedestal: ArrayLike<number> | null): Float32Array {
  return Float32Array.from(raw, (word, i) => Math.fround(Number(BigInt(word) & BigInt(mask))) - (pedestal ? pedestal[i] : 0));
}

export function fccdToFloat(raw: ArrayLike<number>, pedestal: ArrayLike<number> | null): Float32Array {
  const factors = [1, 4, 1, 8];
  return Float32Array.from(raw, (word, i) => (word % 8192) * factors[Math.floor(word / 16384)] - (pedestal ? pedestal[i] : 0));
}

export function omitSaturatedPixels(raw: ArrayLike<number>, mask: number, values: ArrayLike<number>, threshold: number): Float32Array {
  return Float32Array.from(values, (value, i) => ((raw[i] & mask) >>> 0 >= threshold ? Infinity : value));
}
