const SMALL = 2.5;
const EPSILON = 2 ** -53;

/** The error function, 2/√π ∫₀ˣ exp(-t²) dt, to the last digits of a double. @source Abramowitz and Stegun 7.1.6, 7.1.14 */
export function erf(x: number): number {
  if (Number.isNaN(x)) return NaN;
  const size = Math.abs(x);
  if (size > 6) return Math.sign(x);
  return Math.sign(x) * (size < SMALL ? series(size) : 1 - complement(size));
}

/** All terms are positive: nothing cancels. */
function series(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; term > sum * EPSILON; ++n) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/** 1 - erf by its continued fraction, from the inside out. */
function complement(x: number): number {
  let fraction = 0;
  for (let n = 60; n > 0; --n) fraction = n / 2 / (x + fraction);
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + fraction);
}
