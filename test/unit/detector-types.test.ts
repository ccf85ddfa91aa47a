import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ACQIRIS_TYPES } from '../../src/types/acqiris.ts';
import { ACQIRIS_TDC_TYPES } from '../../src/types/acqiris-tdc.ts';
import { ARRAYCHAR_TYPES } from '../../src/types/arraychar.ts';
import { ENCODER_TYPES } from '../../src/types/encoder.ts';
import { EPIX_TYPES } from '../../src/types/epix.ts';
import { EPIX_SAMPLER_TYPES } from '../../src/types/epix-sampler.ts';
import { GENERIC_PGP_TYPES } from '../../src/types/generic-pgp.ts';
import { GENERIC1D_TYPES } from '../../src/types/generic1d.ts';
import { GSC16AI_TYPES } from '../../src/types/gsc16ai.ts';
import { IMP_TYPES } from '../../src/types/imp.ts';
import { JUNGFRAU_TYPES } from '../../src/types/jungfrau.ts';
import { OCEAN_OPTICS_TYPES } from '../../src/types/ocean-optics.ts';
import { PHASICS_TYPES } from '../../src/types/phasics.ts';
import { PNCCD_TYPES } from '../../src/types/pnccd.ts';
import { QUAD_ADC_TYPES } from '../../src/types/quad-adc.ts';
import { readPlaced, readValues, type Placed } from '../../src/types/read.ts';
import { decode } from '../../src/types/registry.ts';
import type { Values } from '../../src/types/schema.ts';
import { TIME_TOOL_TYPES } from '../../src/types/time-tool.ts';
import { TIMEPIX_TYPES } from '../../src/types/timepix.ts';
import { USDUSB_TYPES } from '../../src/types/usdusb.ts';
import { waveformsOf } from '../../src/types/waveforms.ts';
import { XAMPS_TYPES } from '../../src/types/xamps.ts';
import { payloadOf, schemaOf } from '../reference/payloads.ts';

const FAMILIES = [
  ACQIRIS_TYPES, ACQIRIS_TDC_TYPES, ARRAYCHAR_TYPES, ENCODER_TYPES, EPIX_TYPES, EPIX_SAMPLER_TYPES, GENERIC_PGP_TYPES, GENERIC1D_TYPES, GSC16AI_TYPES,
  IMP_TYPES, JUNGFRAU_TYPES, OCEAN_OPTICS_TYPES, PHASICS_TYPES, PNCCD_TYPES, QUAD_ADC_TYPES, TIME_TOOL_TYPES, TIMEPIX_TYPES, USDUSB_TYPES, XAMPS_TYPES,
];

/** Where the value at the end of names with dots between them starts. */
function startOf(placed: readonly Placed[], path: string): number | undefined {
  const [name, ...rest] = path.split('.');
  const found = placed.find((value) => value.name === name) ?? placed.flatMap(({ children }) => children).find((value) => value.name === name);
  return rest.length === 0 || !found ? found?.start : startOf(found.children, rest.join('.'));
}

type Layout = [name: string, typeId: number, version: number, size: number, offsets: Record<string, number>, words?: Record<number, number>, config?: Values];

/** Two times two ASICs of 3 rows and 5 columns, with one calibration and one environmental row each. */
const READABLE = [2, 2, 3, 3, 5, 1, 1];
const geometry = (at: number, numbers: readonly number[]): Record<number, number> => Object.fromEntries(numbers.map((value, i) => [at + 4 * i, value]));

const ARRAY = { numberOfElements: 4, numberOfReadableRows: 3, numberOfColumns: 6, numberOfCalibrationRows: 2, numberOfEnvironmentalRows: 1, numberOfAsics: 16 };
const PROJECTIONS = { signal_projection_size: 2, sideband_projection_size: 3, reference_projection_size: 4 };
const AREAS = { signal_y_size: 2, signal_x_size: 3, sideband_y_size: 1, sideband_x_size: 2, reference_y_size: 2, reference_x_size: 2 };

/** Weights 2, calibration 3, fit parameters 1, a name of 5 bytes over the middle of the 64-bit word; 1 and 2 event codes. */
const TIME_TOOL_V3 = { 0: ((2 << 7) | (3 << 23) | (1 << 27) | (1 << 31)) >>> 0, 4: 2, 8: (2 << 16) | 1 };

