import fc from 'fast-check';
import { expect, test } from 'vitest';
import { axisUnit, clockTexts, powerText, tickTexts, valueText } from '../../src/plot/axis-text.ts';
import type { LineLayer } from '../../src/plot/layer.ts';
import { firstAtLeast, linePaths, stepPath } from '../../src/plot/line-path.ts';
import { extentOf, fittedRange, panRange, placeOn, rangeBetween, valueAt, zoomRange, type AxisRange } from '../../src/plot/range.ts';

const linear: AxisRange = { min: -2, max: 6, isLog: false };
const log: AxisRange = { min: 0.01, max: 100, isLog: true };

test('places and values are each other’s inverse, on both kinds of axes', () => {
  expect(placeOn(linear, 0)).toBe(0.25);
  expect(placeOn(log, 1)).toBeCloseTo(0.5, 12);
  expect(placeOn(log, -1)).toBeNaN();
  fc.assert(fc.property(fc.double({ min: -3, max: 4, noNaN: true }), (place) => {
    for (const range of [linear, log]) expect(placeOn(range, valueAt(range, place))).toBeCloseTo(place, 9);
  }), { seed: 3 });
});

test('zoom keeps the value under the pointer, and ends before digits do', () => {
  fc.assert(fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0.2, max: 5, noNaN: true }), (place, factor) => {
    for (const range of [linear, log]) {
      const zoomed = zoomRange(range, place, factor);
      expect(placeOn(zoomed, valueAt(range, place))).toBeCloseTo(place, 6);
    }
  }), { seed: 4 });
  let range = { min: 1.29e9, max: 1.29e9 + 100, isLog: false };
  for (let i = 0; i < 200; ++i) range = { ...zoomRange(range, 0.5, 2) };
  expect(range.max).toBeGreaterThan(range.min);
});

test('pan moves by a share; a box of no width changes nothing', () => {
  expect(panRange(linear, 0.5)).toEqual({ min: 2, max: 10, isLog: false });
  expect(panRange(log, 0.5).min).toBeCloseTo(1, 12);
  expect(rangeBetween(linear, 0.3, 0.3)).toBe(linear);
});

test('an axis shows what is there, and something when nothing is', () => {
  expect(extentOf([NaN, 3, -1, Infinity], false)).toEqual({ min: -1, max: 3, isLog: false });
  expect(extentOf([NaN, 3, -1, 0], true)).toEqual({ min: 3, max: 3, isLog: true });
  expect(extentOf([5, 7, 9], false, Uint8Array.of(0, 1, 0))).toEqual({ min: 7, max: 7, isLog: false });
  expect(extentOf([NaN], false)).toBeNull();
  expect(fittedRange(null, true)).toEqual({ min: 1, max: 10, isLog: true });
  expect(fittedRange({ min: 4, max: 4, isLog: false }, false)).toEqual({ min: 3.6, max: 4.4, isLog: false });
  expect(fittedRange({ min: 0, max: 10, isLog: false }, false, 0.1)).toEqual({ min: -1, max: 11, isLog: false });
});

test('numbers at axes: SI prefixes, powers of ten, as many decimals as tell neighbours apart', () => {
  expect(axisUnit({ min: 0, max: 0.0042, isLog: false }, 'V')).toEqual({ factor: 1e-3, unit: 'mV' });
  expect(axisUnit({ min: 0, max: 3.2e7, isLog: false }, '')).toEqual({ factor: 1e6, unit: '10⁶' });
  expect(axisUnit({ min: -1500, max: 1500, isLog: false }, 'fs')).toEqual({ factor: 1, unit: 'fs' });
  expect(axisUnit({ min: 3.2e7, max: 3.2e7 + 1, isLog: false }, '').factor).toBe(1);
  expect(tickTexts([0, 0.25, 0.5, null], { factor: 1, unit: '' }, false)).toEqual(['0.00', '0.25', '0.50', '']);
  expect(tickTexts([-1000, 0, 1000], { factor: 1, unit: '' }, false)).toEqual(['−1000', '0', '1000']);
  expect(tickTexts([0.001, 0.1, 1, 10_000], { factor: 1, unit: '' }, true)).toEqual(['10⁻³', '0.1', '1', '10⁴']);
  expect(powerText(-12)).toBe('10⁻¹²');
  expect(clockTexts([0, 60, 120])).toEqual(['00:00', '00:01', '00:02']);
  expect(clockTexts([1.5, 1.75])).toEqual(['00:01.500', '00:01.750']);
  expect([valueText(NaN), valueText(-3, 'V'), valueText(0.123456789), valueText(1e-9)]).toEqual(['none', '−3 V', '0.123457', '1.0000e−9']);
});

const map = { left: 0, top: 0, width: 100, height: 100, x: { min: 0, max: 100, isLog: false }, y: { min: 0, max: 1, isLog: false } };
const line = (x: readonly number[], y: readonly number[], isHeld = false, rows: Uint8Array | null = null): LineLayer => ({ kind: 'line', label: '', color: 0, x: Float64Array.from(x), y: Float64Array.from(y), rows, isHeld, isFit: false });

test('a missing value is a gap; a row that is filtered out is not', () => {
  expect(linePaths(line([10, 20, 30, 40], [0, 1, NaN, 0.5]), map)).toEqual([[10, 100, 20, 0], [40, 50]]);
  expect(linePaths(line([10, 20, 30], [0, NaN, 0], false, Uint8Array.of(1, 0, 1)), map)).toHaveLength(1);
});

test('where many values share a pixel the lowest and the highest are drawn', () => {
  const count = 100_000;
  const y = Array.from({ length: count }, (_, i) => (i === 51_234 ? 1 : i === 70_000 ? 0 : 0.5));
  const [path] = linePaths(line(Array.from({ length: count }, (_, i) => (i * 100) / count), y), map);
  expect(path.length).toBeLessThan(1000);
  const heights = path.filter((_, i) => i % 2 === 1);
  expect([Math.min(...heights), Math.max(...heights)]).toEqual([0, 100]);
});

test('a value that holds is drawn level until the next one', () => {
  const [path] = linePaths(line([10, 50], [0, 1], true), map);
  expect(path.join(' ')).toContain('50 100 50 0');
});

test('a histogram stands on its floor', () => {
  expect(stepPath(Float64Array.of(0, 50, 100), Float64Array.of(1, 0.5), map)).toEqual([0, 100, 0, 0, 50, 0, 50, 50, 100, 50, 100, 100]);
});

test('the first value that is not below', () => {
  const values = Float64Array.of(1, 2, 2, 5);
  expect([0, 2, 3, 6].map((wanted) => firstAtLeast(values, wanted))).toEqual([0, 1, 3, 4]);
});
