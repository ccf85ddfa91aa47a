import { describe, expect, test } from 'vitest';
import { delayScan, delayScanRows, rebinScan, type DelayScan } from '../../src/analysis/delay-scan.ts';
import { scanMap, scanSteps } from '../../src/analysis/scan.ts';
import { readNpy } from '../../src/arrays/npy-file.ts';
import { fixtureFile, fixtureJson, hasFixture } from '../fixtures/fixtures.ts';

type Expected = { shots_used: number; shots_skipped_below_threshold: number };

async function load(name: string): Promise<{ columns: Float64Array[]; expected: Float64Array; shape: readonly number[] | null }> {
  const events = await readNpy(fixtureFile(`${name}.per_event.npy`), name, 1 << 24);
  const scan = await readNpy(fixtureFile(`${name}.point_scan_delay.npy`), name, 1 << 24);
  const columns = Array.from({ length: 8 }, (_, column) => Float64Array.from({ length: events.values.length / 8 }, (_row, row) => events.values[row * 8 + column]));
  return { columns, expected: scan.values, shape: scan.shape };
}

function scanOf([, , , , control, time, norm, signal]: readonly Float64Array[]): DelayScan {
  return delayScan({ control, time, norm, signal }, { threshold: 0.1 });
}

describe.each(['delayscan_small/e81-r0098-small', 'delayscan/e81-r0098'])('%s', (name) => {
  test.skipIf(!hasFixture(`${name}.per_event.npy`))('gives the tutorial’s rows value for value', async () => {
    const { columns, expected, shape } = await load(name);
    const scan = scanOf(columns);
    const rows = delayScanRows(scan);
    expect(rows.shape).toEqual(shape);
    expect(rows.data.every((value, i) => value === expected[i])).toBe(true);
    const { shots_used, shots_skipped_below_threshold } = fixtureJson<Expected>(`${name}.scan.expected.json`);
    expect(scan.skipped).toEqual({ filtered: 0, norm: 0, threshold: shots_skipped_below_threshold, time: 0, signal: 0, control: 0 });
    expect(scan.delay.length).toBe(shots_used);
  });
});

test('an event that lacks something is skipped for the first thing it lacks', () => {
  const columns = {
    control: Float64Array.of(0, 0, 0, 0, NaN, 10, 10),
    time: Float64Array.of(0.5, NaN, 0, 0, 0, -0.25, 0),
    norm: Float64Array.of(2, 2, NaN, 0.05, 2, 0.1, 1),
    signal: Float64Array.of(1, 1, NaN, 1, 1, 1, NaN),
  };
  const scan = delayScan(columns, { threshold: 0.1 });
  expect(scan.skipped).toEqual({ filtered: 0, norm: 1, threshold: 1, time: 1, signal: 1, control: 1 });
  expect([...scan.delay]).toEqual([500, -240]);
  expect([...scan.norm]).toEqual([0.5, 10]);
  expect([...scan.rows]).toEqual([0, 5]);
  expect(delayScan({ ...columns, time: null }, { threshold: null }, Uint8Array.of(0, 1, 1, 1, 1, 1, 1))).toMatchObject({ delay: Float64Array.of(0, 0, 10), skipped: { filtered: 1, norm: 1, threshold: 0 } });
  expect([...delayScan(columns, { threshold: 0.1, timeFactor: -1 }).delay]).toEqual([-0.5, 10.25]);
});

