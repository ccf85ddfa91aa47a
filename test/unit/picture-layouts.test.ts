import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { XtcError } from '../../src/base/errors.ts';
import { gainBits } from '../../src/base/pixels.ts';
import { locateRawPixel, rawIndex } from '../../src/image/pixel-map.ts';
import { pictureMap } from '../../src/image/picture-maps.ts';
import { PICTURE_TYPES } from '../../src/format/type-id.ts';
import type { PictureLayout, PictureLeaf } from '../../src/types/picture-layout.ts';
import { pictureType } from '../../src/types/picture-types.ts';

const layoutOf = (typeId: number, leaf: Partial<PictureLeaf>): PictureLayout | null =>
  pictureType(typeId)!.layoutOf({ version: 1, payload: new Uint8Array(1 << 22), config: null, device: 0, ...leaf });
const words = (...values: readonly number[]): Uint8Array => {
  const payload = new Uint8Array(1 << 22);
  values.forEach((value, i) => new DataView(payload.buffer).setUint32(4 * i, value, true));
  return payload;
};
const GRID = { numberOfReadableRows: 352, numberOfColumns: 384 };

test('every picture type but the CSPads has its layout', () => {
  const without = [...PICTURE_TYPES].filter((typeId) => !pictureType(typeId));
  expect(without).toEqual([28, 41]);
});

describe('types without a fixture lie as the library’s classes say', () => {
  const rows: [string, number, Partial<PictureLeaf>, Partial<PictureLayout>][] = [
    ['Pixis', 114, { config: { numPixelsY: 7, numPixelsX: 9 } }, { shape: [7, 9], byteOffset: 12, saturation: 65535 }],
    ['iStar', 111, { config: { numPixelsY: 7, numPixelsX: 9 } }, { shape: [7, 9], byteOffset: 8 }],
    ['Alvium Mono10p', 123, { config: { height: 7, width: 9, pixelMode: 2 } }, { shape: [7, 9], byteOffset: 16, saturation: 1023 }],
    ['Uxi', 116, { config: { numberOfFrames: 2, height: 7, width: 9 } }, { shape: [2, 7, 9], byteOffset: 16, arrangement: 'grid' }],
    ['Epix10kaQuad', 118, { config: { numberOfElements: 4, ...GRID } }, { shape: [4, 352, 384], byteOffset: 4, valueMask: 0x3fff }],
    ['Epix10ka2M', 118, { config: { numberOfElements: 16, ...GRID }, payload: new Uint8Array(5 << 20) }, { shape: [16, 352, 384], saturation: 0x3fff }],
    ['ePix from GenericPgp', 75, { config: { frame_dim: { rows: 30, columns: 40 } } }, { shape: [30, 40], byteOffset: 32 }],
    ['Jungfrau without configuration', 108, { payload: new Uint8Array(12 + 2 * 1048576) }, { shape: [2, 512, 1024], byteOffset: 12 }],
    ['Jungfrau V2 without configuration', 108, { version: 2, payload: new Uint8Array(16 + 3 * 1048596) }, { shape: [3, 512, 1024], byteOffset: 76 }],
    ['a Jungfrau segment of two', 108, { device: 52, config: { numberOfModules: 8, numberOfRowsPerModule: 512, numberOfColumnsPerModule: 1024 } }, { shape: [2, 512, 1024] }],
    ['Xamps', 40, {}, { shape: [1024, 256], dtype: 'u32', byteOffset: 32 }],
    ['Fccd', 2, { device: 7, payload: words(1152, 500, 8, 0) }, { shape: [500, 576], dtype: 'u16', arrangement: 'fccd', byteOffset: 16 }],
    ['Fccd960', 2, { device: 33, payload: words(960, 960, 16, 0) }, { shape: [960, 960], rule: 'fccd960', valueMask: 0x3fff, saturation: 65528 }],
    ['Opal of 12 bits', 2, { device: 3, payload: words(1600, 1200, 12, 32) }, { shape: [1200, 1600], dtype: 'u16', saturation: 4095 }],
    ['Timepix V2', 50, { version: 2, payload: words(512 | (256 << 16)) }, { shape: [256, 512], byteOffset: 12, arrangement: 'plain' }],
  ];
  test.each(rows)('%s', (_name, typeId, leaf, expected) => {
    expect(layoutOf(typeId, leaf)).toMatchObject(expected);
  });
});

test('frames of no pixels are none; what does not fit or is not known says why', () => {
  expect(layoutOf(2, { payload: words(0, 0, 8, 0) })).toBeNull();
  expect(layoutOf(17, { config: { numPixelsY: 0, numPixelsX: 0 } })).toBeNull();
  expect(() => layoutOf(17, {})).toThrow(/configuration/);
  expect(() => layoutOf(2, { payload: words(4096, 4096, 16, 0) })).toThrow(/4096×4096 pixels need 33554448 bytes; the payload has 4194304/);
  expect(() => layoutOf(2, { payload: words(10, 10, 24, 0) })).toThrow(/24 bits/);
  expect(() => layoutOf(11, { config: { numLinks: 2, payloadSizePerLink: 524304 } })).toThrow(/2 links/);
  expect(() => layoutOf(2, { payload: new Uint8Array(10) })).toThrow(XtcError);
});

