/** A number of `count` values from `from` on, each `step` behind the one before. */
export type Fold = (data: ArrayLike<number>, from: number, step: number, count: number) => number;

/** In the order of the values, in float64. */
export function sumOf(data: ArrayLike<number>, from: number, step: number, count: number): number {
  let sum = 0;
  for (let i = 0, at = from; i < count; ++i, at += step) sum += data[at];
  return sum;
}

/** Population standard deviation. */
export function stdOf(data: ArrayLike<number>, from: number, step: number, count: number): number {
  const mean = sumOf(data, from, step, count) / count;
  let squares = 0;
  for (let i = 0, at = from; i < count; ++i, at += step) squares += (data[at] - mean) ** 2;
  return Math.sqrt(squares / count);
}

/** Which of the values is the first largest (`sign` 1) or smallest (-1); the first NaN when there is one, as numpy has it. */
export function extremeOf(data: ArrayLike<number>, from: number, step: number, count: number, sign: 1 | -1): number {
  let best = 0;
  for (let i = 0; i < count; ++i) {
    const value = data[from + i * step];
    if (Number.isNaN(value)) return i;
    if (sign * value > sign * data[from + best * step]) best = i;
  }
  return best;
}
