import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cropImage } from '../../src/image/crop.ts';
import {
  REGION_HANDLES,
  moveRegion,
  regionBetween,
  resizeRegion,
  scaleRegion,
} from '../../src/image/region-shape.ts';

const seed = { seed: 20101 };
const shape = [185, 388] as const;
const region = { row0: 95, row1: 126, column0: 127, column1: 188 };
const step = fc.integer({ min: -500, max: 500 });

function expectInside({ row0, row1, column0, column1 }: typeof region): void {
  expect(row0).toBeGreaterThanOrEqual(0);
  expect(column0).toBeGreaterThanOrEqual(0);
  expect(row1).toBeGreaterThan(row0);
  expect(column1).toBeGreaterThan(column0);
  expect(row1).toBeLessThanOrEqual(shape[0]);
  expect(column1).toBeLessThanOrEqual(shape[1]);
}

describe('regionBetween', () => {
  it('contains both pixels, in whatever order', () => {
    const expected = { row0: 2, row1: 6, column0: 3, column1: 11 };
    expect(regionBetween({ row: 2.2, column: 10.4 }, { row: 5.4, column: 2.6 }, shape)).toEqual(expected);
  });

  it('is clipped to the image and never empty', () => {
    expect(regionBetween({ row: -50, column: -50 }, { row: 900, column: 900 }, shape)).toEqual({
      row0: 0,
      row1: 185,
      column0: 0,
      column1: 388,
    });
    expect(regionBetween({ row: -50, column: 4 }, { row: -40, column: 4 }, shape)).toEqual({
      row0: 0,
      row1: 1,
      column0: 4,
      column1: 5,
    });
  });
});

describe('moving and resizing', () => {
  it('keeps the size when moved, and stays in the image', () => {
    fc.assert(
      fc.property(step, step, (rows, columns) => {
        const moved = moveRegion(region, rows, columns, shape);
        expectInside(moved);
        expect([moved.row1 - moved.row0, moved.column1 - moved.column0]).toEqual([31, 61]);
      }),
      seed,
    );
  });

  it('moves only the held edges', () => {
    expect(resizeRegion(region, 'nw', 1, -2, shape)).toEqual({ ...region, row0: 96, column0: 125 });
    expect(resizeRegion(region, 'e', 9, 3, shape)).toEqual({ ...region, column1: 191 });
  });

  it('stays valid whatever is pulled', () => {
    fc.assert(
      fc.property(fc.constantFrom(...REGION_HANDLES), step, step, (handle, rows, columns) => {
        expectInside(resizeRegion(region, handle, rows, columns, shape));
      }),
      seed,
    );
  });

  it('stays valid whatever is scaled, and every step of the wheel does something', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 95, max: 125 }),
        fc.integer({ min: 127, max: 187 }),
        fc.double({ min: 0.3, max: 3, noNaN: true }),
        (row, column, factor) => {
          const scaled = scaleRegion(region, { row, column }, factor, shape);
          expectInside(scaled);
          expect(scaled).not.toEqual(region);
        },
      ),
      seed,
    );
  });
});

describe('cropImage', () => {
  it('copies the rows of the region', () => {
    const data = Float32Array.from({ length: 20 }, (_, i) => i);
    const crop = cropImage(
      { shape: [4, 5], dtype: 'f32', data },
      { row0: 1, row1: 3, column0: 2, column1: 5 },
    );
    expect(crop.shape).toEqual([2, 3]);
    expect([...crop.data]).toEqual([7, 8, 9, 12, 13, 14]);
  });
});
