import { BINNED_PIXELS, COOLING, EXPOSURE, frameSizes, REGION, SHOT, SHOT_WITH_TEMPERATURE } from './ccd.ts';
import { type } from './payload-type.ts';
import { num, nums, struct, type Member, type Schema } from './schema.ts';

/** Princeton Instruments CCDs. @source psddldata princeton.ddl */

/** Frames of version 2, which belong to configurations of version 5, have 4 bytes more before the pixels. */
function config(version: number, ...members: readonly Member[]): Schema {
  return struct(`Princeton.ConfigV${version}`, [...REGION, ...members], { derived: frameSizes(version < 5 ? 8 : 12) });
}

const HEIGHTS = nums('u32', 'maskedHeight', 'kineticHeight');
const VERTICAL_SHIFT = num('f32', 'vsSpeed');
const GAIN_SPEED_CODE = [...nums('u8', 'gainIndex', 'readoutSpeedIndex'), num('u16', 'exposureEventCode'), num('u32', 'numDelayShots')];

const CONFIGS = [
  config(1, EXPOSURE, COOLING, num('u32', 'readoutSpeedIndex'), ...nums('u16', 'readoutEventCode', 'delayMode')),
  config(2, EXPOSURE, COOLING, ...nums('u16', 'gainIndex', 'readoutSpeedIndex', 'readoutEventCode', 'delayMode')),
  config(3, EXPOSURE, COOLING, ...GAIN_SPEED_CODE),
  config(4, ...HEIGHTS, VERTICAL_SHIFT, EXPOSURE, COOLING, ...GAIN_SPEED_CODE),
  config(
    5,
    EXPOSURE,
    COOLING,
    ...nums('u16', 'gainIndex', 'readoutSpeedIndex'),
    ...HEIGHTS,
    VERTICAL_SHIFT,
    num('i16', 'infoReportInterval'),
    num('u16', 'exposureEventCode'),
    num('u32', 'numDelayShots'),
  ),
];

export const PRINCETON_FRAME_V1 = struct('Princeton.FrameV1', [...SHOT, BINNED_PIXELS]);
export const PRINCETON_FRAME_V2 = struct('Princeton.FrameV2', [...SHOT_WITH_TEMPERATURE, BINNED_PIXELS]);
export const PRINCETON_INFO_V1 = struct('Princeton.InfoV1', [num('f32', 'temperature', [], { unit: '°C' })]);

const [PRINCETON_FRAME, PRINCETON_CONFIG, PRINCETON_INFO] = [17, 18, 27];

export const PRINCETON_TYPES = [
  type(PRINCETON_FRAME, 1, PRINCETON_FRAME_V1, { configurations: [PRINCETON_CONFIG] }),
  type(PRINCETON_FRAME, 2, PRINCETON_FRAME_V2, { configurations: [PRINCETON_CONFIG] }),
  ...CONFIGS.map((schema, i) => type(PRINCETON_CONFIG, i + 1, schema)),
  type(PRINCETON_INFO, 1, PRINCETON_INFO_V1),
];
