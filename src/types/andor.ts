import { BINNED_PIXELS, COOLING, EXPOSURE, frameSizes, REGION, SHOT_WITH_TEMPERATURE } from './ccd.ts';
import { type } from './payload-type.ts';
import { num, nums, pad, struct } from './schema.ts';

/** Andor CCDs. @source psddldata andor.ddl */

export const FAN_MODES = { 0: 'ENUM_FAN_FULL', 1: 'ENUM_FAN_LOW', 2: 'ENUM_FAN_OFF', 3: 'ENUM_FAN_ACQOFF', 4: 'ENUM_FAN_NUM' };
const CROP_MODES = { 0: 'ENUM_CROP_OFF', 1: 'ENUM_CROP_ON', 2: 'ENUM_CROP_EX', 3: 'ENUM_CROP_NUM' };

/** How the sensor is amplified, in both kinds of Andor. */
export const AMPLIFICATION = nums('u8', 'baselineClamp', 'highCapacity', 'gainIndex');

const READOUT = [...nums('u16', 'readoutSpeedIndex', 'exposureEventCode'), num('u32', 'numDelayShots')];

export const ANDOR_CONFIG_V1 = struct('Andor.ConfigV1', [...REGION, EXPOSURE, COOLING, num('u8', 'fanMode', [], { names: FAN_MODES }), ...AMPLIFICATION, ...READOUT], {
  derived: frameSizes(12),
});

export const ANDOR_CONFIG_V2 = struct(
  'Andor.ConfigV2',
  [
    ...REGION,
    EXPOSURE,
    COOLING,
    num('u16', 'fanMode', [], { names: FAN_MODES }),
    num('u16', 'cropMode', [], { names: CROP_MODES }),
    ...AMPLIFICATION,
    pad(1),
    ...READOUT,
  ],
  { derived: frameSizes(12) },
);

export const ANDOR_FRAME_V1 = struct('Andor.FrameV1', [...SHOT_WITH_TEMPERATURE, BINNED_PIXELS]);

const [ANDOR_CONFIG, ANDOR_FRAME] = [60, 61];

export const ANDOR_TYPES = [
  type(ANDOR_CONFIG, 1, ANDOR_CONFIG_V1),
  type(ANDOR_CONFIG, 2, ANDOR_CONFIG_V2),
  type(ANDOR_FRAME, 1, ANDOR_FRAME_V1, { configurations: [ANDOR_CONFIG] }),
];
