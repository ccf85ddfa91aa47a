import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  MAX_ZOOM,
  clampZoom,
  fitRegion,
  fitViewport,
  imageToScreen,
  panBy,
  pixelAt,
  screenToImage,
  visibleRegion,
  zoomAt,
} from '../../src/image/viewport.ts';

const seed = { seed: 20100 };
const canvas = fc.record({
  width: fc.integer({ min: 40, max: 3000 }),
  height: fc.integer({ min: 40, max: 2000 }),
});
const shape = fc.tuple(fc.integer({ min: 1, max: 4000 }), fc.integer({ min: 1, max: 4000 }));
const coordinate = fc.double({ min: -100, max: 4100, noNaN: true });
const viewport = fc.record({
  column: coordinate,
  row: coordinate,
  zoom: fc.double({ min: 0.05, max: 64, noNaN: true }),
});
const point = fc.record({ x: fc.integer({ min: 0, max: 3000 }), y: fc.integer({ min: 0, max: 2000 }) });

describe('fitViewport', () => {
  it('puts the outer edges of the first and last pixel on the margin', () => {
    const size = { width: 1016, height: 1016 };
    const fit = fitViewport([1800, 1800], size, 8);
    expect(fit).toEqual({ column: 899.5, row: 899.5, zoom: 1000 / 1800 });
    const first = imageToScreen(fit, size, { row: -0.5, column: -0.5 });
    const last = imageToScreen(fit, size, { row: 1799.5, column: 1799.5 });
    expect([first.x, first.y, last.x, last.y].map((at) => Math.round(at * 1e9) / 1e9)).toEqual([
      8, 8, 1008, 1008,
    ]);
  });

  it('centres a wide image', () => {
    expect(fitViewport([185, 388], { width: 776, height: 776 }, 0)).toEqual({
      column: 193.5,
      row: 92,
      zoom: 2,
    });
  });

  it('survives a canvas without room', () => {
    expect(fitViewport([10, 10], { width: 0, height: 0 }).zoom).toBeGreaterThan(0);
  });
});

describe('fitRegion', () => {
  it('centres the region', () => {
    const region = { row0: 95, row1: 126, column0: 127, column1: 188 };
    expect(fitRegion(region, { width: 122, height: 122 })).toEqual({ column: 157, row: 110, zoom: 2 });
  });
});

describe('screen and image', () => {
  it('round trip', () => {
    fc.assert(
      fc.property(viewport, canvas, point, (view, size, at) => {
        const back = imageToScreen(view, size, screenToImage(view, size, at));
        expect(back.x).toBeCloseTo(at.x, 6);
        expect(back.y).toBeCloseTo(at.y, 6);
      }),
      seed,
    );
  });

  it('gives the centre of the canvas the centre of the viewport', () => {
    expect(
      screenToImage({ column: 5, row: 7, zoom: 3 }, { width: 100, height: 60 }, { x: 50, y: 30 }),
    ).toEqual({ column: 5, row: 7 });
  });
});

describe('zoomAt', () => {
  it('keeps the image point under the cursor', () => {
    fc.assert(
      fc.property(
        viewport,
        canvas,
        shape,
        point,
        fc.double({ min: 0.2, max: 5, noNaN: true }),
        (view, size, pixels, at, factor) => {
          const before = screenToImage(view, size, at);
          const after = screenToImage(zoomAt(view, size, pixels, at, factor), size, at);
          expect(after.row).toBeCloseTo(before.row, 6);
          expect(after.column).toBeCloseTo(before.column, 6);
        },
      ),
      seed,
    );
  });

  it('stays between a quarter of fitting and MAX_ZOOM', () => {
    const size = { width: 1016, height: 1016 };
    const fit = fitViewport([1800, 1800], size).zoom;
    expect(clampZoom(1e9, [1800, 1800], size)).toBe(MAX_ZOOM);
    expect(clampZoom(0, [1800, 1800], size)).toBe(fit / 4);
    expect(clampZoom(1e9, [4, 4], size)).toBe(250); // a tiny image may still fill the canvas
  });
});

describe('panBy', () => {
  it('moves the picture with the hand', () => {
    const size = { width: 200, height: 200 };
    const view = { column: 50, row: 50, zoom: 4 };
    const before = imageToScreen(view, size, { row: 50, column: 50 });
    const after = imageToScreen(panBy(view, size, [100, 100], 12, -8), size, { row: 50, column: 50 });
    expect([after.x - before.x, after.y - before.y]).toEqual([12, -8]);
  });

  it('keeps a bit of the image on the canvas', () => {
    const size = { width: 200, height: 200 };
    const shown = visibleRegion(
      panBy({ column: 50, row: 50, zoom: 4 }, size, [100, 100], 1e6, 1e6),
      size,
      [100, 100],
    );
    expect(shown.row1).toBeGreaterThan(shown.row0);
    expect(shown.column1).toBeGreaterThan(shown.column0);
  });
});

describe('pixelAt', () => {
  it('gives pixel i from i-0.5 to i+0.5', () => {
    expect(pixelAt({ row: -0.5, column: 0.49 }, [2, 2])).toEqual({ row: 0, column: 0 });
    expect(pixelAt({ row: 0.5, column: 1.49 }, [2, 2])).toEqual({ row: 1, column: 1 });
    expect(pixelAt({ row: -0.51, column: 0 }, [2, 2])).toBeNull();
    expect(pixelAt({ row: 0, column: 1.5 }, [2, 2])).toBeNull();
  });
});