/** Sizes and offsets of types that no file of the DAQ's library shows. @source psddldata, compared with pdsdata's sizeof and offsetof */
const LAYOUTS: Layout[] = [
  ['Xamps.ElementV1', 40, 1, 32 + 4 * 1024 * 256 + 4, { seq_count: 8, sb_temp: 20, frame_type: 28, pixels: 32, theLastWord: 32 + 4 * 1024 * 256 }],
  ['Phasics.ConfigV1', 48, 1, 32, { brightness: 0, tilt: 28 }],
  ['Timepix.ConfigV2', 49, 2, 262468, { timepixSpeed: 4, dac3RefLvds: 228, driverVersion: 232, pixelThresh: 244, chip0Name: 262388, chip3ID: 262464 }],
  [
    'TimeTool.ConfigV3', 86, 3, 133,
    { signal_cut: 12, fit_weights_factor: 20, sig_roi_lo: 28, sb_convergence: 44, ref_roi_lo: 52, ref_convergence: 60, beam_logic: 68, laser_logic: 72, weights: 80, calib_poly: 96, fit_params: 120, base_name: 128 },
    TIME_TOOL_V3,
  ],
  [
    'TimeTool.DataV3', 87, 3, 140,
    { amplitude: 8, nxt_amplitude: 48, projected_signal: 56, projected_sideband: 64, projected_reference: 76, full_signal: 92, full_sideband: 116, full_reference: 124 },
    {},
    { ...PROJECTIONS, ...AREAS },
  ],
  ['Epix.Config10KV1', 83, 1, 592, { DoutPipelineDelay: 24, SyncWidth: 64, lastRowExclusions: 92, scopeEnable: 120, asics: 136, asicPixelConfigArray: 472 }, geometry(96, [2, 2, 3, 5])],
  ['Epix.ConfigSV1', 88, 1, 618, { carrierId0: 92, asicMask: 132, asics: 152, asicPixelConfigArray: 488, calibPixelConfigArray: 608 }, geometry(100, READABLE)],
  [
    'Epix.Config10kaV1', 112, 1, 734,
    { adcPipelineDelay3: 88, enableAutomaticRunTrigger: 164, scopeChanAwaveformSelect: 184, asics: 188, 'asics.asics[1].trbit': 380, asicPixelConfigArray: 604, calibPixelConfigArray: 724 },
    geometry(128, READABLE),
  ],
  [
    'Epix.Config10kaV2', 112, 2, 1066,
    { epixDaqTrigDelay: 24, asicPPmatToReadout: 56, ghostCorrEn: 172, scopeEnable: 184, firmwareHash: 200, firmwareDesc: 264, asics: 520, asicPixelConfigArray: 936, calibPixelConfigArray: 1056 },
    geometry(128, READABLE),
  ],
  ['Epix.Config10ka2MV1', 117, 1, 4347768, { quad: 8, 'quad.quad[3].testRequest': 8 + 3 * 812 + 808, elemCfg: 3256, 'elemCfg.elemCfg[15].calibPixelConfigArray': 4347000 }],
  ['Epix.Config10ka2MV2', 117, 2, 4349144, { quad: 8, 'quad.quad[3].testRequest': 8 + 3 * 1156 + 1152, elemCfg: 4632 }],
  ['Epix.ArrayV1', 118, 1, 324, { frame: 4, calibrationRows: 148, environmentalRows: 244, temperatures: 292 }, {}, ARRAY],
  [
    'Epix.Config10kaQuadV1', 120, 1, 1086948,
    { 'evr.runDelay': 4, 'quad.asicAcqForce': 80, 'quad.scopeEnable': 96, 'quad.scopeTrigDelay': 112, 'quad.adc': 116, 'quad.testChannel': 796, elemCfg: 820, 'elemCfg.elemCfg[1].asics': 820 + 271532 + 12 },
  ],
  [
    'Epix.Config10kaQuadV2', 120, 2, 1087292,
    { 'quad.firmwareHash': 32, 'quad.dcdcEn': 352, 'quad.dummyAcqEn': 412, 'quad.overSampleSize': 436, 'quad.scopeTrigDelay': 456, 'quad.adc': 460, 'quad.adc.adc[9].frameDelay': 1136, elemCfg: 1164 },
  ],
  ['Jungfrau.ConfigV4', 107, 4, 828, { exposurePeriod: 36, vdd_prot: 58, moduleConfig: 60, 'moduleConfig.moduleConfig[31].firmwareVersion': 820 }],
];

