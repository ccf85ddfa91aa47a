import type { NdArray } from '../base/arrays.ts';
import { product } from './ccd.ts';
import { FRAME_COORD } from './frame-coord.ts';
import { type } from './payload-type.ts';
import { derive, inner, num, nums, numberOf, struct, text, type Value, type Values } from './schema.ts';

/** Frames of all cameras that are read through a frame grabber, and what is computed from them. @source psddldata camera.ddl */

const bytesPerPixel = (own: Values): number => ((numberOf(own, 'depth') + 7) >>> 0) >>> 3;

/** Pixels as [height][width] over the bytes that were read; empty when they are of the other width. */
function pixels(own: Values, dtype: 'u8' | 'u16', isThis: boolean): Value {
  const { buffer } = (own._int_pixel_data as NdArray<'u8'>).data;
  const [height, width] = [numberOf(own, 'height'), numberOf(own, 'width')];
  // The product of sizes that make no sense is cut to 32 bits, so they may say more pixels than were read.
  const count = isThis && height * width * (dtype === 'u8' ? 1 : 2) <= buffer.byteLength ? height * width : 0;
  const shape = count > 0 ? [height, width] : [0, 0];
  const bytes = buffer as ArrayBuffer;
  return dtype === 'u8' ? { shape, dtype, data: new Uint8Array(bytes, 0, count) } : { shape, dtype, data: new Uint16Array(bytes, 0, count) };
}

export const FRAME_V1 = struct(
  'Camera.FrameV1',
  [
    ...nums('u32', 'width', 'height'),
    num('u32', 'depth', [], { unit: 'bits' }),
    num('u32', 'offset', [], { unit: 'ADU', note: 'pedestal of all pixels' }),
    num('u8', '_int_pixel_data', (own) => product(numberOf(own, 'width'), numberOf(own, 'height'), bytesPerPixel(own))),
  ],
  {
    derived: [
      derive('data8', (own) => pixels(own, 'u8', numberOf(own, 'depth') <= 8), { unit: 'ADU', note: 'empty above 8 bits' }),
      derive('data16', (own) => pixels(own, 'u16', numberOf(own, 'depth') > 8), { unit: 'ADU', note: 'empty up to 8 bits' }),
      derive('depth_bytes', bytesPerPixel, { unit: 'bytes' }),
    ],
  },
);

export const TWO_D_GAUSSIAN_V1 = struct('Camera.TwoDGaussianV1', [
  num('u64', 'integral', [], { unit: 'ADU' }),
  ...['xmean', 'ymean', 'major_axis_width', 'minor_axis_width'].map((name) => num('f64', name, [], { unit: 'pixels' })),
  num('f64', 'major_axis_tilt', [], { unit: 'rad' }),
]);

const FORWARDING = { 0: 'NoFrame', 1: 'FullFrame', 2: 'RegionOfInterest' };
const PROCESSING = { 0: 'NoProcessing', 1: 'GssFullFrame', 2: 'GssRegionOfInterest', 3: 'GssThreshold' };

export const FRAME_FEX_CONFIG_V1 = struct('Camera.FrameFexConfigV1', [
  num('u32', 'forwarding', [], { names: FORWARDING }),
  num('u32', 'forward_prescale'),
  num('u32', 'processing', [], { names: PROCESSING }),
  inner('roiBegin', FRAME_COORD, [], { note: 'inclusive' }),
  inner('roiEnd', FRAME_COORD, [], { note: 'exclusive' }),
  ...nums('u32', 'threshold', 'number_of_masked_pixels'),
  inner('masked_pixel_coordinates', FRAME_COORD, 'number_of_masked_pixels'),
]);

export const FRAME_FCCD_CONFIG_V1 = struct('Camera.FrameFccdConfigV1', []);

export const CONTROLS_CAMERA_CONFIG_V1 = struct('Camera.ControlsCameraConfigV1', [
  ...nums('u32', 'width', 'height'),
  num('u32', 'depth', [], { unit: 'bits' }),
  num('u32', 'color_mode', [], { names: { 0: 'Mono', 1: 'Bayer', 2: 'RGB1' } }),
  num('f64', 'exposure_time', [], { unit: 's' }),
  num('f64', 'gain'),
  text('manufacturer', 48),
  text('model', 48),
]);

const [FRAME, TWO_D_GAUSSIAN, FRAME_FEX_CONFIG, FRAME_FCCD_CONFIG, CONTROLS_CAMERA_CONFIG] = [2, 5, 7, 20, 105];

export const CAMERA_TYPES = [
  type(FRAME, 1, FRAME_V1),
  type(TWO_D_GAUSSIAN, 1, TWO_D_GAUSSIAN_V1),
  type(FRAME_FEX_CONFIG, 1, FRAME_FEX_CONFIG_V1),
  type(FRAME_FCCD_CONFIG, 1, FRAME_FCCD_CONFIG_V1, { mayBeEmpty: true }),
  type(CONTROLS_CAMERA_CONFIG, 1, CONTROLS_CAMERA_CONFIG_V1),
];