test('whatever a head or a configuration says, a layout fits its payload or an XtcError says why', () => {
  const lengths = fc.oneof(fc.nat(40), fc.nat(2000), fc.constantFrom(4294967295, 2147483648, NaN, -1, 1.5));
  const names = ['numPixelsY', 'numPixelsX', 'numSensors', 'height', 'width', 'numberOfFrames', 'numberOfElements', 'numberOfRows', 'numberOfReadableRows', 'numberOfColumns', 'numberOfModules', 'numberOfRowsPerModule', 'numberOfColumnsPerModule', 'numLinks', 'payloadSizePerLink', 'pixelMode'];
  const config = fc.option(fc.record(Object.fromEntries(names.map((name) => [name, lengths]))));
  const types = [...PICTURE_TYPES].filter((typeId) => pictureType(typeId));
  fc.assert(
    fc.property(fc.constantFrom(...types), fc.integer({ min: 1, max: 3 }), fc.uint8Array({ maxLength: 600 }), config, fc.constantFrom(0, 7, 33, 51, 54), (typeId, version, payload, values, device) => {
      try {
        const found = layoutOf(typeId, { version, payload, config: values, device });
        if (found) expect(found.byteOffset + found.shape.reduce((product, length) => product * length, 1)).toBeLessThanOrEqual(payload.length);
      } catch (error) {
        expect(error).toBeInstanceOf(XtcError);
      }
    }),
    { seed: 20140513, numRuns: 3000 },
  );
});

/** Number of the raw pixel under each image pixel, -1 where there is none. */
function rawUnder(arrangement: Parameters<typeof pictureMap>[0], shape: readonly number[], row: number, column: number): number {
  const map = pictureMap(arrangement, shape);
  const at = locateRawPixel(map, row, column);
  return at ? rawIndex(map, at) : -1;
}

test('Timepix V1 is rearranged as psana’s TimepixDataV1ToV2 does', () => {
  const map = pictureMap('timepix', [512, 512]);
  expect(map.shape).toEqual([512, 512]);
  for (let iy = 0; iy < 1024; iy += 7) {
    for (let ix = 0; ix < 256; ix += 5) {
      const [x, y] = [[iy, 511 - ix], [iy - 256, 255 - ix], [1023 - iy, ix], [1279 - iy, ix + 256]][iy >> 8];
      const at = locateRawPixel(map, y, x);
      expect(at && rawIndex(map, at)).toBe(iy * 256 + ix);
    }
  }
});

test('a pnCCD has links 0 and 3 above, 1 and 2 turned below', () => {
  const link = 512 * 512;
  for (const [row, column] of [[0, 0], [3, 7], [511, 511]] as const) {
    const k = row * 512 + column;
    expect(rawUnder('pnccd', [4, 512, 512], row, column)).toBe(k);
    expect(rawUnder('pnccd', [4, 512, 512], row, 512 + column)).toBe(3 * link + k);
    expect(rawUnder('pnccd', [4, 512, 512], 512 + row, column)).toBe(link + (link - 1 - k));
    expect(rawUnder('pnccd', [4, 512, 512], 512 + row, 512 + column)).toBe(2 * link + (link - 1 - k));
  }
});

test('an FCCD is trimmed to 480×480 as AMI’s handler does', () => {
  const map = pictureMap('fccd', [500, 576]);
  expect(map.shape).toEqual([480, 480]);
  // The handler’s two loops, which count through the raw pixels.
  let d = 6 * 576;
  for (let i = 6; i < 493; i = i === 245 ? 253 : i + 1) {
    if (i === 253) d = 253 * 576;
    for (let j = 0; j < 48; ++j) {
      if (i >= 253) d += 2;
      for (let k = 0; k < 10; ++k, ++d) {
        if ((j * 10 + k) % 13 !== 0) continue;
        const at = locateRawPixel(map, i < 253 ? i - 6 : i - 13, j * 10 + k);
        expect(at && rawIndex(map, at)).toBe(d);
      }
      if (i < 253) d += 2;
    }
  }
});

test('modules lie in full rows as near to a square as they can, with gaps', () => {
  const shapes = [[1, 512, 1024], [2, 512, 1024], [8, 512, 1024], [32, 512, 1024], [4, 352, 384], [16, 352, 384], [3, 16, 20]];
  expect(shapes.map((shape) => pictureMap('grid', shape).shape)).toEqual([
    [512, 1024],
    [2 * 512 + 8, 1024],
    [4 * 512 + 3 * 8, 2 * 1024 + 8],
    [8 * 512 + 7 * 8, 4 * 1024 + 3 * 8],
    [2 * 352 + 6, 2 * 384 + 6],
    [4 * 352 + 3 * 6, 4 * 384 + 3 * 6],
    [3 * 16 + 2 * 2, 20],
  ]);
  expect(rawUnder('grid', [8, 512, 1024], 520, 1032)).toBe(3 * 512 * 1024);
  expect(rawUnder('grid', [8, 512, 1024], 515, 0)).toBe(-1);
});

test('gain bits are those above the value', () => {
  expect([0x3fff, 0x4000, 0xc001].map((word) => gainBits(word, 0x3fff))).toEqual([0, 1, 3]);
  expect(gainBits(0xffff, 0xffff)).toBe(0);
  expect(gainBits(0x6000, 0x1fff)).toBe(3);
});
