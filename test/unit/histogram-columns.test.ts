import { property, assert, array, double, integer } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { binCentres, binOf, binsAt, makeBins } from '../../src/analysis/bins.ts';
import { columnStats, selectRows, tableOf } from '../../src/analysis/columns.ts';
import { densityOf, histogram1d } from '../../src/analysis/histogram-1d.ts';
import { histogram2d } from '../../src/analysis/histogram-2d.ts';
import { profile } from '../../src/analysis/profile.ts';
import { fixtureJson } from '../fixtures/fixtures.ts';

type Golden = { column: string; count: number; counts: number[]; edges: number[]; density: number[] };
/** Written by test/python/make-histogram-golden.py. */
const golden = fixtureJson<{
  columns: Record<string, number[]>;
  histograms: Golden[];
  ranged: Golden & { low: number; high: number };
  y: number[];
  cells: number[];
  profile: { count: number[]; mean: number[]; std: number[]; x: number[] };
}>('golden/histograms.json');
const column = (name: string): Float64Array => Float64Array.from(golden.columns[name]);

describe('histograms are those of numpy', () => {
  test.each(golden.histograms)('$column in $count bins', ({ column: name, count, counts, edges, density }) => {
    const bins = makeBins(column(name), { count });
    expect([...bins.edges]).toEqual(edges);
    const histogram = histogram1d(column(name), bins);
    expect([...histogram.counts]).toEqual(counts);
    densityOf(histogram).forEach((value, k) => expect(value).toBeCloseTo(density[k], 12));
  });

  test('with a range', () => {
    const { low, high, count, counts, edges } = golden.ranged;
    const histogram = histogram1d(column('normal'), makeBins(column('normal'), { low, high, count }));
    expect([[...histogram.bins.edges], [...histogram.counts]]).toEqual([edges, counts]);
    expect(histogram.outside).toBe(500 - counts.reduce((a, b) => a + b));
  });

  test('in two dimensions', () => {
    const x = column('normal');
    const y = Float64Array.from(golden.y);
    const cells = histogram2d(x, y, makeBins(x, { count: 8 }), makeBins(y, { count: 5 }));
    expect(cells.shape).toEqual([5, 8]);
    expect([...cells.counts]).toEqual(golden.cells);
  });

  test('profile: scipy.stats.binned_statistic on a large offset', () => {
    const x = column('normal');
    const made = profile(x, Float64Array.from(golden.y, (y) => 1e6 + y), makeBins(x, { count: 8 }));
    expect([...made.counts]).toEqual(golden.profile.count);
    made.mean.forEach((mean, k) => {
      expect(mean).toBeCloseTo(golden.profile.mean[k], 8);
      expect(made.std[k]).toBeCloseTo(golden.profile.std[k], 8);
      expect(made.x[k]).toBeCloseTo(golden.profile.x[k], 12);
      expect(made.error[k]).toBeCloseTo(golden.profile.std[k] / Math.sqrt(golden.profile.count[k]), 8);
    });
  });
});

test('every value is in the bin whose edges enclose it, whatever the bins', () => {
  const finite = double({ min: -1e6, max: 1e6, noNaN: true });
  assert(
    property(array(finite, { minLength: 2, maxLength: 60 }), integer({ min: 1, max: 50 }), (values, count) => {
      const data = Float64Array.from(values);
      const positive = data.map((value) => Math.abs(value) + 1e-3);
      for (const [column, bins] of [
        [data, makeBins(data, { count })],
        [data, makeBins(data, { width: 30011.7 })],
        [positive, makeBins(positive, { count, isLog: true })],
      ] as const) {
        if (bins.edges.some((edge, k) => k > 0 && edge <= bins.edges[k - 1])) continue; // closer than doubles can tell
        for (const value of column) {
          const bin = binOf(bins, value);
          const isLast = bin === bins.edges.length - 2;
          expect(value >= bins.edges[bin] && (value < bins.edges[bin + 1] || (isLast && value === bins.edges[bin + 1]))).toBe(true);
        }
      }
    }),
    { seed: 5, numRuns: 200 },
  );
});

test('missing, chosen and impossible values', () => {
  const data = Float64Array.of(1, NaN, 3, 5, 100, Infinity);
  const bins = binsAt(Float64Array.of(0, 2, 4, 6));
  expect(histogram1d(data, bins)).toMatchObject({ counts: Float64Array.of(1, 1, 1), outside: 2, missing: 1 });
  expect(histogram1d(data, bins, Uint8Array.of(1, 1, 0, 1, 0, 0), Float64Array.of(2, 1, 1, 0.5, 1, 1))).toMatchObject({ counts: Float64Array.of(2, 0, 0.5), missing: 1 });
  expect([...binCentres(bins)]).toEqual([1, 3, 5]);
  expect([...makeBins(Float64Array.of(-5, 0, 1, 100), { count: 2, isLog: true }).edges]).toEqual([1, 10, 100]);
  expect(binOf(bins, NaN)).toBe(-1);
  expect(makeBins(Float64Array.of(NaN)).edges.length).toBe(101);
  expect(() => binsAt(Float64Array.of(0, 0))).toThrow(/rise/);
  expect(() => makeBins(data, { count: 0 })).toThrow(/number of bins/);
  expect(() => makeBins(data, { width: -1 })).toThrow(/wide/);
  expect(() => makeBins(data, { low: 3, high: 2 })).toThrow(/smaller/);
  expect([...makeBins(Float64Array.of(0, 0.3), { width: 0.1 }).edges.keys()].length).toBe(4);
});

test('statistics of a column ignore what is missing', () => {
  expect(columnStats(Float64Array.of(1, NaN, 2, 3, 6))).toEqual({ count: 4, missing: 1, min: 1, max: 6, sum: 12, mean: 3, std: Math.sqrt(3.5), error: Math.sqrt(3.5) / 2 });
  expect(columnStats(Float64Array.of(1, NaN, 9), Uint8Array.of(1, 1, 0))).toMatchObject({ count: 1, missing: 1, mean: 1, std: 0 });
  expect(columnStats(Float64Array.of(NaN))).toMatchObject({ count: 0, missing: 1, mean: NaN, min: NaN });
  const table = tableOf([{ name: 'a', unit: 'fs', data: Float64Array.of(4, 5, 6) }]);
  expect(selectRows(table, Uint8Array.of(1, 0, 1))).toEqual({ length: 2, columns: [{ name: 'a', unit: 'fs', data: Float64Array.of(4, 6) }] });
  expect(() => tableOf([...table.columns, { name: 'b', unit: '', data: new Float64Array(2) }])).toThrow(/2 rows/);
});
