/** Slow twins of assembly/pedestal.ts. */
export function subtractPedestal(raw: ArrayLike<number>, pedestal: ArrayLike<number> | null): Float32Array {
  return Float32Array.from(raw, (adu, i) => adu - (pedestal ? pedestal[i] : 0));
}

export function omitSaturated(
  raw: ArrayLike<number>,
  values: ArrayLike<number>,
  threshold: number,
): Float32Array {
  return Float32Array.from(values, (value, i) => (raw[i] >= threshold ? Infinity : value));
}

export function accumulateDark(events: readonly ArrayLike<number>[]): { sum: number[]; squares: number[] } {
  const indices = Array.from(events[0] ?? [], (_value, i) => i);
  return {
    sum: indices.map((i) => events.reduce((sum, raw) => sum + raw[i], 0)),
    squares: indices.map((i) => Number(events.reduce((sum, raw) => sum + BigInt(raw[i]) ** 2n, 0n))),
  };
}
