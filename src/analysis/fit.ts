import { XtcError } from '../base/errors.ts';
import { guessStarts, type FitPoints } from './fit-guess.ts';
import { FIT_MODELS, type FitModel, type FitModelName } from './fit-models.ts';
import { leastSquares, type Weighted } from './least-squares.ts';

/** What a fit is made with. */
export type FitWish = {
  /** Standard deviation of each y; all count alike without. */
  readonly sigma?: Float64Array;
  /** Whether `sigma` is meant in the unit of y, or only says how the points compare. */
  readonly isAbsolute?: boolean;
  /** Start values, in the order of the model's parameters; guessed without. */
  readonly start?: readonly number[];
  /** Points where it is 0 do not count. */
  readonly rows?: Uint8Array | null;
};

export type FitParameter = { readonly name: string; readonly value: number; /** Standard deviation; NaN when the points do not determine it. */ readonly error: number };

/** A curve through points. */
export type Fit = {
  readonly model: FitModelName;
  readonly parameters: readonly FitParameter[];
  /** (parameter, parameter) in C order. */
  readonly covariance: Float64Array;
  /** Sum of squared rests, each divided by its sigma. */
  readonly chiSquared: number;
  readonly degreesOfFreedom: number;
  readonly points: number;
  readonly isConverged: boolean;
  /** What a person should know; empty when all is well. */
  readonly message: string;
  readonly origin: number;
};

/**
 * Fits a curve by least squares (Levenberg and Marquardt), as scipy.optimize.curve_fit does, errors included. Points where
 * anything is missing or not finite do not count, nor those whose sigma is 0.
 * @throws {XtcError} 'bad-fit' when there are fewer points than parameters, or all at one x
 */
export function fitCurve(name: FitModelName, x: Float64Array, y: Float64Array, wish: FitWish = {}): Fit {
  const model = FIT_MODELS[name];
  const count = model.parameters.length;
  const points = usablePoints(x, y, wish);
  const { length } = points.x;
  if (length < count) throw new XtcError('bad-fit', `A ${model.label.toLowerCase()} has ${count} parameters: it needs as many points at least, ${length} can be used.`);
  if (points.x[0] === points.x[length - 1]) throw new XtcError('bad-fit', `All ${length} points are at x = ${points.x[0]}: no curve can be fitted.`);
  if (wish.start && wish.start.length !== count) throw new XtcError('bad-fit', `${count} start values were expected (${model.parameters.join(', ')}), ${wish.start.length} are given.`);

  const starts = wish.start ? [Float64Array.from(wish.start)] : guessStarts(name, points);
  const results = starts.map((start) => leastSquares(model, points, start)).filter(({ chiSquared }) => Number.isFinite(chiSquared));
  // The first of equals: a guess that nearly all share is the likelier one.
  const best = results.reduce<(typeof results)[number] | null>((a, b) => (a && a.chiSquared <= b.chiSquared * (1 + 1e-9) && (a.isConverged || !b.isConverged) ? a : b), null);
  if (!best) throw new XtcError('bad-fit', `The ${model.label.toLowerCase()} has no finite value at the start values.`);

  const degreesOfFreedom = length - count;
  const scale = wish.isAbsolute && wish.sigma ? 1 : best.chiSquared / degreesOfFreedom;
  const covariance = (best.covariance ?? new Float64Array(count * count).fill(NaN)).map((value) => value * (degreesOfFreedom === 0 && scale !== 1 ? Infinity : scale));
  const values = best.parameters;
  if (model.width >= 0 && values[model.width] < 0) flip(values, covariance, model.width);
  const parameters = model.parameters.map((parameter, i) => ({ name: parameter, value: values[i], error: Math.sqrt(covariance[i * count + i]) }));
  const message = messageOf(best.isConverged, best.covariance !== null, degreesOfFreedom, parameters, points);
  return { model: name, parameters, covariance, chiSquared: best.chiSquared, degreesOfFreedom, points: length, isConverged: best.isConverged, message, origin: points.origin };
}

/** The fitted curve at these x. */
export function fitValues(fit: Fit, x: Float64Array): Float64Array {
  const model: FitModel = FIT_MODELS[fit.model];
  const parameters = fit.parameters.map(({ value }) => value);
  const slopes = new Float64Array(parameters.length);
  return x.map((at) => model.value(at, parameters, slopes, fit.origin));
}

function usablePoints(x: Float64Array, y: Float64Array, { sigma, rows }: FitWish): Weighted {
  const used: number[] = [];
  for (let i = 0; i < x.length; ++i) {
    const isThere = Number.isFinite(x[i]) && Number.isFinite(y[i]) && (!sigma || (sigma[i] > 0 && sigma[i] < Infinity));
    if (isThere && !(rows && rows[i] === 0)) used.push(i);
  }
  used.sort((a, b) => x[a] - x[b]);
  const take = (column: Float64Array): Float64Array => Float64Array.from(used, (i) => column[i]);
  const sorted = take(x);
  return { x: sorted, y: take(y), weights: sigma ? take(sigma).map((deviation) => 1 / deviation) : null, origin: sorted[0] ?? 0 };
}

/** A width and its negative are one curve: the positive one is told. */
function flip(values: Float64Array, covariance: Float64Array, index: number): void {
  const n = values.length;
  values[index] = -values[index];
  for (let i = 0; i < n; ++i) {
    if (i === index) continue;
    covariance[i * n + index] = -covariance[i * n + index];
    covariance[index * n + i] = -covariance[index * n + i];
  }
}

function messageOf(isConverged: boolean, isDetermined: boolean, degrees: number, parameters: readonly FitParameter[], { x }: FitPoints): string {
  if (!isConverged) return 'The fit did not converge: its values are where it stopped. Choose a narrower range, or start values near the truth.';
  if (!isDetermined) return 'The points do not determine all parameters: other values fit equally well, so there are no errors.';
  if (degrees === 0) return 'There are as many points as parameters: the curve goes through all, and errors cannot be told.';
  const centre = parameters.find(({ name }) => name === 'centre');
  if (centre && (centre.value < x[0] || centre.value > x[x.length - 1])) return 'The centre lies outside the points.';
  return '';
}
