import { product } from './ccd.ts';
import { type } from './payload-type.ts';
import { derive, num, nums, numberOf, pad, struct, text, type Member, type Values } from './schema.ts';

/** CCDs behind an Archon controller; their images come as Camera.FrameV1. @source psddldata archon.ddl */

const MODES = { 0: 'Single', 1: 'Continuous', 2: 'Triggered' };
const MODES_V3 = { 0: 'FreeRun', 1: 'Triggered' };
const SWITCH = { 0: 'Off', 1: 'On' };
const BIAS_CHANNELS = { [-4]: 'NV4', [-3]: 'NV3', [-2]: 'NV2', [-1]: 'NV1', 1: 'PV1', 2: 'PV2', 3: 'PV3', 4: 'PV4' };

const INTEGRATION = ['integrationTime', 'nonIntegrationTime'].map((name) => num('u32', name, [], { unit: 'ms' }));

export const ARCHON_CONFIG_V1 = struct('Archon.ConfigV1', [
  num('u16', 'readoutMode', [], { names: MODES }),
  num('u16', 'sweepCount'),
  ...INTEGRATION,
  ...nums('u32', 'preSkipPixels', 'pixels', 'postSkipPixels', 'overscanPixels'),
  ...nums('u16', 'preSkipLines', 'lines', 'postSkipLines', 'overScanLines', 'horizontalBinning', 'verticalBinning'),
  ...nums('u16', 'rgh', 'rgl', 'shp', 'shd', 'st', 'stm1', 'at', 'dwell1', 'dwell2'),
  ...nums('i16', 'rgHigh', 'rgLow', 'sHigh', 'sLow', 'aHigh', 'aLow', 'rgSlew', 'sSlew', 'aSlew'),
  text('config', 256, [], { note: 'path of the ACF file' }),
]);

const SWEEPS = nums('u32', 'configSize', 'preFrameSweepCount', 'idleSweepCount');
const SENSOR = nums('u32', 'batches', 'pixels', 'lines', 'horizontalBinning', 'verticalBinning', 'sensorPixels', 'sensorLines', 'sensorTaps', 'st', 'stm1', 'at');
const ACF = text('config', 'configSize', [], { note: 'ACF file' });

export const ARCHON_CONFIG_V2 = struct('Archon.ConfigV2', [
  num('u16', 'readoutMode', [], { names: MODES }),
  num('u16', 'exposureEventCode'),
  ...SWEEPS,
  ...INTEGRATION,
  ...SENSOR,
  ACF,
]);

/** Version 4 adds what is `skipped`. */
function members(...skipped: readonly Member[]): Member[] {
  return [
    num('u16', 'readoutMode', [], { names: MODES_V3 }),
    num('u16', 'power', [], { names: SWITCH }),
    num('u16', 'exposureEventCode'),
    pad(2),
    ...SWEEPS,
    ...skipped,
    ...INTEGRATION,
    ...SENSOR,
    num('u16', 'bias', [], { names: SWITCH }),
    num('i16', 'biasChan', [], { names: BIAS_CHANNELS }),
    num('f32', 'biasVoltage', [], { unit: 'V' }),
    num('u32', 'configVersion'),
    ACF,
  ];
}

const pixelsX = (own: Values): number => product(numberOf(own, 'pixels'), numberOf(own, 'sensorTaps'));
const derived = [
  derive('numPixelsX', pixelsX),
  derive('numPixelsY', (own) => numberOf(own, 'lines')),
  derive('numPixels', (own) => product(pixelsX(own), numberOf(own, 'lines'))),
];

export const ARCHON_CONFIG_V3 = struct('Archon.ConfigV3', members(), { derived });
export const ARCHON_CONFIG_V4 = struct('Archon.ConfigV4', members(num('u32', 'preSkipLines')), { derived });

const CONFIGS = [ARCHON_CONFIG_V1, ARCHON_CONFIG_V2, ARCHON_CONFIG_V3, ARCHON_CONFIG_V4];

export const ARCHON_TYPES = CONFIGS.map((schema, i) => type(106, i + 1, schema));
