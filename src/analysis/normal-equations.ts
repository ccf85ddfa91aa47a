/**
 * Solves A x = b for a symmetric positive A (n × n, C order) by Cholesky, after scaling A to a diagonal of ones so that
 * parameters of very different size do no harm. Null when A is singular.
 */
export function solveSymmetric(matrix: Float64Array, right: Float64Array): Float64Array | null {
  const factor = factorise(matrix, right.length);
  return factor && substitute(factor, right);
}

/** The inverse of a symmetric positive matrix; null when it is singular. */
export function invertSymmetric(matrix: Float64Array, n: number): Float64Array | null {
  const factor = factorise(matrix, n);
  if (!factor) return null;
  const inverse = new Float64Array(n * n);
  for (let column = 0; column < n; ++column) {
    const unit = new Float64Array(n);
    unit[column] = 1;
    substitute(factor, unit).forEach((value, row) => (inverse[row * n + column] = value));
  }
  return inverse;
}

type Factor = { readonly lower: Float64Array; readonly scale: Float64Array };
const SINGULAR = 1e-14;

function factorise(matrix: Float64Array, n: number): Factor | null {
  const scale = Float64Array.from({ length: n }, (_, i) => 1 / Math.sqrt(matrix[i * n + i]));
  const lower = new Float64Array(n * n);
  for (let row = 0; row < n; ++row) {
    for (let column = 0; column <= row; ++column) {
      let sum = matrix[row * n + column] * scale[row] * scale[column];
      for (let k = 0; k < column; ++k) sum -= lower[row * n + k] * lower[column * n + k];
      if (row === column && !(sum > SINGULAR)) return null;
      lower[row * n + column] = row === column ? Math.sqrt(sum) : sum / lower[column * n + column];
    }
  }
  return { lower, scale };
}

function substitute({ lower, scale }: Factor, right: Float64Array): Float64Array {
  const n = right.length;
  const x = right.map((value, i) => value * scale[i]);
  for (let row = 0; row < n; ++row) {
    for (let k = 0; k < row; ++k) x[row] -= lower[row * n + k] * x[k];
    x[row] /= lower[row * n + row];
  }
  for (let row = n - 1; row >= 0; --row) {
    for (let k = row + 1; k < n; ++k) x[row] -= lower[k * n + row] * x[k];
    x[row] /= lower[row * n + row];
  }
  return x.map((value, i) => value * scale[i]);
}
