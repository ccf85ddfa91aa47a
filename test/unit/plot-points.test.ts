import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isInside, selectInside, type Polygon } from '../../src/plot/lasso.ts';
import { countPoints, countSelected, dotSize, emptyRaster, paintRaster, pointNear } from '../../src/plot/point-raster.ts';
import { makePointSet, spansOf, windowOf, type PointSet } from '../../src/plot/point-set.ts';

async function setOf(x: readonly number[], y: readonly number[], options: { logX?: boolean; logY?: boolean; rows?: Uint8Array } = {}): Promise<PointSet> {
  const set = await makePointSet(Float64Array.from(x), Float64Array.from(y), { logX: options.logX ?? false, logY: options.logY ?? false, rows: options.rows ?? null });
  if (!set) throw new Error('stale');
  return set;
}

/** The angle a polygon turns around a point by, over a full turn: another way to tell inside, for polygons that do not cross themselves. */
function windingNumber(polygon: Polygon, x: number, y: number): number {
  let angle = 0;
  for (let i = 0; i < polygon.length; i += 2) {
    const [ax, ay] = [polygon[i] - x, polygon[i + 1] - y];
    const [bx, by] = [polygon[(i + 2) % polygon.length] - x, polygon[(i + 3) % polygon.length] - y];
    angle += Math.atan2(ax * by - ay * bx, ax * bx + ay * by);
  }
  return Math.round(angle / (2 * Math.PI));
}

const place = fc.double({ min: 0, max: 1, noNaN: true });

test('points are pairs that are there, at their places between the least and the greatest', async () => {
  const set = await setOf([0, 5, NaN, 10, 7], [1, 3, 2, 5, Infinity]);
  expect([...set.row]).toEqual([0, 1, 3]);
  expect([...set.x]).toEqual([0, 0.5, 1]);
  expect([...set.y]).toEqual([0, 0.5, 1]);
  expect(set.xExtent).toEqual({ min: 0, max: 10, isLog: false });
});

test('on a logarithmic axis what is not above 0 is no point; rows that are filtered out are none', async () => {
  const set = await setOf([1, 10, 100, -3, 0, 50], [1, 1, 1, 1, 1, 1], { logX: true, rows: Uint8Array.of(1, 1, 1, 1, 1, 0) });
  expect([...set.row]).toEqual([0, 1, 2]);
  expect(set.x[1]).toBeCloseTo(0.5, 6);
  expect([...set.y]).toEqual([0.5, 0.5, 0.5]);
});

test('a lasso marks exactly the points inside, as the turning angle tells', async () => {
  const star = fc.array(fc.double({ min: 0.2, max: 1, noNaN: true }), { minLength: 3, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(star, fc.array(fc.tuple(place, place), { minLength: 1, maxLength: 300 }), async (radii, points) => {
      // Around a centre by rising angles: it never crosses itself.
      const polygon = radii.flatMap((radius, i) => [0.5 + 0.4 * radius * Math.cos((2 * Math.PI * i) / radii.length), 0.5 + 0.4 * radius * Math.sin((2 * Math.PI * i) / radii.length)]);
      const set = await setOf([0, 1, ...points.map(([x]) => x)], [0, 1, ...points.map(([, y]) => y)]);
      const marks = new Uint8Array(points.length + 2);
      selectInside(set, polygon, marks);
      for (let i = 0; i < set.count; ++i) {
        const isIn = windingNumber(polygon, set.x[i], set.y[i]) !== 0;
        expect(marks[set.row[i]]).toBe(isIn ? 1 : 0);
        expect(isInside(polygon, set.x[i], set.y[i])).toBe(isIn);
      }
    }),
    { seed: 5, numRuns: 60 },
  );
});

test('a lasso around everything, edges of the axes included, marks all', async () => {
  const set = await setOf([0, 0.3, 1], [0, 0.6, 1]);
  const marks = new Uint8Array(3);
  selectInside(set, [-0.1, -0.1, 1.1, -0.1, 1.1, 1.1, -0.1, 1.1], marks);
  expect([...marks]).toEqual([1, 1, 1]);
  const none = new Uint8Array(3);
  selectInside(set, [0.5, 0.1, 0.6, 0.1, 0.55, 0.2], none);
  expect([...none]).toEqual([0, 0, 0]);
});

/** Places that are no edge of a pixel. */
const offEdges = fc.integer({ min: 0, max: 996 }).map((k) => (k + 0.31) / 997);

test('every visible point is counted on its pixel, selected ones too; parts add up', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(offEdges, offEdges, fc.boolean()), { minLength: 2, maxLength: 200 }), async (inner) => {
      const points = [[0, 0, false], [1, 1, true], ...inner] as const;
      const set = await setOf(points.map(([x]) => x), points.map(([, y]) => y));
      const selection = Uint8Array.from(points, ([, , isSelected]) => (isSelected ? 1 : 0));
      const window = { x0: 0.1, x1: 0.9, y0: 0.25, y1: 1 };
      const raster = emptyRaster(16, 8);
      countPoints(raster, set, window, selection, 0, 7);
      countPoints(raster, set, window, selection, 7);
      const [counts, selected] = [new Uint32Array(128), new Uint32Array(128)];
      for (let i = 0; i < set.count; ++i) {
        const [px, py] = [((set.x[i] - 0.1) / 0.8) * 16, (1 - (set.y[i] - 0.25) / 0.75) * 8];
        if (px < 0 || px > 16 || py < 0 || py > 8) continue;
        const at = Math.min(7, Math.floor(py)) * 16 + Math.min(15, Math.floor(px));
        counts[at]++;
        selected[at] += selection[set.row[i]];
      }
      expect(raster.counts).toEqual(counts);
      expect(raster.selected).toEqual(selected);
      const again = emptyRaster(16, 8);
      countSelected(again, set, window, selection, 0, 5);
      countSelected(again, set, window, selection, 5, selection.length);
      expect(again.selected).toEqual(selected);
    }),
    { seed: 11, numRuns: 80 },
  );
});

