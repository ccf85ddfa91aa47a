import { type } from './payload-type.ts';
import { derive, inner, num, nums, numberOf, ofConfig, struct, type Derived, type EnumNames, type Member, type Schema, type Values } from './schema.ts';

/** Jungfrau detectors, of one to 32 modules. @source psddldata jungfrau.ddl */

/** Bits of a pixel that are its value; the two above say the gain: 0, 1 and 3 for the gains 0, 1 and 2. */
export const JUNGFRAU_DATA_MASK = 0x3fff;

const GAIN_MODES: EnumNames = { 0: 'Normal', 1: 'FixedGain1', 2: 'FixedGain2', 3: 'ForcedGain1', 4: 'ForcedGain2', 5: 'HighGain0' };
const SPEED_MODES: EnumNames = { 0: 'Quarter', 1: 'Half' };

const HEAD: readonly Member[] = [
  ...nums('u32', 'numberOfModules', 'numberOfRowsPerModule', 'numberOfColumnsPerModule'),
  num('u32', 'biasVoltage', [], { unit: 'V' }),
  num('u16', 'gainMode', [], { names: GAIN_MODES }),
  num('u16', 'speedMode', [], { names: SPEED_MODES }),
  num('f64', 'triggerDelay', [], { unit: 's' }),
  num('f64', 'exposureTime', [], { unit: 's' }),
];

const VOLTAGES: readonly Member[] = [
  num('f64', 'exposurePeriod', [], { unit: 's' }),
  ...nums('u16', 'vb_ds', 'vb_comp', 'vb_pixbuf', 'vref_ds', 'vref_comp', 'vref_prech', 'vin_com', 'vdd_prot'),
];

const MODULE_CONFIG_V1 = struct('Jungfrau.ModuleConfigV1', nums('u64', 'serialNumber', 'moduleVersion', 'firmwareVersion'));

/** In 32 bits, as the library multiplies. */
function pixels(own: Values): number {
  return Math.imul(Math.imul(numberOf(own, 'numberOfModules'), numberOf(own, 'numberOfRowsPerModule')), numberOf(own, 'numberOfColumnsPerModule')) >>> 0;
}

const SIZES: readonly Derived[] = [derive('frameSize', (own) => (pixels(own) * 2) >>> 0, { unit: 'bytes' }), derive('numPixels', pixels)];

function config(version: number, more: readonly Member[]): Schema {
  return struct(`Jungfrau.ConfigV${version}`, [...HEAD, ...more], { derived: SIZES });
}

export const JUNGFRAU_CONFIG_V1 = config(1, []);
export const JUNGFRAU_CONFIG_V2 = config(2, VOLTAGES);
export const JUNGFRAU_CONFIG_V3 = config(3, [...VOLTAGES, inner('moduleConfig', MODULE_CONFIG_V1, 8)]);
export const JUNGFRAU_CONFIG_V4 = config(4, [...VOLTAGES, inner('moduleConfig', MODULE_CONFIG_V1, 32)]);

const FRAME = num('u16', 'frame', [ofConfig('numberOfModules'), ofConfig('numberOfRowsPerModule'), ofConfig('numberOfColumnsPerModule')], {
  unit: 'ADU',
  note: 'value in bits 0-13, gain in bits 14-15',
});

const MODULE_INFO_V1 = struct('Jungfrau.ModuleInfoV1', [num('u64', 'timestamp'), num('u32', 'exposureTime'), ...nums('u16', 'moduleID', 'xCoord', 'yCoord', 'zCoord')]);

export const JUNGFRAU_ELEMENT_V1 = struct('Jungfrau.ElementV1', [...nums('u32', 'frameNumber', 'ticks', 'fiducials'), FRAME]);

export const JUNGFRAU_ELEMENT_V2 = struct('Jungfrau.ElementV2', [
  num('u64', 'frameNumber'),
  ...nums('u32', 'ticks', 'fiducials'),
  inner('moduleInfo', MODULE_INFO_V1, ofConfig('numberOfModules')),
  FRAME,
]);

const [JUNGFRAU_CONFIG, JUNGFRAU_ELEMENT] = [107, 108];

export const JUNGFRAU_TYPES = [
  type(JUNGFRAU_CONFIG, 1, JUNGFRAU_CONFIG_V1),
  type(JUNGFRAU_CONFIG, 2, JUNGFRAU_CONFIG_V2),
  type(JUNGFRAU_CONFIG, 3, JUNGFRAU_CONFIG_V3),
  type(JUNGFRAU_CONFIG, 4, JUNGFRAU_CONFIG_V4),
  type(JUNGFRAU_ELEMENT, 1, JUNGFRAU_ELEMENT_V1, { configurations: [JUNGFRAU_CONFIG] }),
  type(JUNGFRAU_ELEMENT, 2, JUNGFRAU_ELEMENT_V2, { configurations: [JUNGFRAU_CONFIG] }),
];