describe('types that only documents show', () => {
  test.each(LAYOUTS)('%s lies as documented', (name, typeId, version, size, offsets, words = {}, config = {}) => {
    const schema = schemaOf(typeId, version);
    expect(schema.name).toBe(name);
    const placed = readPlaced(schema, payloadOf(size, words), config);
    expect(Object.fromEntries(Object.keys(offsets).map((path) => [path, startOf(placed, path)]))).toEqual(offsets);
    expect(Math.max(...placed.map(({ end }) => end))).toBe(size);
    expect(() => readPlaced(schema, payloadOf(size - 1, words), config)).toThrow(/needs \d+ bytes/);
  });

  test('a full pnCCD frame is told from four links by its length', () => {
    const config = { numLinks: 4, payloadSizePerLink: 524304 };
    const found = (byteLength: number): string => {
      const decoded = decode({ typeId: 11, version: 1 }, new Uint8Array(byteLength), () => config);
      return decoded.kind === 'value' ? decoded.schema : decoded.reason.message;
    };
    expect(found(2097168)).toBe('PNCCD.FullFrameV1');
    expect(found(2097216)).toBe('PNCCD.FramesV1');
  });

  test('shapes of Epix10ka cameras of several elements', () => {
    const shapes = { numberOfRows: 352, numberOfReadableRows: 352, numberOfColumns: 384, numberOfCalibrationRows: 4, numberOfEnvironmentalRows: 2 };
    expect(readValues(schemaOf(120, 1), payloadOf(1086948))).toMatchObject({ ...shapes, numberOfElements: 4, numberOfAsics: 16 });
    expect(readValues(schemaOf(117, 1), payloadOf(4347768))).toMatchObject({ ...shapes, numberOfElements: 16, numberOfAsics: 64 });
  });

  test('gain bits of an Epix10ka', () => {
    const words = { ...geometry(128, READABLE), [188 + 88]: 0x10 };
    const { asics } = readValues(schemaOf(112, 1), payloadOf(734, words)) as { asics: Values[] };
    expect(asics.map(({ trbit }) => trbit)).toEqual([1, 0, 0, 0]);
  });

  test('lengths of a name over the middle of a 64-bit word', () => {
    expect(readValues(schemaOf(86, 3), payloadOf(133, TIME_TOOL_V3))).toMatchObject({ number_of_weights: 2, calib_poly_dim: 3, fit_params_dim: 1, base_name_length: 5 });
  });
});

describe('sizes that the time tool writes', () => {
  const [COLUMNS, ROWS] = [200, 21];
  const regions = Object.fromEntries([28, 36, 52].flatMap((at) => [[at, 10 | (20 << 16)], [at + 4, (10 + COLUMNS - 1) | ((20 + ROWS - 1) << 16)]]));
  const [AXIS_Y, FULL, WRITE, SIDEBAND] = [1, 1 << 1, 1 << 4, 1 << 5];

  test.each<[string, number, Record<string, number>]>([
    ['nothing', 0, { signal_projection_size: 0, sideband_projection_size: 0, reference_projection_size: 0, signal_size: 0 }],
    ['columns', WRITE, { signal_projection_size: COLUMNS, sideband_projection_size: 0, reference_projection_size: COLUMNS, signal_x_size: 0 }],
    ['rows', WRITE | AXIS_Y | SIDEBAND, { signal_projection_size: ROWS, sideband_projection_size: ROWS, reference_projection_size: ROWS }],
    ['whole regions', WRITE | FULL, { signal_projection_size: 0, signal_x_size: COLUMNS, signal_y_size: ROWS, signal_size: COLUMNS * ROWS, sideband_size: 0, reference_size: COLUMNS * ROWS }],
    ['whole regions with sideband', WRITE | FULL | SIDEBAND, { sideband_projection_size: 0, sideband_x_size: COLUMNS, sideband_y_size: ROWS }],
  ])('%s', (_, control, sizes) => {
    expect(readValues(schemaOf(86, 3), payloadOf(68, { ...regions, 0: control }))).toMatchObject(sizes);
  });
});

/** Small numbers, so that lengths and counts are met, and any others. */
const noise = fc.array(fc.oneof(fc.nat(4), fc.integer({ min: 0, max: 0xffffffff }), fc.constant(0)), { maxLength: 160 }).map((words) => new Uint8Array(Uint32Array.from(words).buffer));
const types = FAMILIES.flat();

test('any bytes become values or a located problem, and any values traces', () => {
  fc.assert(
    fc.property(fc.constantFrom(...types), noise, noise, fc.nat(3), ({ typeId, version, configurations }, bytes, configBytes, cut) => {
      const configs = types.filter((type) => configurations.includes(type.typeId)).map((type) => decode(type, configBytes, () => ({})));
      for (const config of [{}, ...configs.flatMap((found) => (found.kind === 'value' ? [found.values] : []))]) {
        const found = decode({ typeId, version, file: 'run.xtc', offset: 100 }, bytes.subarray(0, Math.max(0, bytes.length - cut)), () => config);
        if (found.kind === 'opaque') expect(found.reason).toMatchObject({ code: 'bad-payload', file: 'run.xtc' });
        else for (const { y } of waveformsOf(found.schema, found.values, config)) expect(y).toBeInstanceOf(Float64Array);
      }
    }),
    { seed: 17, numRuns: 3000 },
  );
});
