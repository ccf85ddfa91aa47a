import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clickLevel, DEFAULT_LEVELS, limitsOf, normalise, percentileOf } from '../../src/image/levels.ts';
import { histogramOf, measureRegion } from '../../src/image/measure.ts';
import { formatRegion, parseRegion } from '../../src/image/region-text.ts';
import { Arena } from '../../src/wasm/arena.ts';
import { loadKernels } from '../reference/load-kernels.ts';

const arena = new Arena(await loadKernels());

function imageOf(values: readonly number[]) {
  const image = arena.reserve('f32', values.length);
  image.view().set(values);
  return image;
}

test('percentiles are within a bin of the sorted values, beside a hot pixel too', () => {
  const value = fc.oneof(
    { weight: 9, arbitrary: fc.double({ min: 900, max: 1300, noNaN: true }) },
    { weight: 1, arbitrary: fc.constantFrom(16383, NaN, Infinity) },
  );
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 2, maxLength: 300 }),
      fc.integer({ min: 1, max: 100 }),
      (values, percent) => {
        arena.scoped(() => {
          const image = imageOf(values);
          const sorted = [...image.view()].filter(Number.isFinite).sort((a, b) => a - b);
          const histogram = histogramOf(arena, image);
          expect(histogram.total).toBe(sorted.length);
          if (sorted.length === 0) return;
          const exact = sorted[Math.ceil((percent / 100) * sorted.length) - 1];
          expect(Math.abs(percentileOf(histogram, percent) - exact)).toBeLessThan(0.5);
        });
      },
    ),
    { seed: 20110701 },
  );
});

test('limits always have a width', () => {
  for (const values of [[], [NaN], [5], [5, 5, 5], [-3, Infinity]]) {
    const { low, high } = limitsOf(histogramOf(arena, imageOf(values)), DEFAULT_LEVELS);
    expect(high).toBeGreaterThan(low);
    expect(Number.isFinite(high - low)).toBe(true);
  }
  expect(
    limitsOf({ low: 0, high: 1, counts: new Uint32Array(1), total: 0 }, { mode: 'fixed', low: 2, high: 9 }),
  ).toEqual({ low: 2, high: 9 });
});

test('clicks set the low limit, the high one, and the default again', () => {
  const limits = { low: 0, high: 100 };
  expect(clickLevel(limits, 'left', 20)).toEqual({ mode: 'fixed', low: 20, high: 100 });
  expect(clickLevel(limits, 'right', 20)).toEqual({ mode: 'fixed', low: 0, high: 20 });
  expect(clickLevel(limits, 'left', 150)).toEqual({ mode: 'fixed', low: 150, high: 250 });
  expect(clickLevel(limits, 'right', -50)).toEqual({ mode: 'fixed', low: -150, high: -50 });
  expect(clickLevel(limits, 'middle', 20)).toEqual(DEFAULT_LEVELS);
});

test('every scale goes from 0 at the low limit to 1 at the high one, upwards', () => {
  for (const scale of ['linear', 'log', 'sqrt'] as const) {
    const at = (value: number) => normalise(value, { low: -10, high: 30 }, scale);
    expect([at(-11), at(-10), at(30), at(31)]).toEqual([0, 0, 1, 1]);
    expect(at(10)).toBeGreaterThan(at(0));
    expect(at(NaN)).toBeNaN();
  }
});

test('a region is measured over its finite pixels; an empty one has no mean', () => {
  const image = imageOf([1, 2, NaN, 4, Infinity, 6]);
  expect(measureRegion(arena, image, [2, 3], { row0: -5, row1: 9, column0: 0, column1: 3 })).toEqual({
    x: 14 / 13,
    y: 10 / 13,
    sum: 13,
    mean: 13 / 4,
    min: 1,
    max: 6,
    count: 4,
  });
  expect(measureRegion(arena, image, [2, 3], { row0: 0, row1: 1, column0: 2, column1: 3 })).toEqual({
    x: NaN,
    y: NaN,
    sum: 0,
    mean: NaN,
    min: NaN,
    max: NaN,
    count: 0,
  });
  expect(measureRegion(arena, image, [2, 3], { row0: 2, row1: 1, column0: 2, column1: 1 }).count).toBe(0);
});

describe('region text', () => {
  const shape = [185, 388] as const;
  test('cuts fractions towards zero and keeps to the image', () => {
    expect(parseRegion('127.3, 188.4, 95.1, 126.9', shape)).toEqual({
      row0: 95,
      row1: 126,
      column0: 127,
      column1: 188,
    });
    expect(parseRegion(' [ -3.7 1e3; -0.5, 12] ', shape)).toEqual({
      row0: 0,
      row1: 12,
      column0: 0,
      column1: 388,
    });
  });

  test.each(['', '1,2,3', '1,2,3,4,5', '1,2,3,x', '1,,3,4', '5,5,0,9', '0,9,7,3', '400,500,0,9'])(
    'refuses "%s"',
    (text) => {
      expect(() => parseRegion(text, shape)).toThrow(/region/i);
    },
  );

  test('is read as it was written', () => {
    fc.assert(
      fc.property(fc.nat(184), fc.nat(387), fc.nat(200), fc.nat(200), (row0, column0, height, width) => {
        const region = {
          row0,
          row1: Math.min(185, row0 + 1 + height),
          column0,
          column1: Math.min(388, column0 + 1 + width),
        };
        expect(parseRegion(formatRegion(region), shape)).toEqual(region);
      }),
      { seed: 20110701 },
    );
  });
});
