import { BINNED_PIXELS, COOLING, EXPOSURE, frameSizes, REGION, SHOT_WITH_TEMPERATURE } from './ccd.ts';
import { type } from './payload-type.ts';
import { num, nums, struct } from './schema.ts';

/** PI-MAX intensified CCDs. @source psddldata pimax.ddl */

export const PIMAX_CONFIG_V1 = struct(
  'Pimax.ConfigV1',
  [
    ...REGION,
    EXPOSURE,
    COOLING,
    num('f32', 'readoutSpeed'),
    ...nums('u16', 'gainIndex', 'intensifierGain'),
    ...nums('f64', 'gateDelay', 'gateWidth'),
    ...nums('u32', 'maskedHeight', 'kineticHeight'),
    num('f32', 'vsSpeed'),
    num('i16', 'infoReportInterval'),
    num('u16', 'exposureEventCode'),
    num('u32', 'numIntegrationShots'),
  ],
  { derived: frameSizes(12) },
);

export const PIMAX_FRAME_V1 = struct('Pimax.FrameV1', [...SHOT_WITH_TEMPERATURE, BINNED_PIXELS]);

const [PIMAX_CONFIG, PIMAX_FRAME] = [80, 81];

export const PIMAX_TYPES = [type(PIMAX_CONFIG, 1, PIMAX_CONFIG_V1), type(PIMAX_FRAME, 1, PIMAX_FRAME_V1, { configurations: [PIMAX_CONFIG] })];
