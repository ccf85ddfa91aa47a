import { BINNED_PIXELS, COOLING, EXPOSURE, frameSizes, REGION, SHOT_WITH_TEMPERATURE } from './ccd.ts';
import { type } from './payload-type.ts';
import { num, nums, struct } from './schema.ts';

/** Finger Lakes CCDs. @source psddldata fli.ddl */

export const FLI_CONFIG_V1 = struct(
  'Fli.ConfigV1',
  [...REGION, EXPOSURE, COOLING, ...nums('u8', 'gainIndex', 'readoutSpeedIndex'), num('u16', 'exposureEventCode'), num('u32', 'numDelayShots')],
  { derived: frameSizes(12) },
);

export const FLI_FRAME_V1 = struct('Fli.FrameV1', [...SHOT_WITH_TEMPERATURE, BINNED_PIXELS]);

const [FLI_CONFIG, FLI_FRAME] = [55, 56];

export const FLI_TYPES = [type(FLI_CONFIG, 1, FLI_CONFIG_V1), type(FLI_FRAME, 1, FLI_FRAME_V1, { configurations: [FLI_CONFIG] })];
