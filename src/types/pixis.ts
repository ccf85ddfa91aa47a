import { BINNED_PIXELS, COOLING, EXPOSURE, frameSizes, REGION, SHOT_WITH_TEMPERATURE } from './ccd.ts';
import { type } from './payload-type.ts';
import { num, nums, pad, struct } from './schema.ts';

/** PIXIS CCDs. @source psddldata pixis.ddl */

const TRIGGER_MODES = { 0: 'Software', 1: 'External', 2: 'ExternalWithCleaning' };

export const PIXIS_CONFIG_V1 = struct(
  'Pixis.ConfigV1',
  [
    ...REGION,
    EXPOSURE,
    COOLING,
    num('f32', 'readoutSpeed'),
    num('u16', 'gainMode', [], { names: { 1: 'Low', 2: 'Medium', 3: 'High' } }),
    num('u16', 'adcMode', [], { names: { 1: 'LowNoise', 2: 'HighCapacity' } }),
    num('u16', 'triggerMode', [], { names: TRIGGER_MODES }),
    pad(2),
    ...nums('u32', 'activeWidth', 'activeHeight', 'activeTopMargin', 'activeBottomMargin', 'activeLeftMargin', 'activeRightMargin'),
    ...nums('u32', 'cleanCycleCount', 'cleanCycleHeight', 'cleanFinalHeight', 'cleanFinalHeightCount'),
    ...nums('u32', 'maskedHeight', 'kineticHeight'),
    num('f32', 'vsSpeed'),
    num('i16', 'infoReportInterval'),
    num('u16', 'exposureEventCode'),
    num('u32', 'numIntegrationShots'),
  ],
  { derived: frameSizes(12) },
);

export const PIXIS_FRAME_V1 = struct('Pixis.FrameV1', [...SHOT_WITH_TEMPERATURE, BINNED_PIXELS]);

const [PIXIS_CONFIG, PIXIS_FRAME] = [113, 114];

export const PIXIS_TYPES = [type(PIXIS_CONFIG, 1, PIXIS_CONFIG_V1), type(PIXIS_FRAME, 1, PIXIS_FRAME_V1, { configurations: [PIXIS_CONFIG] })];
