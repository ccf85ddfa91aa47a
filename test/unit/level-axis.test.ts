import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  axisFor,
  axisTicks,
  barValue,
  isAxisGood,
  logProfile,
  tickText,
} from '../../src/image/level-axis.ts';

const seed = { seed: 20102 };
const limits = fc
  .tuple(fc.double({ min: -1e5, max: 1e5, noNaN: true }), fc.double({ min: 1e-3, max: 1e5, noNaN: true }))
  .map(([low, width]) => ({ low, high: low + width }));

describe('axisFor', () => {
  it('suits the limits it was made for', () => {
    fc.assert(
      fc.property(limits, (pair) => {
        expect(isAxisGood(axisFor(pair), pair)).toBe(true);
      }),
      seed,
    );
  });

  it('no longer suits limits that leave it or shrink on it', () => {
    const axis = axisFor({ low: 0, high: 100 });
    expect(axis).toEqual({ low: -25, high: 125 });
    expect(isAxisGood(axis, { low: -30, high: 100 })).toBe(false);
    expect(isAxisGood(axis, { low: 0, high: 30 })).toBe(false);
    expect(isAxisGood(axis, { low: 0, high: 90 })).toBe(true);
  });
});

describe('axisTicks', () => {
  it('gives round values', () => {
    expect(axisTicks({ low: -3, high: 97 }, 5)).toEqual([0, 20, 40, 60, 80]);
    expect(
      axisTicks({ low: 0.12, high: 0.48 }, 4).map((tick) => tickText(tick, { low: 0.12, high: 0.48 })),
    ).toEqual(['0.200', '0.300', '0.400']);
  });

  it('stays on the axis and is never empty for long', () => {
    fc.assert(
      fc.property(limits, fc.integer({ min: 2, max: 20 }), (axis, count) => {
        const ticks = axisTicks(axis, count);
        expect(ticks.length).toBeLessThanOrEqual(count + 1);
        const slack = (axis.high - axis.low) * 1e-9;
        for (const tick of ticks) {
          expect(tick).toBeGreaterThanOrEqual(axis.low - slack);
          expect(tick).toBeLessThanOrEqual(axis.high + slack);
        }
      }),
      seed,
    );
  });
});

describe('tickText', () => {
  it('has no minus zero, and a real minus', () => {
    expect(tickText(-0.01, { low: -100, high: 100 })).toBe('0');
    expect(tickText(-12.34, { low: -50, high: 0 })).toBe('\u221212.3');
  });
});

describe('logProfile', () => {
  const histogram = { low: 0, high: 4, counts: Uint32Array.of(0, 9, 99, 1), total: 109 };

  it('gives the logarithm of each bin, the highest 1', () => {
    const profile = logProfile(histogram, { low: 0, high: 4 }, 4);
    [0, 0.5, 1, Math.log(2) / Math.log(100)].forEach((height, i) =>
      expect(profile[i]).toBeCloseTo(height, 12),
    );
  });

  it('has no gaps between whole values, however narrow the bins', () => {
    const counts = new Uint32Array(2000).map((_, bin) => (bin % 20 === 0 ? 7 : 0)); // 0, 1, 2 … 99 in bins of 0.05
    const profile = logProfile({ low: 0, high: 100, counts, total: 700 }, { low: 10, high: 60 }, 400);
    expect(Math.min(...profile)).toBe(1);
  });

  it('is 0 beside the histogram and keeps the largest of several bins', () => {
    const profile = logProfile(histogram, { low: -4, high: 4 }, 4);
    expect(profile.slice(0, 2)).toEqual([0, 0]);
    expect(profile[3]).toBe(1);
    expect(barValue({ low: -4, high: 4 }, 0.5)).toBe(0);
  });
});
