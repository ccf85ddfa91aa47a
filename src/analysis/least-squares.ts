import type { FitPoints } from './fit-guess.ts';
import type { FitModel } from './fit-models.ts';
import { invertSymmetric, solveSymmetric } from './normal-equations.ts';

/** Points with 1/σ of each; null when all count alike. */
export type Weighted = FitPoints & { readonly weights: Float64Array | null; readonly origin: number };

export type LeastSquares = {
  readonly parameters: Float64Array;
  /** Inverse of JᵀJ; null when the points do not determine all parameters. */
  readonly covariance: Float64Array | null;
  readonly chiSquared: number;
  readonly isConverged: boolean;
};

const MOST_STEPS = 500;
const SMALL_STEP = 1e-11;
const SMALL_GAIN = 1e-15;
const LARGEST_DAMPING = 1e16;

/** Levenberg's and Marquardt's method from these start values. @source Marquardt, J. SIAM 11 (1963) 431 */
export function leastSquares(model: FitModel, points: Weighted, start: Float64Array): LeastSquares {
  const n = start.length;
  let parameters = start.slice();
  const matrix = new Float64Array(n * n);
  const gradient = new Float64Array(n);
  let chiSquared = normalEquations(model, points, parameters, matrix, gradient);
  let damping = 1e-3;
  let isConverged = chiSquared === 0;
  for (let step = 0; step < MOST_STEPS && !isConverged && Number.isFinite(chiSquared); ++step) {
    const damped = matrix.slice();
    for (let i = 0; i < n; ++i) damped[i * n + i] = matrix[i * n + i] * (1 + damping) || Number.MIN_VALUE;
    const change = solveSymmetric(damped, gradient);
    const next = change && parameters.map((value, i) => value + change[i]);
    const reached = next ? chiSquaredOf(model, points, next) : NaN;
    if (next && change && reached <= chiSquared) {
      const gain = (chiSquared - reached) / chiSquared;
      const isSmall = change.every((value, i) => Math.abs(value) <= SMALL_STEP * (Math.abs(next[i]) + SMALL_STEP));
      parameters = next;
      chiSquared = normalEquations(model, points, parameters, matrix, gradient);
      // Little gain says something only of a step that was hardly damped.
      isConverged = chiSquared === 0 || isSmall || (gain < SMALL_GAIN && damping < 1);
      damping = Math.max(damping / 10, 1e-12);
    } else {
      damping *= 10;
      if (damping > LARGEST_DAMPING) {
        // No smaller step gets lower: a minimum to the last digit, unless it never had a direction.
        isConverged = next !== null;
        break;
      }
    }
  }
  return { parameters, covariance: invertSymmetric(matrix, n), chiSquared, isConverged };
}

/** Writes JᵀJ and Jᵀr, weighted. @returns the sum of squared rests */
function normalEquations(model: FitModel, { x, y, weights, origin }: Weighted, parameters: Float64Array, matrix: Float64Array, gradient: Float64Array): number {
  const n = parameters.length;
  const slopes = new Float64Array(n);
  matrix.fill(0);
  gradient.fill(0);
  let sum = 0;
  for (let i = 0; i < x.length; ++i) {
    const weight = weights ? weights[i] : 1;
    const rest = (y[i] - model.value(x[i], parameters, slopes, origin)) * weight;
    sum += rest * rest;
    for (let row = 0; row < n; ++row) {
      const slope = slopes[row] * weight;
      gradient[row] += slope * rest;
      for (let column = 0; column <= row; ++column) matrix[row * n + column] += slope * slopes[column] * weight;
    }
  }
  for (let row = 0; row < n; ++row) for (let column = 0; column < row; ++column) matrix[column * n + row] = matrix[row * n + column];
  return sum;
}

function chiSquaredOf(model: FitModel, { x, y, weights, origin }: Weighted, parameters: Float64Array): number {
  const slopes = new Float64Array(parameters.length);
  let sum = 0;
  for (let i = 0; i < x.length; ++i) {
    const rest = (y[i] - model.value(x[i], parameters, slopes, origin)) * (weights ? weights[i] : 1);
    sum += rest * rest;
  }
  return sum;
}
