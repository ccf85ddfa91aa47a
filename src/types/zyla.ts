import { BINNED_PIXELS, frameSizes, REGION } from './ccd.ts';
import { type } from './payload-type.ts';
import { num, pad, struct, type EnumNames, type Member } from './schema.ts';

/** Andor's sCMOS cameras Zyla and iStar, which send the same frames. @source psddldata zyla.ddl, istar.ddl */

const choice = (name: string, names: EnumNames): Member => num('u8', name, [], { names });

const BOOL = { 0: 'False', 1: 'True' };
const TRIGGER_MODE = choice('triggerMode', {
  0: 'Internal',
  1: 'ExternalLevelTransition',
  2: 'ExternalStart',
  3: 'ExternalExposure',
  4: 'Software',
  5: 'Advanced',
  6: 'External',
});
const GAIN_MODE = choice('gainMode', { 0: 'HighWellCap12Bit', 1: 'LowNoise12Bit', 2: 'LowNoiseHighWellCap16Bit' });
const CORRECTIONS = ['cooling', 'overlap', 'noiseFilter', 'blemishCorrection'].map((name) => choice(name, BOOL));
const TIMES = ['exposureTime', 'triggerDelay'].map((name) => num('f64', name, [], { unit: 's' }));
const SETPOINTS: EnumNames = {
  0: 'Temp_0C',
  ...Object.fromEntries([5, 10, 15, 20, 25, 30, 35, 40].map((degrees, i) => [i + 1, `Temp_Neg${degrees}C`])),
};

export const ZYLA_CONFIG_V1 = struct(
  'Zyla.ConfigV1',
  [
    ...CORRECTIONS,
    choice('shutter', { 0: 'Rolling', 1: 'Global' }),
    choice('fanSpeed', { 0: 'Off', 1: 'Low', 2: 'On' }),
    choice('readoutRate', { 0: 'Rate280MHz', 1: 'Rate200MHz', 2: 'Rate100MHz', 3: 'Rate10MHz' }),
    TRIGGER_MODE,
    GAIN_MODE,
    choice('setpoint', SETPOINTS),
    pad(2),
    ...REGION,
    ...TIMES,
  ],
  { derived: frameSizes(12) },
);

export const ISTAR_CONFIG_V1 = struct(
  'iStar.ConfigV1',
  [
    ...CORRECTIONS,
    choice('mcpIntelligate', BOOL),
    choice('fanSpeed', { 0: 'Off', 1: 'On' }),
    choice('readoutRate', { 0: 'Rate280MHz', 1: 'Rate100MHz' }),
    TRIGGER_MODE,
    GAIN_MODE,
    choice('gateMode', { 0: 'CWOn', 1: 'CWOff', 2: 'FireOnly', 3: 'GateOnly', 4: 'FireAndGate', 5: 'DDG' }),
    choice('insertionDelay', { 0: 'Normal', 1: 'Fast' }),
    pad(1),
    num('u16', 'mcpGain'),
    pad(2),
    ...REGION,
    ...TIMES,
  ],
  { derived: frameSizes(12) },
);

/** Its head has 8 bytes, though `frameSize` of the configurations counts 12. */
export const ZYLA_FRAME_V1 = struct('Zyla.FrameV1', [num('u64', 'timestamp', [], { unit: 'ticks of the camera' }), BINNED_PIXELS]);

const [ZYLA_CONFIG, ZYLA_FRAME, ISTAR_CONFIG] = [110, 111, 121];

export const ZYLA_TYPES = [
  type(ZYLA_CONFIG, 1, ZYLA_CONFIG_V1),
  type(ZYLA_FRAME, 1, ZYLA_FRAME_V1, { configurations: [ZYLA_CONFIG, ISTAR_CONFIG] }),
  type(ISTAR_CONFIG, 1, ISTAR_CONFIG_V1),
];
