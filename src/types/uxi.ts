import { product } from './ccd.ts';
import { type } from './payload-type.ts';
import { derive, inner, num, nums, numberOf, numbersOf, ofConfig, struct, text, type Derived, type Value, type Values } from './schema.ts';

/** Ultrafast X-ray imagers: several frames per event, ns apart. @source psddldata uxi.ddl */

const POTS = 13;
const SIDES = 2;
/** Longest timing sequence of a side. */
const TIMINGS = 40;

const ROI_COORD = struct('Uxi.RoiCoord', nums('u16', 'first', 'last'));
const ROI = [num('u32', 'roiEnable', [], { names: { 0: 'Off', 1: 'On' } }), inner('roiRows', ROI_COORD), inner('roiFrames', ROI_COORD)];
const OSCILLATOR = num('u32', 'oscillator', [], { names: { 0: 'RelaxationOsc', 1: 'RingOscWithCaps', 2: 'RingOscNoCaps', 3: 'ExternalClock' } });
const FRAMES = nums('u32', 'width', 'height', 'numberOfFrames', 'numberOFBytesPerPixel', 'sensorType');
const SIDE_TIMES = ['timeOn', 'timeOff', 'delay'];
const TIMES = SIDE_TIMES.map((name) => num('u32', name, SIDES, { unit: 'ns', note: 'of each side' }));
const POT_VALUES = [num('u32', 'readOnlyPots', [], { note: 'bit i: pot i is read only, bit i + 13: it was tuned' }), num('f64', 'pots', POTS, { unit: 'V' })];

const potBits = (own: Values, from: number): number[] => Array.from({ length: POTS }, (_, pot) => (numberOf(own, 'readOnlyPots') >>> (pot + from)) & 1);
const framePixels = (own: Values): number => product(numberOf(own, 'width'), numberOf(own, 'height'));
const pixels = (own: Values): number => product(framePixels(own), numberOf(own, 'numberOfFrames'));

const SIZES: readonly Derived[] = [
  derive('potIsReadOnly', (own) => potBits(own, 0)),
  derive('potIsTuned', (own) => potBits(own, POTS)),
  derive('numPixelsPerFrame', framePixels),
  derive('numPixels', pixels),
  derive('frameSize', (own) => product(pixels(own), numberOf(own, 'numberOFBytesPerPixel')), { unit: 'bytes' }),
];

export const UXI_CONFIG_V1 = struct('Uxi.ConfigV1', [...FRAMES, ...TIMES, ...POT_VALUES], { derived: SIZES });
export const UXI_CONFIG_V2 = struct('Uxi.ConfigV2', [...ROI, ...FRAMES, ...TIMES, ...POT_VALUES], { derived: SIZES });
export const UXI_CONFIG_V3 = struct('Uxi.ConfigV3', [...ROI, OSCILLATOR, ...FRAMES, ...TIMES, ...POT_VALUES], { derived: SIZES });

const REGISTER = struct('Uxi.Register', [text('name', 128), num('u32', 'value')]);
const TIMING_MODES = { 0: 'BasicTiming', 1: 'ArbitraryTiming', 2: 'ManualTiming' };
/** Steps of a side by mode: on, off and delay; all; those of a shutter set by hand. */
const TIMING_LENGTHS = [3, TIMINGS, 7];

const timingLength = (own: Values): number => TIMING_LENGTHS[numberOf(own, 'timingMode')] ?? 0;

/** One step of both sides; 0 when the mode knows no such step. */
function sideTimes(own: Values, step: number): Value {
  const sequence = numbersOf(own, 'timingSequence');
  const data = Uint32Array.from({ length: SIDES }, (_, side) => (numberOf(own, 'timingMode') === 0 ? sequence[side * TIMINGS + step] : 0));
  return { shape: [SIDES], dtype: 'u32', data };
}

/** The steps of each side that the mode uses: [side][step]. */
function timingArray(own: Values): Value {
  const length = timingLength(own);
  const sequence = numbersOf(own, 'timingSequence');
  const data = Uint32Array.from({ length: SIDES * length }, (_, i) => sequence[Math.floor(i / length) * TIMINGS + (i % length)]);
  return { shape: length === 0 ? [0, 0] : [SIDES, length], dtype: 'u32', data };
}

export const UXI_CONFIG_V4 = struct(
  'Uxi.ConfigV4',
  [
    ...ROI,
    OSCILLATOR,
    ...FRAMES,
    num('u32', 'timingMode', [], { names: TIMING_MODES }),
    num('u32', 'timingSequence', [SIDES, TIMINGS], { unit: 'ns' }),
    ...POT_VALUES,
    num('u32', 'numberOfRegisters'),
    inner('registers', REGISTER, 'numberOfRegisters'),
  ],
  {
    derived: [
      ...SIZES,
      ...SIDE_TIMES.map((name, step) => derive(name, (own) => sideTimes(own, step), { unit: 'ns', note: 'of each side' })),
      derive('timingLength', timingLength),
      derive('timingArray', timingArray, { unit: 'ns' }),
    ],
  },
);

export const UXI_FRAME_V1 = struct('Uxi.FrameV1', [
  ...nums('u32', 'acquisitionCount', 'timestamp'),
  num('f64', 'temperature', [], { unit: '°C' }),
  num('u16', 'frames', ['numberOfFrames', 'height', 'width'].map(ofConfig), { unit: 'ADU' }),
]);

const [UXI_CONFIG, UXI_FRAME] = [115, 116];

export const UXI_TYPES = [
  type(UXI_CONFIG, 1, UXI_CONFIG_V1),
  type(UXI_CONFIG, 2, UXI_CONFIG_V2),
  type(UXI_CONFIG, 3, UXI_CONFIG_V3),
  type(UXI_CONFIG, 4, UXI_CONFIG_V4),
  type(UXI_FRAME, 1, UXI_FRAME_V1, { configurations: [UXI_CONFIG] }),
];
