import { CSPAD_PIXELS } from '../../assembly/layout.ts';
import { locateRawPixel, type PixelMap } from '../image/pixel-map.ts';
import { pixelIndex } from './cspad-noise.ts';
import { SIGNAL_RUN, type BraggPeak } from './truth.ts';

/** Steps of the radial profile per pixel. */
const STEPS = 4;
const MAX_RADIUS = 1300;

/**
 * The light of intensity 1 without Bragg peaks: diffuse scattering, water ring, powder rings, and the shadow of the beam
 * stop; f32 (4, 8, 185, 388), ADU. Rings run on across sections because they are computed in the picture.
 */
export function ringLight(pixelMap: PixelMap): Float32Array {
  const light = new Float32Array(CSPAD_PIXELS);
  const profile = radialProfile();
  const { center, beamStop } = SIGNAL_RUN;
  const { arm, armWidth } = beamStop;
  for (const { section, rawColumn, rows, columns, row, column, rowStep, columnStep } of pixelMap.tiles) {
    for (let r = 0; r < rows; ++r) {
      let down = row + r * rowStep[0] - center.row;
      let right = column + r * rowStep[1] - center.column;
      const begin = pixelIndex(section, r, rawColumn);
      for (let index = begin, end = begin + columns; index < end; ++index) {
        const radius = Math.sqrt(down * down + right * right);
        const alongArm = down * arm.row + right * arm.column;
        const besideArm = Math.abs(down * arm.column - right * arm.row) - armWidth / 2;
        const outside = Math.min(radius - beamStop.radius, alongArm > 0 ? besideArm : radius);
        if (outside > 0) light[index] = profile[Math.round(radius * STEPS)] * Math.min(1, outside / 3);
        down += columnStep[0];
        right += columnStep[1];
      }
    }
  }
  return light;
}

/** Height of the rings over the distance from the beam, in steps of 1/STEPS pixel. */
function radialProfile(): Float32Array {
  const { diffuse, waterRing, powderRings } = SIGNAL_RUN;
  return Float32Array.from({ length: MAX_RADIUS * STEPS }, (_, step) => {
    const radius = step / STEPS;
    const rings = [waterRing, ...powderRings].map(
      (ring) => ring.height * gaussian(radius - ring.radius, ring.sigma),
    );
    return (
      diffuse.height * Math.exp(-radius / diffuse.length) + rings.reduce((sum, height) => sum + height, 0)
    );
  });
}

/** Adds peaks, moved as they are in `event`, to light in the order of the sections. */
export function addPeaks(
  light: Float32Array,
  pixelMap: PixelMap,
  peaks: readonly BraggPeak[],
  event: number,
  scale: number,
): void {
  const { drift, peakSigma } = SIGNAL_RUN;
  const reach = Math.ceil(4 * peakSigma);
  for (const peak of peaks) {
    const row = peak.row + event * drift.row;
    const column = peak.column + event * drift.column;
    for (let r = Math.round(row) - reach; r <= Math.round(row) + reach; ++r) {
      for (let c = Math.round(column) - reach; c <= Math.round(column) + reach; ++c) {
        const raw = locateRawPixel(pixelMap, r, c);
        if (!raw) continue;
        light[pixelIndex(raw.section, raw.row, raw.column)] +=
          scale * peak.height * gaussian(r - row, peakSigma) * gaussian(c - column, peakSigma);
      }
    }
  }
}

/** Height 1 at 0. */
function gaussian(x: number, sigma: number): number {
  return Math.exp((-0.5 * x * x) / (sigma * sigma));
}
