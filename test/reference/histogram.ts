/** Slow twins of assembly/histogram.ts. */
export function rangeOf(values: ArrayLike<number>): number[] {
  const finite = Array.from(values).filter(Number.isFinite);
  return [
    finite.reduce((a, b) => Math.min(a, b), Infinity),
    finite.reduce((a, b) => Math.max(a, b), -Infinity),
    finite.length,
  ];
}

export function histogram(values: ArrayLike<number>, low: number, scale: number, bins: number): Uint32Array {
  const counts = new Uint32Array(bins);
  for (const value of Array.from(values)) {
    if (!Number.isFinite(value)) continue;
    const place = Math.trunc(Math.fround(Math.fround(value - Math.fround(low)) * Math.fround(scale)));
    const bin = Number.isNaN(place) ? 0 : place; // 0 * Infinity: a range too small for f32
    counts[Math.min(bins - 1, Math.max(0, bin))] += 1;
  }
  return counts;
}
