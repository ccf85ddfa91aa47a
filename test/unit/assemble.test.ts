import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ImageCanvas } from '../../src/image/assemble.ts';
import {
  cspad2x2PixelMap,
  cspadPixelMap,
  locateRawPixel,
  sectionOutlines,
  sectionPixelMap,
  type PixelMap,
} from '../../src/image/pixel-map.ts';
import { Arena } from '../../src/wasm/arena.ts';
import { fixtureJson } from '../fixtures/fixtures.ts';
import { assembleImage } from '../reference/assemble.ts';
import { loadKernels } from '../reference/load-kernels.ts';

type Check = {
  image_shape: number[];
  checks: { paint_sections: { nonzero: number; sha256_uint32_le: string; bbox: number[] } };
  sections: {
    quad: number;
    section: number;
    image_topleft: [number, number];
    image_size: [number, number];
    step_per_raw_row: number[];
    step_per_raw_col: number[];
    raw_pixel_to_image: Record<string, [number, number]>;
  }[];
};
const check = fixtureJson<Check>('golden/cspad-assembly.check.json');
const arena = new Arena(await loadKernels());
const sections = arena.reserve('f32', 4 * 8 * 185 * 388);
const cspad = cspadPixelMap();
const maps: PixelMap[] = [cspad, cspad2x2PixelMap(), sectionPixelMap(11)];

/** Each pixel is its own number, from 1 on: exact in f32. */
function numberSections(): void {
  const view = sections.view();
  for (let i = 0; i < view.length; ++i) view[i] = i + 1;
}

test('the 32 sections lie where XtcExplorer puts them', () => {
  expect(cspad.shape).toEqual(check.image_shape);
  const outlines = sectionOutlines(cspad);
  for (const {
    quad,
    section,
    image_topleft,
    image_size,
    step_per_raw_row,
    step_per_raw_col,
    raw_pixel_to_image,
  } of check.sections) {
    const number = quad * 8 + section;
    const [first, second] = cspad.tiles.filter((tile) => tile.section === number);
    expect([first.rowStep, first.columnStep]).toEqual([step_per_raw_row, step_per_raw_col]);
    expect([first.row, first.column]).toEqual(raw_pixel_to_image['0,0']);
    expect([second.row, second.column]).toEqual(raw_pixel_to_image['0,194']);
    for (const [raw, [row, column]] of Object.entries(raw_pixel_to_image)) {
      const [rawRow, rawColumn] = raw.split(',').map(Number);
      expect(locateRawPixel(cspad, row, column)).toEqual({ section: number, row: rawRow, column: rawColumn });
    }
    const [row0, column0] = image_topleft;
    expect(outlines[number]).toEqual({
      section: number,
      row0,
      row1: row0 + image_size[0],
      column0,
      column1: column0 + image_size[1],
    });
  }
});

test('the numbered picture has the checksum of the numpy reimplementation', () => {
  numberSections();
  const canvas = new ImageCanvas(arena, cspad);
  canvas.paint(sections, 0xffffffff);
  const picture = Uint32Array.from(canvas.pixels.view(), (value) => (Number.isNaN(value) ? 0 : value));
  const { nonzero, sha256_uint32_le, bbox } = check.checks.paint_sections;
  expect(picture.reduce((count, value) => count + (value === 0 ? 0 : 1), 0)).toBe(nonzero);
  expect(createHash('sha256').update(Buffer.from(picture.buffer)).digest('hex')).toBe(sha256_uint32_le);
  const box = [1800, 0, 1800, 0];
  picture.forEach((value, i) => {
    if (value === 0) return;
    const [row, column] = [Math.floor(i / 1800), i % 1800];
    box[0] = Math.min(box[0], row);
    box[1] = Math.max(box[1], row);
    box[2] = Math.min(box[2], column);
    box[3] = Math.max(box[3], column);
  });
  expect(box).toEqual(bbox);
});

describe.each(maps.map((map) => [map.layout, map] as const))('%s', (_name, map) => {
  const canvas = new ImageCanvas(arena, map);

  test('is painted as the twin paints it, absent sections as NaN, after any other event', () => {
    numberSections();
    fc.assert(
      fc.property(
        fc.oneof(fc.constantFrom(0, 0xffffffff), fc.integer({ min: 0, max: 0xffffffff })),
        (present) => {
          canvas.paint(sections, present);
          const expected = assembleImage(sections.view(), map, present);
          const seen = canvas.pixels.view();
          expect(seen.findIndex((value, i) => !Object.is(value, expected[i]))).toBe(-1);
        },
      ),
      { seed: 20110701, numRuns: 5 },
    );
  });

  test('every raw pixel is found again under its image pixel, none in the gaps', () => {
    numberSections();
    canvas.paint(sections, 0xffffffff);
    const view = canvas.pixels.view();
    const columns = map.shape[1];
    for (let i = 0; i < view.length; i += 41) {
      const raw = locateRawPixel(map, Math.floor(i / columns), i % columns);
      if (raw) expect((raw.section * 185 + raw.row) * 388 + raw.column + 1).toBe(view[i]);
      else expect(view[i]).toBeNaN();
    }
    expect(locateRawPixel(map, -1, 5)).toBeNull();
  });
});

test('a CSPad2x2 is 391 × 380 with a wedge of ten columns', () => {
  const map = cspad2x2PixelMap();
  expect(map.shape).toEqual([391, 380]);
  expect(locateRawPixel(map, 390, 0)).toEqual({ section: 0, row: 0, column: 0 });
  expect(locateRawPixel(map, 0, 195)).toEqual({ section: 1, row: 0, column: 387 });
  expect(locateRawPixel(map, 100, 190)).toBeNull();
});
