/** Smallest, largest and mean value of those that are finite, and how many these are. */
export type Spread = { readonly min: number; readonly max: number; readonly mean: number; readonly count: number };

/** The spread of a line; NaN when it has no finite value. */
export function spreadOf(values: ArrayLike<number>): Spread {
  let [min, max, sum, count] = [Infinity, -Infinity, 0, 0];
  for (let i = 0; i < values.length; ++i) {
    const value = values[i];
    if (!Number.isFinite(value)) continue;
    min = Math.min(min, value);
    max = Math.max(max, value);
    sum += value;
    ++count;
  }
  return count === 0 ? { min: NaN, max: NaN, mean: NaN, count } : { min, max, mean: sum / count, count };
}

/** What a column of pixels shows of a line: its first, lowest, highest and last value; null where it has none. */
export type TraceColumn = { readonly first: number; readonly low: number; readonly high: number; readonly last: number };

/** A line of more values than pixels, cut into columns, so that no peak is lost. @param columns at most as many as values */
export function traceColumns(values: ArrayLike<number>, columns: number): (TraceColumn | null)[] {
  return Array.from({ length: columns }, (_, column) => {
    const end = Math.floor(((column + 1) * values.length) / columns);
    let found: { first: number; low: number; high: number; last: number } | null = null;
    for (let i = Math.floor((column * values.length) / columns); i < end; ++i) {
      const value = values[i];
      if (!Number.isFinite(value)) continue;
      found ??= { first: value, low: value, high: value, last: value };
      found.low = Math.min(found.low, value);
      found.high = Math.max(found.high, value);
      found.last = value;
    }
    return found;
  });
}

/** A number in at most six digits, for labels. */
export function shortNumber(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e9)) return value.toExponential(4).replace('-', '\u2212');
  return String(Number(value.toPrecision(size >= 1e6 ? 9 : 6))).replace('-', '\u2212');
}
