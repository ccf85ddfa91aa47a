import type { FitModelName } from './fit-models.ts';
import { solveSymmetric } from './normal-equations.ts';

/** Points in rising x. */
export type FitPoints = { readonly x: Float64Array; readonly y: Float64Array };

/** Start values worth trying for a curve, guessed from the points alone; the first is the likeliest. */
export function guessStarts(name: FitModelName, points: FitPoints): Float64Array[] {
  switch (name) {
    case 'gaussian':
      return peakStarts(points, 2 * Math.sqrt(2 * Math.LN2));
    case 'lorentzian':
      return peakStarts(points, 2);
    case 'step':
      return stepStarts(points);
    case 'exponential':
      return exponentialStarts(points);
    case 'line':
      return [lineStart(points)];
  }
}

/** @param widths how many widths of the model its full width at half height has */
function peakStarts(points: FitPoints, widths: number): Float64Array[] {
  const { x } = points;
  const y = smoothed(points.y);
  const sorted = points.y.slice().sort();
  const middle = quantile(sorted, 0.5);
  const isPeak = Math.max(...extremes(y)) - middle >= middle - Math.min(...extremes(y));
  const starts: Float64Array[] = [];
  for (const sign of isPeak ? [1, -1] : [-1, 1]) {
    const base = quantile(sorted, sign > 0 ? 0.1 : 0.9);
    let top = 0;
    for (let i = 1; i < y.length; ++i) if (sign * y[i] > sign * y[top]) top = i;
    const amplitude = y[top] - base;
    let left = top;
    let right = top;
    while (left > 0 && sign * (y[left] - base) > (sign * amplitude) / 2) --left;
    while (right < y.length - 1 && sign * (y[right] - base) > (sign * amplitude) / 2) ++right;
    const width = Math.max(x[right] - x[left], spacing(x)) / widths;
    for (const factor of [1, 0.4, 3]) starts.push(Float64Array.of(amplitude, x[top], width * factor, base));
  }
  return starts;
}

function stepStarts(points: FitPoints): Float64Array[] {
  const { x } = points;
  const y = smoothed(points.y);
  const n = y.length;
  const share = Math.max(1, Math.floor(n / 8));
  const before = mean(points.y.subarray(0, share));
  const after = mean(points.y.subarray(n - share));
  const half = (before + after) / 2;
  let crossing = Math.floor(n / 2);
  for (let i = 1; i < n; ++i) {
    if ((y[i - 1] - half) * (y[i] - half) <= 0) {
      crossing = i;
      break;
    }
  }
  const range = x[n - 1] - x[0];
  return [0.1, 0.02, 0.3].map((share) => Float64Array.of(after - before, (x[crossing] + x[Math.max(0, crossing - 1)]) / 2, Math.max(range * share, spacing(x) / 2), before));
}

/** y - y₀ = A (x - x₀) + B ∫y holds for every exponential, and -1/B is its tau. @source J. Jacquelin, Régressions et équations intégrales */
function exponentialStarts({ x, y }: FitPoints): Float64Array[] {
  const n = x.length;
  const matrix = new Float64Array(4);
  const right = new Float64Array(2);
  let area = 0;
  for (let i = 1; i < n; ++i) {
    area += ((y[i] + y[i - 1]) / 2) * (x[i] - x[i - 1]);
    const [dx, dy] = [x[i] - x[0], y[i] - y[0]];
    matrix[0] += dx * dx;
    matrix[1] += dx * area;
    matrix[3] += area * area;
    right[0] += dx * dy;
    right[1] += area * dy;
  }
  matrix[2] = matrix[1];
  const range = x[n - 1] - x[0];
  const tau = -1 / (solveSymmetric(matrix, right)?.[1] ?? NaN);
  const taus = [tau, range / 3, -range / 3, range / 20].filter((value) => Number.isFinite(value) && value !== 0);
  return taus.map((value) => {
    const curve = x.map((at) => Math.exp(Math.min(50, -(at - x[0]) / value)));
    const [amplitude, constant] = lineStart({ x: curve, y });
    return Float64Array.of(amplitude, value, constant);
  });
}

/** The least-squares line: slope and intercept. */
function lineStart({ x, y }: FitPoints): Float64Array {
  const [xMean, yMean] = [mean(x), mean(y)];
  let [squares, products] = [0, 0];
  for (let i = 0; i < x.length; ++i) {
    squares += (x[i] - xMean) ** 2;
    products += (x[i] - xMean) * (y[i] - yMean);
  }
  const slope = squares === 0 ? 0 : products / squares;
  return Float64Array.of(slope, yMean - slope * xMean);
}

/** Median of five where there are enough points, so that one outlier is no peak. */
function smoothed(y: Float64Array): Float64Array {
  if (y.length < 15) return y;
  return y.map((_, i) => {
    const from = Math.min(Math.max(0, i - 2), y.length - 5);
    return y.slice(from, from + 5).sort()[2];
  });
}

function extremes(y: Float64Array): [number, number] {
  return [y.reduce((a, b) => Math.min(a, b), Infinity), y.reduce((a, b) => Math.max(a, b), -Infinity)];
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function quantile(sorted: Float64Array, share: number): number {
  return sorted[Math.round(share * (sorted.length - 1))];
}

function spacing(x: Float64Array): number {
  return (x[x.length - 1] - x[0]) / Math.max(1, x.length - 1) || 1;
}