describe('rebinned', async () => {
  const { columns } = await load('delayscan_small/e81-r0098-small');
  const scan = scanOf(columns);

  /** Plain loops over the rows of each bin. */
  function slowly(low: number, high: number, isLast: boolean): { n: number; ratio: number; ofSums: number; std: number } {
    const rows = [...scan.delay.keys()].filter((i) => scan.delay[i] >= low && (scan.delay[i] < high || (isLast && scan.delay[i] === high)));
    const mean = (values: number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
    const ratio = mean(rows.map((i) => scan.raw[i] / scan.reference[i]));
    return {
      n: rows.length,
      ratio,
      ofSums: mean(rows.map((i) => scan.raw[i])) / mean(rows.map((i) => scan.reference[i])),
      std: Math.sqrt(mean(rows.map((i) => (scan.norm[i] - ratio) ** 2))),
    };
  }

  test.each([{ count: 10 }, { width: 150 }])('into %j', (wish) => {
    const bins = rebinScan(scan, wish);
    const sums = rebinScan(scan, wish, 'ratio-of-sums');
    const { edges } = bins.bins;
    expect(bins.counts.reduce((a, b) => a + b)).toBe(scan.delay.length);
    bins.counts.forEach((count, k) => {
      const slow = slowly(edges[k], edges[k + 1], k === bins.counts.length - 1);
      expect(count).toBe(slow.n);
      if (count === 0) expect([bins.value[k], sums.value[k]]).toEqual([NaN, NaN]);
      else {
        expect(bins.value[k]).toBeCloseTo(slow.ratio, 12);
        expect(sums.value[k]).toBeCloseTo(slow.ofSums, 12);
        expect(bins.std[k]).toBeCloseTo(slow.std, 12);
        expect(bins.error[k]).toBeCloseTo(slow.std / Math.sqrt(slow.n), 12);
        if (slow.n > 4) expect(sums.error[k] / bins.error[k]).toBeGreaterThan(0.2);
      }
    });
  });

  test('a ratio of sums counts bright events more, and its error vanishes when all ratios are equal', () => {
    const same = delayScan({ control: Float64Array.of(0, 0, 0), time: null, norm: Float64Array.of(1, 2, 3), signal: Float64Array.of(2, 4, 6) }, { threshold: null });
    expect(rebinScan(same, { count: 1 }, 'ratio-of-sums')).toMatchObject({ value: Float64Array.of(2), error: Float64Array.of(0) });
    const other = delayScan({ control: Float64Array.of(0, 0), time: null, norm: Float64Array.of(1, 3), signal: Float64Array.of(1, 9) }, { threshold: null });
    expect([rebinScan(other, { count: 1 }).value[0], rebinScan(other, { count: 1 }, 'ratio-of-sums').value[0]]).toEqual([2, 2.5]);
    expect(() => rebinScan(delayScan({ control: new Float64Array(0), time: null, norm: new Float64Array(0), signal: new Float64Array(0) }, { threshold: null }), {})).toThrow(/No event/);
  });

  test('steps of the scan', () => {
    const [, , , cycle, control, , norm] = columns;
    const steps = scanSteps(control, norm, cycle);
    expect([...steps.control]).toEqual(fixtureJson<{ scanner: { control_pv_per_cycle: number[] } }>('delayscan_small/e81-r0098-small.scan.expected.json').scanner.control_pv_per_cycle);
    expect([...steps.counts]).toEqual([24, 24, 24, 24, 24]);
    const first = [...norm].filter((_, i) => cycle[i] === cycle[0]);
    const mean = first.reduce((a, b) => a + b) / 24;
    const std = Math.sqrt(first.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 24);
    expect([steps.mean[0], steps.std[0], steps.error[0]]).toEqual([expect.closeTo(mean, 12), expect.closeTo(std, 12), expect.closeTo(std / Math.sqrt(24), 12)]);
  });
});

test('values taken again are one step, two controls make a map', () => {
  const a = Float64Array.of(2, 1, 2, NaN, 1, 1);
  const b = Float64Array.of(0, 0, 0, 0, 5, 5);
  const quantity = Float64Array.of(10, 20, 30, 1, 7, NaN);
  expect(scanSteps(a, quantity, null)).toEqual({ control: Float64Array.of(1, 2), counts: Float64Array.of(2, 2), mean: Float64Array.of(13.5, 20), std: Float64Array.of(6.5, 10), error: Float64Array.of(6.5 / Math.SQRT2, 10 / Math.SQRT2) });
  expect(scanMap(a, b, quantity)).toMatchObject({ x: Float64Array.of(1, 2), y: Float64Array.of(0, 5), shape: [2, 2], counts: Float64Array.of(1, 2, 1, 0), mean: Float64Array.of(20, 20, 7, NaN) });
  expect(scanMap(a, b, quantity, Uint8Array.of(1, 0, 0, 0, 0, 0))).toMatchObject({ shape: [1, 1], mean: Float64Array.of(10) });
});
