import { type } from './payload-type.ts';
import { derive, num, nums, numberOf, pad, struct, text, type Derived, type EnumNames, type Member } from './schema.ts';

/** The Timepix, four chips. @source psddldata timepix.ddl */

const READOUT_SPEEDS: EnumNames = { 0: 'ReadoutSpeed_Slow', 1: 'ReadoutSpeed_Fast' };
const TRIGGER_MODES: EnumNames = { 0: 'TriggerMode_ExtPos', 1: 'TriggerMode_ExtNeg', 2: 'TriggerMode_Soft' };
const TIMEPIX_MODES: EnumNames = { 0: 'TimepixMode_Counting', 1: 'TimepixMode_TOT' };

const CHIPS = [0, 1, 2, 3];
const DACS = ['Ikrum', 'Disc', 'Preamp', 'BufAnalogA', 'BufAnalogB', 'Hist', 'ThlFine', 'ThlCourse', 'Vcas', 'Fbk', 'Gnd', 'Ths', 'BiasLvds', 'RefLvds'];

/** Thresholds of all chips. */
const DAC_MEMBERS = nums('i32', ...CHIPS.flatMap((chip) => DACS.map((dac) => `dac${chip}${dac}`)));

const SPEED = num('u8', 'readoutSpeed', [], { names: READOUT_SPEEDS });
const TRIGGER = num('u8', 'triggerMode', [], { names: TRIGGER_MODES });

const VERSIONS: readonly Member[] = [
  num('i32', 'driverVersion'),
  ...nums('u32', 'firmwareVersion', 'pixelThreshSize'),
  num('u8', 'pixelThresh', 262144),
  ...CHIPS.map((chip) => text(`chip${chip}Name`, 16)),
  ...nums('i32', ...CHIPS.map((chip) => `chip${chip}ID`)),
];

const CHIP_COUNT = derive('chipCount', () => CHIPS.length);

export const TIMEPIX_CONFIG_V1 = struct('Timepix.ConfigV1', [SPEED, TRIGGER, pad(2), num('i32', 'shutterTimeout', [], { unit: 'us' }), ...DAC_MEMBERS]);

export const TIMEPIX_CONFIG_V2 = struct('Timepix.ConfigV2', [SPEED, TRIGGER, pad(2), num('i32', 'timepixSpeed'), ...DAC_MEMBERS, ...VERSIONS], {
  derived: [CHIP_COUNT],
});

export const TIMEPIX_CONFIG_V3 = struct(
  'Timepix.ConfigV3',
  [
    SPEED,
    num('u8', 'timepixMode', [], { names: TIMEPIX_MODES }),
    pad(2),
    num('i32', 'timepixSpeed'),
    ...DAC_MEMBERS,
    ...nums('i8', 'dacBias', 'flags'),
    pad(2),
    ...VERSIONS,
  ],
  { derived: [CHIP_COUNT] },
);

const SIZE = 512;
const DEPTH = 14;
const DEPTH_BYTES = 2;

const DEPTHS: readonly Derived[] = [
  derive('depth', () => DEPTH, { unit: 'bits' }),
  derive('depth_bytes', () => DEPTH_BYTES),
  derive('data_size', (own) => (numberOf(own, 'width') * numberOf(own, 'height') * DEPTH_BYTES) >>> 0, { unit: 'bytes' }),
];

const TIMES = [num('u32', 'timestamp'), ...nums('u16', 'frameCounter', 'lostRows')];

export const TIMEPIX_DATA_V1 = struct('Timepix.DataV1', [...TIMES, num('u16', 'data', [SIZE, SIZE], { note: 'a strip of 1024 rows of 256 pixels, chip by chip' })], {
  derived: [derive('width', () => SIZE), derive('height', () => SIZE), ...DEPTHS],
});

export const TIMEPIX_DATA_V2 = struct('Timepix.DataV2', [...nums('u16', 'width', 'height'), ...TIMES, num('u16', 'data', ['height', 'width'])], { derived: DEPTHS });

const [TIMEPIX_CONFIG, TIMEPIX_DATA] = [49, 50];

export const TIMEPIX_TYPES = [
  type(TIMEPIX_CONFIG, 1, TIMEPIX_CONFIG_V1),
  type(TIMEPIX_CONFIG, 2, TIMEPIX_CONFIG_V2),
  type(TIMEPIX_CONFIG, 3, TIMEPIX_CONFIG_V3),
  type(TIMEPIX_DATA, 1, TIMEPIX_DATA_V1),
  type(TIMEPIX_DATA, 2, TIMEPIX_DATA_V2),
];
