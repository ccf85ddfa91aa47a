import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { NdArray } from '../../src/base/arrays.ts';
import { ANDOR_TYPES } from '../../src/types/andor.ts';
import { ANDOR3D_TYPES } from '../../src/types/andor3d.ts';
import { ARCHON_TYPES } from '../../src/types/archon.ts';
import { CAMERA_TYPES } from '../../src/types/camera.ts';
import { CSPAD_TYPES } from '../../src/types/cspad-element.ts';
import { CSPAD2X2_TYPES } from '../../src/types/cspad2x2.ts';
import { FCCD_TYPES } from '../../src/types/fccd.ts';
import { FLI_TYPES } from '../../src/types/fli.ts';
import { OPAL1K_TYPES } from '../../src/types/opal1k.ts';
import { ORCA_TYPES } from '../../src/types/orca.ts';
import { PIMAX_TYPES } from '../../src/types/pimax.ts';
import { PIXIS_TYPES } from '../../src/types/pixis.ts';
import { PRINCETON_TYPES } from '../../src/types/princeton.ts';
import { PULNIX_TYPES } from '../../src/types/pulnix.ts';
import { QUARTZ_TYPES } from '../../src/types/quartz.ts';
import { RAYONIX_TYPES } from '../../src/types/rayonix.ts';
import { readPlaced, readValues } from '../../src/types/read.ts';
import { decode } from '../../src/types/registry.ts';
import type { Values } from '../../src/types/schema.ts';
import { STREAK_TYPES } from '../../src/types/streak.ts';
import { UXI_TYPES } from '../../src/types/uxi.ts';
import { VIMBA_TYPES } from '../../src/types/vimba.ts';
import { ZYLA_TYPES } from '../../src/types/zyla.ts';
import { payloadOf, schemaOf } from '../reference/payloads.ts';

const FAMILIES = [
  ANDOR_TYPES, ANDOR3D_TYPES, ARCHON_TYPES, CAMERA_TYPES, CSPAD_TYPES, CSPAD2X2_TYPES, FCCD_TYPES, FLI_TYPES, OPAL1K_TYPES, ORCA_TYPES, PIMAX_TYPES,
  PIXIS_TYPES, PRINCETON_TYPES, PULNIX_TYPES, QUARTZ_TYPES, RAYONIX_TYPES, STREAK_TYPES, UXI_TYPES, VIMBA_TYPES, ZYLA_TYPES,
];

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

type Arrays = Readonly<Record<string, NdArray<'u32' | 'f64'>>>;

type Layout = [name: string, typeId: number, version: number, size: number, offsets: Record<string, number>, words?: Record<number, number>, config?: Values];

