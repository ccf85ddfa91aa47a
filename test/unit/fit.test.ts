import { expect, test } from 'vitest';
import { erf } from '../../src/analysis/erf.ts';
import { fitCurve, fitValues } from '../../src/analysis/fit.ts';
import { FIT_MODELS, type FitModelName } from '../../src/analysis/fit-models.ts';
import { Random } from '../../src/sample/random.ts';
import { fixtureJson } from '../fixtures/fixtures.ts';

type Case = { model: FitModelName; x: number[]; y: number[]; sigma: number[] | null; values: number[]; covariance: number[]; covariance_absolute: number[] | null; chi_squared: number };
/** Written by test/python/make-fit-golden.py: what scipy finds. */
const golden = fixtureJson<{ erf: [number, number][]; cases: Case[] }>('golden/fits.json');

function expectNear(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  const largest = Math.max(...Array.from(expected, Math.abs));
  Array.from(expected).forEach((value, i) => expect(Math.abs(actual[i] - value), `${i}: ${actual[i]} instead of ${value}`).toBeLessThanOrEqual(tolerance * Math.max(Math.abs(value), largest * 1e-9)));
}

/** Covariances are compared as correlations and errors: their elements differ by many orders of magnitude. */
function expectSameErrors(actual: Float64Array, expected: readonly number[], n: number): void {
  const errors = (matrix: ArrayLike<number>): number[] => Array.from({ length: n }, (_, i) => Math.sqrt(matrix[i * n + i]));
  expectNear(errors(actual), errors(expected), 1e-4);
  const [own, theirs] = [errors(actual), errors(expected)];
  expected.forEach((value, i) => {
    const [row, column] = [Math.floor(i / n), i % n];
    expect(actual[i] / own[row] / own[column]).toBeCloseTo(value / theirs[row] / theirs[column], 3);
  });
}

test.each(golden.cases.map((one, i) => ({ ...one, i })))('fit $i: $model as scipy.optimize.curve_fit has it, from guessed start values', ({ model, x, y, sigma, values, covariance, covariance_absolute, chi_squared }) => {
  const wish = sigma ? { sigma: Float64Array.from(sigma) } : {};
  const fit = fitCurve(model, Float64Array.from(x), Float64Array.from(y), wish);
  expect(fit).toMatchObject({ isConverged: true, message: '', points: x.length, degreesOfFreedom: x.length - values.length });
  expectNear(fit.parameters.map(({ value }) => value), values, 2e-6);
  expect(Math.abs(fit.chiSquared / chi_squared - 1)).toBeLessThan(1e-9);
  expectSameErrors(fit.covariance, covariance, values.length);
  if (covariance_absolute) {
    const absolute = fitCurve(model, Float64Array.from(x), Float64Array.from(y), { ...wish, isAbsolute: true });
    expectSameErrors(absolute.covariance, covariance_absolute, values.length);
  }
});

test('the error function has the digits of scipy.special.erf', () => {
  for (const [x, value] of golden.erf) expect(Math.abs(erf(x) - value)).toBeLessThanOrEqual(4e-16 * Math.abs(value));
  expect(erf(NaN)).toBeNaN();
});

test.each(Object.values(FIT_MODELS))('$name: slopes are those that differences show', (model) => {
  const parameters = [1.3, 0.4, 0.7, -0.2].slice(0, model.parameters.length);
  const slopes = new Float64Array(parameters.length);
  const unused = new Float64Array(parameters.length);
  for (const x of [-2, 0, 0.4, 0.9, 3]) {
    model.value(x, parameters, slopes, -1);
    parameters.forEach((value, i) => {
      const at = (change: number): number => model.value(x, parameters.with(i, value + change), unused, -1);
      expect(slopes[i]).toBeCloseTo((at(1e-5) - at(-1e-5)) / 2e-5, 6);
    });
  }
});

test('guesses find the curve from very different places, and order does not matter', () => {
  const random = new Random(4);
  for (const [model, truth] of [
    ['gaussian', [-40, 1207, 9, 300]],
    ['lorentzian', [0.002, -3e-4, 5e-5, 0]],
    ['step', [11, 900, 4, -3]],
    ['exponential', [7, 30, 2]],
  ] as const) {
    const [low, high] = model === 'lorentzian' ? [-1e-3, 1e-3] : model === 'exponential' ? [0, 200] : [truth[1] - 60, truth[1] + 90];
    const x = Float64Array.from({ length: 120 }, () => random.uniform(low, high));
    const slopes = new Float64Array(4);
    const origin = Math.min(...x);
    const y = x.map((at) => FIT_MODELS[model].value(at, truth, slopes, origin) + random.gaussian(0, Math.abs(truth[0]) / 50));
    const fit = fitCurve(model, x, y);
    expect(fit.isConverged).toBe(true);
    fit.parameters.forEach(({ value, error }, i) => expect(Math.abs(value - truth[i]), `${model} ${i}`).toBeLessThan(5 * error));
    const drawn = fitValues(fit, x);
    const spread = Math.sqrt(drawn.reduce((sum, value, i) => sum + (value - y[i]) ** 2, 0) / fit.degreesOfFreedom);
    expect(spread / (Math.abs(truth[0]) / 50)).toBeCloseTo(1, 0);
  }
});

test('missing points do not count; what cannot be fitted says why', () => {
  const x = Float64Array.of(0, 1, NaN, 2, 3, 4);
  const y = Float64Array.of(1, 3, 9, NaN, 7, 9);
  const line = fitCurve('line', x, y);
  expect(line.points).toBe(4);
  expect(line.parameters.map(({ value }) => value)).toEqual([expect.closeTo(2, 12), expect.closeTo(1, 12)]);
  expect(fitCurve('line', x, y, { rows: Uint8Array.of(1, 1, 1, 1, 0, 0) })).toMatchObject({ points: 2, message: expect.stringContaining('as many points') });
  expect(() => fitCurve('gaussian', x.subarray(0, 3), y.subarray(0, 3))).toThrow(/4 parameters/);
  expect(() => fitCurve('line', Float64Array.of(2, 2, 2), Float64Array.of(1, 2, 3))).toThrow(/at x = 2/);
  expect(() => fitCurve('line', x, y, { start: [1] })).toThrow(/slope, intercept/);
  const flat = fitCurve('gaussian', Float64Array.of(0, 1, 2, 3, 4, 5), new Float64Array(6).fill(2));
  expect(flat.message).not.toBe('');
});