test.each([[true, false], [false, true], [true, true]])('selected points are counted by rows as by points, logarithmic axes %s %s', async (logX, logY) => {
  const values = (seed: number): number[] => Array.from({ length: 500 }, (_, i) => ((i * seed) % 97) - 3 + 0.37);
  const set = await setOf(values(31), values(57), { logX, logY, rows: Uint8Array.from({ length: 500 }, (_, i) => (i % 5 === 0 ? 0 : 1)) });
  const selection = Uint8Array.from({ length: 500 }, (_, i) => (i % 3 === 0 ? 1 : 0));
  const window = { x0: -0.1, x1: 0.8, y0: 0.2, y1: 1.1 };
  const [byPoints, byRows] = [emptyRaster(40, 30), emptyRaster(40, 30)];
  countPoints(byPoints, set, window, selection);
  countSelected(byRows, set, window, selection, 0, 500);
  expect(byRows.selected).toEqual(byPoints.selected);
  expect(byRows.selected.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(20);
});

test('the point under the pointer is the nearest within reach', async () => {
  const set = await setOf([0, 0.5, 1], [0, 0.5, 1]);
  const raster = emptyRaster(100, 100);
  countPoints(raster, set, { x0: 0, x1: 1, y0: 0, y1: 1 }, null);
  expect(pointNear(raster, 52, 48, 5)).toBe(1);
  expect(pointNear(raster, 70, 30, 5)).toBe(-1);
  expect(pointNear(raster, 99, 0, 5)).toBe(2);
});

test('selected points are bright and on top, the others dim; empty pixels stay clear', () => {
  const raster = emptyRaster(3, 1);
  raster.counts.set([4, 0, 1]);
  raster.top.set([1, 0, 2]);
  raster.selected.set([0, 0, 1]);
  const bytes = new Uint8ClampedArray(12);
  paintRaster(raster, bytes, { point: [1, 2, 3], selected: [200, 100, 50], dim: [9, 9, 9] }, 1);
  expect([...bytes.slice(8)]).toEqual([200, 100, 50, 255]);
  expect([...bytes.slice(4, 8)]).toEqual([0, 0, 0, 0]);
  expect([...bytes.slice(0, 3)]).toEqual([9, 9, 9]);
  expect(bytes[3]).toBeLessThan(140);
  expect(dotSize(100)).toBeGreaterThan(dotSize(1_000_000));
});

test('the window of two axes is what they show of the set', async () => {
  const set = await setOf([1, 100], [0, 10], { logX: true });
  const window = windowOf(set, { min: 10, max: 1000, isLog: true }, { min: 0, max: 5, isLog: false });
  expect(window.x0).toBeCloseTo(0.5, 9);
  expect(window.x1).toBeCloseTo(1.5, 9);
  expect([window.y0, window.y1]).toEqual([0, 0.5]);
});

test('many points lie in the order of their cells: the same ones are selected and shown', async () => {
  const count = 250_000;
  let seed = 7;
  const random = () => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  const [x, y] = [Array.from({ length: count }, random), Array.from({ length: count }, random)];
  const set = await setOf(x, y);
  expect(set.cells?.at(-1)).toBe(count);
  expect(new Set(set.row).size).toBe(count);
  const plain: PointSet = { ...set, cells: null };
  const polygon = [0.2, 0.1, 0.9, 0.3, 0.6, 0.5, 0.95, 0.99, 0.1, 0.7, 0.4, 0.4];
  const [marks, wanted] = [new Uint8Array(count), new Uint8Array(count)];
  selectInside(set, polygon, marks);
  for (let i = 0; i < count; ++i) if (windingNumber(polygon, set.x[i], set.y[i]) !== 0) wanted[set.row[i]] = 1;
  expect(marks).toEqual(wanted);
  const [some, all] = [emptyRaster(60, 40), emptyRaster(60, 40)];
  const window = { x0: 0.3, x1: 0.7, y0: -0.2, y1: 0.4 };
  const spans = spansOf(set, window);
  for (let i = 0; i < spans.length; i += 2) countPoints(some, set, window, null, spans[i], spans[i + 1]);
  countPoints(all, plain, window, null);
  expect(some.counts).toEqual(all.counts);
  const [byPoints, byRows] = [emptyRaster(60, 40), emptyRaster(60, 40)];
  countPoints(byPoints, set, window, marks);
  countSelected(byRows, set, window, marks, 0, count);
  expect(byRows.selected).toEqual(byPoints.selected);
  const looked = spans.reduce((sum, at, i) => sum + (i % 2 === 1 ? at : -at), 0);
  expect(looked).toBeLessThan(count / 4);
  expect(spansOf(set, { x0: 2, x1: 3, y0: 0, y1: 1 })).toEqual([]);
});