/** Sizes and offsets of types that no file of the DAQ's library shows. @source psddldata, laid out by hand and compared with pdsdata's sizeof and offsetof */
const LAYOUTS: Layout[] = [
  ['Camera.FrameFccdConfigV1', 20, 1, 0, {}],
  ['Quartz.ConfigV1', 57, 1, 12 + 8192 + 8, { number_of_defect_pixels: 8, output_lookup_table: 12, defect_pixel_coordinates: 8204 }, { 4: 1 << 12, 8: 2 }],
  ['Archon.ConfigV2', 106, 2, 68 + 5, { configSize: 4, pixels: 28, sensorTaps: 52, at: 64, config: 68 }, { 4: 5 }],
  ['Archon.ConfigV3', 106, 3, 84 + 5, { power: 2, configSize: 8, pixels: 32, at: 68, bias: 72, biasChan: 74, biasVoltage: 76, configVersion: 80, config: 84 }, { 8: 5 }],
  ['Archon.ConfigV4', 106, 4, 88 + 5, { preSkipLines: 20, integrationTime: 24, pixels: 36, at: 72, biasChan: 78, configVersion: 84, config: 88 }, { 8: 5 }],
  ['Pixis.ConfigV1', 113, 1, 104, { exposureTime: 24, triggerMode: 40, activeWidth: 44, cleanCycleCount: 68, maskedHeight: 84, vsSpeed: 92, numIntegrationShots: 100 }],
  ['Pixis.FrameV1', 114, 1, 12 + 12, { temperature: 8, data: 12 }, {}, { numPixelsX: 3, numPixelsY: 2 }],
  ['Uxi.ConfigV1', 115, 1, 152, { sensorType: 16, timeOn: 20, timeOff: 28, delay: 36, readOnlyPots: 44, pots: 48 }],
  ['Uxi.ConfigV2', 115, 2, 164, { roiRows: 4, roiFrames: 8, width: 12, timeOn: 32, pots: 60 }],
  ['Uxi.ConfigV3', 115, 3, 168, { oscillator: 12, width: 16, timeOn: 36, pots: 64 }],
  ['Uxi.ConfigV4', 115, 4, 472 + 132, { timingMode: 36, timingSequence: 40, readOnlyPots: 360, pots: 364, numberOfRegisters: 468, registers: 472 }, { 468: 1 }],
  ['Uxi.FrameV1', 116, 1, 16 + 24, { timestamp: 4, temperature: 8, frames: 16 }, {}, { numberOfFrames: 2, height: 3, width: 2 }],
  ['Streak.ConfigV1', 119, 1, 68, { mode: 8, gate: 12, focusTimeOver: 28, exposureTime: 32, calibScale: 40, calib: 44 }],
  ['iStar.ConfigV1', 121, 1, 56, { fanSpeed: 5, insertionDelay: 10, mcpGain: 12, width: 16, binY: 36, exposureTime: 40, triggerDelay: 48 }],
  ['Vimba.AlviumConfigV1', 122, 1, 464, { roiEnable: 4, correctionType: 8, triggerMode: 11, width: 12, contrastShape: 44, exposureTime: 48, gamma: 72, manufacturer: 80, firmwareVersion: 416 }],
  ['Vimba.FrameV1', 123, 1, 16 + 12, { timestamp: 8, data: 16 }, {}, { numPixelsX: 3, numPixelsY: 2 }],
  ['CsPad.ConfigV2', 29, 2, 287808, { asicMask: 36, roiMasks: 44, quads: 48 }],
];

test.each(LAYOUTS)('%s lies as documented', (name, typeId, version, size, offsets, words = {}, config = {}) => {
  const schema = schemaOf(typeId, version);
  expect(schema.name).toBe(name);
  const placed = readPlaced(schema, payloadOf(size, words), config);
  const starts = new Map(placed.map((value) => [value.name, value.start]));
  expect(Object.fromEntries(Object.keys(offsets).map((member) => [member, starts.get(member)]))).toEqual(offsets);
  expect(placed.reduce((end, value) => Math.max(end, value.end), 0)).toBe(size);
  if (size > 0) expect(() => readPlaced(schema, payloadOf(size - 1, words), config)).toThrow(name === 'Uxi.ConfigV4' ? /Uxi.Register needs/ : `needs`);
});

