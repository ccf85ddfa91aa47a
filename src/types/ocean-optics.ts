import { type } from './payload-type.ts';
import { derive, inner, num, nums, pad, struct, type Member, type Schema, type Values } from './schema.ts';

/** Ocean Optics spectrometers. @source psddldata oceanoptics.ddl */

/** Bit that the first devices store inverted in every pixel. @source psddldata oceanoptics.ddl nonlinerCorrected */
export const OCEAN_OPTICS_V1_FLIP = 0x2000;

const CALIBRATION: readonly Member[] = [
  num('f64', 'waveLenCalib', 4, { note: 'polynomial in the pixel’s number that gives its wavelength' }),
  num('f64', 'nonlinCorrect', 8, { note: 'polynomial in the counts by which they are divided' }),
  num('f64', 'strayLightConstant'),
];

const EXPOSURE = num('f32', 'exposureTime', [], { unit: 's' });

export const OCEAN_OPTICS_CONFIG_V1 = struct('OceanOptics.ConfigV1', [EXPOSURE, ...CALIBRATION]);
export const OCEAN_OPTICS_CONFIG_V2 = struct('OceanOptics.ConfigV2', [EXPOSURE, num('i32', 'deviceType'), ...CALIBRATION]);

const TIMESPEC64 = struct('OceanOptics.timespec64', [num('u64', 'tv_sec', [], { unit: 's' }), num('u64', 'tv_nsec', [], { unit: 'ns' })]);

/** Differences wrap around in 64 bits before they become floats. */
function duration(own: Values): number {
  const [start, end] = [own.timeFrameStart as Values, own.timeFrameEnd as Values];
  const past = (name: string): number => Number(BigInt.asUintN(64, BigInt(end[name] as bigint | number) - BigInt(start[name] as bigint | number)));
  return past('tv_sec') + past('tv_nsec') * 1e-9;
}

function data(version: number, pixels: number, note?: string): Schema {
  return struct(
    `OceanOptics.DataV${version}`,
    [
      num('u16', 'data', pixels, { unit: 'counts', note }),
      ...nums('u64', 'frameCounter', 'numDelayedFrames', 'numDiscardFrames'),
      ...['timeFrameStart', 'timeFrameFirstData', 'timeFrameEnd'].map((name) => inner(name, TIMESPEC64)),
      pad(4),
      ...nums('i8', 'numSpectraInData', 'numSpectraInQueue', 'numSpectraUnused'),
      pad(1),
    ],
    { derived: [derive('durationOfFrame', duration, { unit: 's' })] },
  );
}

export const OCEAN_OPTICS_DATA_V1 = data(1, 3840, 'bit 13 is stored inverted');
export const OCEAN_OPTICS_DATA_V2 = data(2, 2048);
export const OCEAN_OPTICS_DATA_V3 = data(3, 3840);

const [OCEAN_OPTICS_CONFIG, OCEAN_OPTICS_DATA] = [52, 53];
const CALIBRATED = { configurations: [OCEAN_OPTICS_CONFIG], mayLackConfiguration: true };

export const OCEAN_OPTICS_TYPES = [
  type(OCEAN_OPTICS_CONFIG, 1, OCEAN_OPTICS_CONFIG_V1),
  type(OCEAN_OPTICS_CONFIG, 2, OCEAN_OPTICS_CONFIG_V2),
  type(OCEAN_OPTICS_DATA, 1, OCEAN_OPTICS_DATA_V1, CALIBRATED),
  type(OCEAN_OPTICS_DATA, 2, OCEAN_OPTICS_DATA_V2, CALIBRATED),
  type(OCEAN_OPTICS_DATA, 3, OCEAN_OPTICS_DATA_V3, CALIBRATED),
];
