import { derive, num, nums, numberOf, ofConfig, type Derived, type Member, type Values } from './schema.ts';

/** What cameras with a region of interest and binning have in common. */

/** Region of the sensor that is read out, in its pixels, and how many of them are summed to one. */
export const REGION: readonly Member[] = nums('u32', 'width', 'height', 'orgX', 'orgY', 'binX', 'binY');

export const EXPOSURE = num('f32', 'exposureTime', [], { unit: 's' });
export const COOLING = num('f32', 'coolingTemp', [], { unit: '°C' });

/** A product as the library has it: of 32 bits. */
export function product(...factors: readonly number[]): number {
  return factors.reduce((result, factor) => Math.imul(result, factor), 1) >>> 0;
}

/** Pixels left of `length` after binning, the last one from fewer when it does not divide. */
function binned(own: Values, length: string, bin: string): number {
  const pixels = numberOf(own, bin);
  return pixels === 0 ? 0 : Math.floor(((numberOf(own, length) + pixels - 1) >>> 0) / pixels);
}

const pixelsX = (own: Values): number => binned(own, 'width', 'binX');
const pixelsY = (own: Values): number => binned(own, 'height', 'binY');

/** Size of the frames. @param headBytes what `frameSize` of the library counts before the pixels */
export function frameSizes(headBytes: number): Derived[] {
  return [
    derive('frameSize', (own) => (headBytes + product(pixelsX(own), pixelsY(own), 2)) >>> 0, { unit: 'bytes' }),
    derive('numPixelsX', pixelsX),
    derive('numPixelsY', pixelsY),
    derive('numPixels', (own) => product(pixelsX(own), pixelsY(own))),
  ];
}

/** Pixels of a frame [row][column], as many as the configuration computes. */
export const BINNED_PIXELS = num('u16', 'data', ['numPixelsY', 'numPixelsX'].map(ofConfig), { unit: 'ADU' });

/** What is in front of the pixels of a frame, without and with the temperature. */
export const SHOT: readonly Member[] = [num('u32', 'shotIdStart'), num('f32', 'readoutTime', [], { unit: 's' })];
export const SHOT_WITH_TEMPERATURE: readonly Member[] = [...SHOT, num('f32', 'temperature', [], { unit: '°C' })];
