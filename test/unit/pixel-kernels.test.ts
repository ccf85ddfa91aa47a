import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Arena } from '../../src/wasm/arena.ts';
import * as reference from '../reference/pedestal.ts';
import { histogram, rangeOf } from '../reference/histogram.ts';
import { loadKernels } from '../reference/load-kernels.ts';
import { momentsInRegion } from '../reference/moments.ts';

const arena = new Arena(await loadKernels());
const { kernels } = arena;
const seed = { seed: 20110701, numRuns: 200 };

const adu = fc.oneof(
  fc.integer({ min: -32768, max: 32767 }),
  fc.constantFrom(0, 16382, 16383, 16384, -32768, 32767),
);
const pixel = fc.oneof(
  { weight: 8, arbitrary: fc.float({ noNaN: true, min: -20000, max: 20000 }) },
  { weight: 1, arbitrary: fc.constantFrom(NaN, Infinity, -Infinity, -0) },
);
const events = fc
  .integer({ min: 0, max: 67 })
  .chain((length) =>
    fc.array(fc.array(adu, { minLength: length, maxLength: length }), { minLength: 1, maxLength: 4 }),
  );

function put<K extends 'i16' | 'f32'>(kind: K, values: readonly number[], canary = 8) {
  const array = arena.reserve(kind, values.length + canary);
  array.view().fill(-77);
  array.view().set(values);
  return array;
}

test('raw to float, pedestals and saturated pixels are as the twins say, and nothing beyond the end is touched', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(adu, pixel), { maxLength: 67 }),
      fc.integer({ min: -32767, max: 32767 }),
      (pairs, threshold) =>
        arena.scoped(() => {
          const raw = put(
            'i16',
            pairs.map(([value]) => value),
          );
          const pedestal = put(
            'f32',
            pairs.map(([, value]) => value),
          );
          const out = put(
            'f32',
            pairs.map(() => 1),
          );
          const count = pairs.length;
          const seen = () => out.view().slice(0, count);
          kernels.rawToFloat(raw.ptr, out.ptr, count);
          expect(seen()).toEqual(reference.subtractPedestal(raw.view().slice(0, count), null));
          kernels.subtractPedestal(raw.ptr, pedestal.ptr, out.ptr, count);
          const corrected = reference.subtractPedestal(raw.view().slice(0, count), pedestal.view());
          expect(seen()).toEqual(corrected);
          kernels.omitSaturated(raw.ptr, out.ptr, count, threshold);
          expect(seen()).toEqual(reference.omitSaturated(raw.view(), corrected, threshold));
          kernels.fillNaN(pedestal.ptr, count);
          expect(pedestal.view().slice(0, count).every(Number.isNaN)).toBe(true);
          for (const array of [out, pedestal])
            expect([...array.view().slice(count)]).toEqual(Array(8).fill(-77));
        }),
    ),
    seed,
  );
});

test('dark sums are exact integers', () => {
  fc.assert(
    fc.property(events, (list) =>
      arena.scoped(() => {
        const count = list[0].length;
        const sum = arena.reserve('i32', count);
        const squares = arena.reserve('f64', count);
        sum.view().fill(0);
        squares.view().fill(0);
        for (const event of list) kernels.accumulateDark(put('i16', event).ptr, sum.ptr, squares.ptr, count);
        const expected = reference.accumulateDark(list);
        expect([...sum.view()]).toEqual(expected.sum);
        expect([...squares.view()]).toEqual(expected.squares);
      }),
    ),
    seed,
  );
});

const framed = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 23 }))
  .chain(([rows, columns]) =>
    fc.record({
      rows: fc.constant(rows),
      columns: fc.constant(columns),
      pixels: fc.array(pixel, { minLength: rows * columns, maxLength: rows * columns }),
      corners: fc.tuple(fc.nat(rows), fc.nat(rows), fc.nat(columns), fc.nat(columns)),
    }),
  );

test('moments of any region, also an empty one, agree with the twin to 1e-12', () => {
  fc.assert(
    fc.property(framed, ({ columns, pixels, corners }) =>
      arena.scoped(() => {
        const [a, b, c, d] = corners;
        const region = {
          row0: Math.min(a, b),
          row1: Math.max(a, b),
          column0: Math.min(c, d),
          column1: Math.max(c, d),
        };
        const image = put('f32', pixels);
        const out = arena.reserve('f64', 6);
        kernels.momentsInRegion(
          image.ptr,
          columns,
          region.row0,
          region.row1,
          region.column0,
          region.column1,
          out.ptr,
        );
        const expected = momentsInRegion(image.view(), columns, region);
        const magnitude =
          image.view().reduce((sum, value) => sum + (Number.isFinite(value) ? Math.abs(value) : 0), 0) * 32;
        [...out.view()]
          .slice(0, 3)
          .forEach((value, i) =>
            expect(Math.abs(value - expected[i])).toBeLessThanOrEqual(1e-12 * magnitude),
          );
        expect([...out.view()].slice(3).map((value) => value + 0)).toEqual(
          expected.slice(3).map((value) => value + 0),
        );
      }),
    ),
    seed,
  );
});

test('range and histogram skip what is not finite and count everything else', () => {
  fc.assert(
    fc.property(
      fc.array(pixel, { maxLength: 67 }),
      fc.integer({ min: 1, max: 300 }),
      fc.boolean(),
      (pixels, bins, isNarrow) =>
        arena.scoped(() => {
          const values = put('f32', pixels);
          const range = arena.reserve('f64', 3);
          kernels.rangeOf(values.ptr, pixels.length, range.ptr);
          const [low, high, count] = rangeOf(values.view().slice(0, pixels.length));
          expect([...range.view()].map((value) => value + 0)).toEqual([low + 0, high + 0, count]);
          if (!(high > low)) return;
          const start = isNarrow ? (low + high) / 2 : low;
          const counts = arena.reserve('u32', bins);
          kernels.histogram(values.ptr, pixels.length, start, bins / (high - low), bins, counts.ptr);
          expect(counts.view()).toEqual(
            histogram(values.view().slice(0, pixels.length), start, bins / (high - low), bins),
          );
          expect(counts.view().reduce((sum, value) => sum + value, 0)).toBe(count);
        }),
    ),
    seed,
  );
});
