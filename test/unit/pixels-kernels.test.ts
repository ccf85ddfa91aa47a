import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Arena } from '../../src/wasm/arena.ts';
import { loadKernels } from '../reference/load-kernels.ts';
import * as reference from '../reference/pixels.ts';

const arena = new Arena(await loadKernels());
const { kernels } = arena;
const settings = { seed: 20140513, numRuns: 150 };
const pedestals = fc.oneof({ weight: 8, arbitrary: fc.float({ noNaN: true, min: -20000, max: 20000 }) }, fc.constantFrom(NaN, 0));

const kinds = [
  ['u8', 1, 0xff, [0xff, 0x7f]],
  ['u16', 2, 0xffff, [0xffff, 0x3fff, 0x1fff]],
  ['u32', 4, 0xffffffff, [0xffffffff, 0xffffff]],
] as const;

describe.each(kinds)('%s', (kind, wordBytes, largest, masks) => {
  const words = fc.array(fc.tuple(fc.oneof(fc.integer({ min: 0, max: largest }), fc.constantFrom(0, largest)), pedestals), { maxLength: 67 });

  test('values, pedestals and saturated pixels are as the twins say, and nothing beyond the end is touched', () => {
    fc.assert(
      fc.property(words, fc.constantFrom(...masks), fc.integer({ min: 1, max: largest }), (pairs, mask, threshold) =>
        arena.scoped(() => {
          const count = pairs.length;
          const raw = arena.reserve(kind, count);
          raw.view().set(pairs.map(([word]) => word));
          const pedestal = arena.reserve('f32', count);
          pedestal.view().set(pairs.map(([, value]) => value));
          const out = arena.reserve('f32', count + 8);
          out.view().fill(-77);
          const seen = (): Float32Array => out.view().slice(0, count);
          kernels.pixelsToFloat(raw.ptr, wordBytes, mask, 0, out.ptr, count);
          expect(seen()).toEqual(reference.pixelsToFloat(raw.view(), mask, null));
          kernels.pixelsToFloat(raw.ptr, wordBytes, mask, pedestal.ptr, out.ptr, count);
          const corrected = reference.pixelsToFloat(raw.view(), mask, pedestal.view());
          expect(seen()).toEqual(corrected);
          kernels.omitSaturatedPixels(raw.ptr, wordBytes, mask, out.ptr, count, threshold);
          expect(seen()).toEqual(reference.omitSaturatedPixels(raw.view(), mask, corrected, threshold));
          expect([...out.view().slice(count)]).toEqual(Array(8).fill(-77));
        }),
      ),
      settings,
    );
  });
});

test('every word of an FCCD960 has the value that its gain gives it', () => {
  const raw = arena.reserve('u16', 65536);
  const out = arena.reserve('f32', 65536);
  const pedestal = arena.reserve('f32', 65536);
  raw.view().forEach((_, i, words) => (words[i] = i));
  pedestal.view().fill(0.5);
  kernels.fccdToFloat(raw.ptr, 0, out.ptr, 65536);
  expect(out.view().findIndex((value, i) => value !== reference.fccdToFloat([i], null)[0])).toBe(-1);
  kernels.fccdToFloat(raw.ptr, pedestal.ptr, out.ptr, 65536);
  expect(out.view().findIndex((value, i) => value !== reference.fccdToFloat([i], [0.5])[0])).toBe(-1);
});

test('sums and sums of squares are exact for 16 bits', () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.integer({ min: 0, max: 65535 }), { minLength: 9, maxLength: 9 }), { minLength: 1, maxLength: 5 }), (events) =>
      arena.scoped(() => {
        const values = arena.reserve('f32', 9);
        const sum = arena.reserve('f64', 9);
        const squares = arena.reserve('f64', 9);
        sum.view().fill(0);
        squares.view().fill(0);
        for (const event of events) {
          values.view().set(event);
          kernels.accumulatePixels(values.ptr, sum.ptr, squares.ptr, 9);
        }
        for (let i = 0; i < 9; ++i) {
          expect(sum.view()[i]).toBe(events.reduce((total, event) => total + event[i], 0));
          expect(squares.view()[i]).toBe(events.reduce((total, event) => total + event[i] ** 2, 0));
        }
      }),
    ),
    settings,
  );
});