describe('what the library computes', () => {
  test('pixels of a side are rounded up, products cut to 32 bits, and a binning of 0 gives none', () => {
    const fli = (width: number, height: number, binX: number, binY: number): Values =>
      readValues(schemaOf(55, 1), payloadOf(40, { 0: width, 4: height, 16: binX, 20: binY }));
    expect(fli(101, 50, 2, 4)).toMatchObject({ numPixelsX: 51, numPixelsY: 13, numPixels: 663, frameSize: 1338 });
    expect(fli(65537, 65537, 1, 1)).toMatchObject({ numPixels: 131073, frameSize: 262158 });
    expect(fli(0xffffffff, 1, 2, 1)).toMatchObject({ numPixelsX: 0 });
    expect(fli(7, 7, 0, 1)).toMatchObject({ numPixelsX: 0, numPixels: 0 });
  });

  test('Archon: pixels of all taps', () => {
    expect(readValues(schemaOf(106, 4), payloadOf(88, { 36: 400, 40: 1200, 60: 16 }))).toMatchObject({ numPixelsX: 6400, numPixelsY: 1200, numPixels: 7680000, config: '' });
    expect(readValues(schemaOf(106, 3), payloadOf(84, { 72: 0xfffd0001 }))).toMatchObject({ bias: 1, biasChan: -3 });
  });

  test('Rayonix: the sensor is told by the device', () => {
    const payload = payloadOf(60);
    payload.set([2, 4]);
    payload.set(new TextEncoder().encode('MX340-HS:125'), 20);
    expect(readValues(schemaOf(73, 2), payload)).toMatchObject({ maxWidth: 7680, width: 3840, height: 1920, numPixels: 7372800, pixelHeight: 176 });
    expect(readValues(schemaOf(73, 1), payload)).toMatchObject({ maxWidth: 3840, width: 1920, height: 960 });
  });

  test('Streak: times of the columns', () => {
    const payload = payloadOf(68, { 40: 1 });
    const view = new DataView(payload.buffer);
    [3, 0.5, 0.25].forEach((constant, i) => view.setFloat64(44 + 8 * i, constant, true));
    const values = readValues(schemaOf(119, 1), payload);
    const { calibTimes, calibTimesInSeconds } = values as Arrays;
    expect(values.calibScaleFactor).toBe(1e-6);
    expect(calibTimes.shape).toEqual([1344]);
    expect([...calibTimes.data.subarray(0, 4)]).toEqual([0, 3.75, 8.75, 15.5]);
    expect(calibTimesInSeconds.data[3]).toBeCloseTo(15.5e-6, 15);
  });

  test('Alvium: bits of a pixel', () => {
    const depth = (mode: number): unknown => readValues(schemaOf(122, 1), payloadOf(464, { 8: mode << 16 })).depth;
    expect([0, 1, 2, 3, 4, 5].map(depth)).toEqual([8, 10, 10, 12, 12, 0]);
  });

  test('Uxi: pots, and the timing that the mode uses', () => {
    const words = { 36: 0, 40: 11, 44: 12, 48: 13, 200: 21, 204: 22, 208: 23, 360: 0b101 | (1 << 25) };
    const values = readValues(schemaOf(115, 4), payloadOf(472, words));
    expect(values.potIsReadOnly).toEqual([1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(values.potIsTuned).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    const { timeOn, timeOff, delay, timingArray } = values as Arrays;
    expect([timeOn, timeOff, delay].map(({ data }) => [...data])).toEqual([[11, 21], [12, 22], [13, 23]]);
    expect(timingArray).toMatchObject({ shape: [2, 3], data: Uint32Array.of(11, 12, 13, 21, 22, 23) });
    const other = (mode: number): Values => readValues(schemaOf(115, 4), payloadOf(472, { ...words, 36: mode }));
    expect(other(2)).toMatchObject({ timingLength: 7, timeOn: { data: Uint32Array.of(0, 0) }, timingArray: { shape: [2, 7] } });
    expect(other(9)).toMatchObject({ timingLength: 0, timingArray: { shape: [0, 0] } });
  });

  test('Frame: pixels of sizes that do not fit into 32 bits are left out', () => {
    const frame = readValues(schemaOf(2, 1), payloadOf(16 + 2, { 0: 0x80000001, 4: 2, 8: 8 }));
    expect(frame).toMatchObject({ depth_bytes: 1, data8: { shape: [0, 0] }, _int_pixel_data: { shape: [2] } });
  });
});

test('frames of the iStar are those of the Zyla, and ask for the configuration of either', () => {
  const asked: number[] = [];
  const decoded = decode({ typeId: 111, version: 1 }, payloadOf(8 + 4), (typeIds) => {
    asked.push(...typeIds);
    return readValues(schemaOf(121, 1), payloadOf(56, { 16: 2, 20: 1, 32: 1, 36: 1 }));
  });
  expect(asked).toEqual([110, 121]);
  expect(decoded).toMatchObject({ kind: 'value', values: { data: { shape: [1, 2] } } });
});

test('a FrameFccdConfig of no bytes is one', () => {
  expect(decode({ typeId: 20, version: 1 }, new Uint8Array(0), () => null)).toMatchObject({ kind: 'value', schema: 'Camera.FrameFccdConfigV1', values: {} });
});

describe('CSPad', () => {
  const SECTION = 2 * 185 * 388;
  const config = { quadMask: 0b1001, asicMask: 1, roiMasks: 0x0f000001 };
  /** Elements of quads with so many sections each. */
  const payload = (...elements: [quad: number, sections: number][]): Uint8Array =>
    joined(...elements.map(([quad, sections]) => payloadOf(36 + sections * SECTION, { 4: quad << 24 })));
  const quadsOf = (version: number, bytes: Uint8Array, own: Values = config): unknown => {
    const found = decode({ typeId: 28, version }, bytes, () => own);
    if (found.kind === 'opaque') return found.reason.code;
    return (found.values.quads as Values[]).map(({ quad, sectionMask, data }) => [quad, sectionMask, (data as { shape: number[] }).shape[0]]);
  };

  test('sections come from the mask of the quad in the header, in any order of quads', () => {
    expect(quadsOf(2, payload([3, 4], [0, 1]))).toEqual([[3, 0xf, 4], [0, 1, 1]]);
  });

  test('fewer quads than the configuration says are those that are there', () => {
    expect(quadsOf(2, payload([3, 4]))).toEqual([[3, 0xf, 4]]);
  });

  test('the rule of the other version is taken when only it explains the size', () => {
    expect(quadsOf(2, payload([3, 2], [0, 2]))).toEqual([[3, 3, 2], [0, 3, 2]]);
    expect(quadsOf(1, payload([3, 2], [0, 2]))).toEqual([[3, 3, 2], [0, 3, 2]]);
    expect(quadsOf(1, payload([3, 4], [0, 1]))).toEqual([[3, 0xf, 4], [0, 1, 1]]);
    expect(quadsOf(2, payload([0, 8]), { quadMask: 1, asicMask: 0xf })).toEqual([[0, 0xff, 8]]);
  });

  test('bytes that fill up to a word are no element, an element that is cut makes the payload bad', () => {
    expect(quadsOf(2, joined(payload([3, 4]), new Uint8Array(3)))).toEqual([[3, 0xf, 4]]);
    expect(quadsOf(2, payload([3, 4], [0, 1]).subarray(0, -4))).toBe('bad-payload');
  });
});

/** Bytes that are mostly absurd, with small words here and there so that lengths come out usable too. */
const noise = fc.array(fc.oneof(fc.nat(4), fc.integer({ min: 0, max: 0xffffffff }), fc.constant(0)), { maxLength: 160 }).map((words) => new Uint8Array(Uint32Array.from(words).buffer));

test('no bytes make any of these types throw', () => {
  const types = FAMILIES.flat();
  fc.assert(
    fc.property(fc.constantFrom(...types), noise, noise, fc.nat(3), ({ typeId, version, configurations }, bytes, configBytes, cut) => {
      const configValues = configurations.flatMap((configType) =>
        [1, 2, 3, 4, 5].flatMap((configVersion) => {
          const found = decode({ typeId: configType, version: configVersion }, configBytes, () => null);
          return found.kind === 'value' ? [found.values] : [];
        }),
      );
      const found = decode({ typeId, version }, bytes.subarray(0, Math.max(0, bytes.length - cut)), () => configValues[0] ?? { width: 3, height: 2, numPixelsX: 0xffffffff, numPixelsY: 2 });
      expect(['value', 'opaque']).toContain(found.kind);
    }),
    { seed: 20110701, numRuns: 2000 },
  );
});
