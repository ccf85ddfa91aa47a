import { ASIC_COLUMNS, QUADS, SECTIONS_PER_QUAD, SECTION_ROWS } from '../../assembly/layout.ts';
import { cspadPixelMap, locateRawPixel, type PixelMap } from '../image/pixel-map.ts';
import { Random } from './random.ts';

// What the sample runs hold, as numbers: they are written from these, and tests and demonstrations measure against them.
// Positions are (row, column) in the 1800×1800 picture; charges are ADU; times are fs.

export const EXPERIMENT = 'e900';
export const CONTROL_PV = 'fs2:ramp_angsft_target';

/** Order in which the quads of every event are stored, as the DAQ does not sort them. */
export const STORED_QUADS = [2, 0, 3, 1] as const;

export const DARK_RUN = { run: 1, events: 8 } as const;

export const SIGNAL_RUN = {
  run: 3,
  eventsPerCycle: 3,
  /** Value of the control PV in each calib cycle. */
  delaysFs: [-400, 0, 400, 800, 1200],
  /** Height of the Bragg peaks in each calib cycle: the crystal warms up after time zero. */
  peakHeights: [1, 1, 0.85, 0.72, 0.68],
  /** Where the beam meets the picture. */
  center: { row: 884, column: 878.5 },
  /** Scattering around the beam, falling with the distance. */
  diffuse: { height: 110, length: 240 },
  waterRing: { radius: 520, sigma: 105, height: 170 },
  powderRings: [
    { radius: 262, sigma: 2.2, height: 150 },
    { radius: 371, sigma: 2.4, height: 220 },
    { radius: 455, sigma: 2.6, height: 90 },
    { radius: 643, sigma: 3, height: 120 },
  ],
  /** A disc around the beam, held by an arm that leads from it in the direction of `arm` (row, column). */
  beamStop: { radius: 122, armWidth: 26, arm: { row: Math.SQRT1_2, column: -Math.SQRT1_2 } },
  /** Bragg peaks are the points of a lattice; its vectors are `spacing` long, the first at `angle` to the rows. */
  lattice: { spacing: 94, angle: 0.31 },
  /** Sigma of a Bragg peak in pixels. */
  peakSigma: 1.3,
  /** How far the peaks move from each event to the next. */
  drift: { row: 0.4, column: -0.25 },
  /** Variance of the charge per ADU of signal: photons come one by one. */
  photonAdu: 12,
} as const;

export const DELAY_RUN = {
  run: 2,
  streams: 2,
  eventsPerCycle: 120,
  delaysFs: Array.from({ length: 21 }, (_, cycle) => -1000 + 100 * cycle),
  /** Channel 1 of XppSb3Pim-1 per sum of XppSb3Ipm-1: low + step * (1 + erf((delay - t0) / (√2 width))) / 2. */
  response: { low: 0.24, step: 0.11, t0Fs: 135, widthFs: 110, noise: 0.02 },
  /** Sigma of PhaseCavity.fitTime1, around 0. delay = control PV + 1000 fitTime1. */
  jitterFs: 70,
  /** Share of events without gas detector, and without beam. */
  missing: 0.02,
  dropped: 0.02,
} as const;

const ASICS = 2 * QUADS * SECTIONS_PER_QUAD;

/** Mean pedestal and sigma of the noise of each ASIC (section*2 + asic), ADU. */
export function asicLevels(): { readonly pedestal: Float64Array; readonly sigma: Float64Array } {
  const random = new Random(1001);
  const pedestal = new Float64Array(ASICS);
  const sigma = new Float64Array(ASICS);
  for (let section = 0; section < ASICS / 2; ++section) {
    const level = random.uniform(1070, 1430);
    for (let asic = 2 * section; asic < 2 * section + 2; ++asic) {
      pedestal[asic] = level + random.gaussian(0, 12);
      sigma[asic] = random.uniform(3.2, 7.5);
    }
  }
  return { pedestal, sigma };
}

/** What moves each ASIC (section*2 + asic) up or down as a whole in one event, ADU. */
export function commonMode(run: number, event: number): Float64Array {
  const random = new Random(7919 * run + 104729 * (event + 1));
  for (let skip = 0; skip < 8; ++skip) random.bits(); // The first numbers of near seeds are near each other.
  return Float64Array.from({ length: ASICS }, () => random.gaussian(0, 3));
}

/** A pixel that does not measure: `hot` reads far too much, `dead` 0, `saturated` 16383, whatever comes. */
export type BadPixel = {
  readonly kind: 'hot' | 'dead' | 'saturated';
  readonly section: number;
  readonly row: number;
  readonly column: number;
};

export function badPixels(): BadPixel[] {
  const random = new Random(2002);
  return Array.from({ length: 96 }, (_, index) => ({
    kind: index < 48 ? 'hot' : index < 80 ? 'dead' : 'saturated',
    section: random.below(QUADS * SECTIONS_PER_QUAD),
    row: random.below(SECTION_ROWS),
    column: random.below(2 * ASIC_COLUMNS),
  }));
}

/** A Bragg peak in event 0 of the signal run; `height` is the ADU at its top for intensity 1. */
export type BraggPeak = { readonly row: number; readonly column: number; readonly height: number };

/** Pixels around a peak that must be on the same ASIC: it drifts 6 pixels. */
const PEAK_MARGIN = 13;

/** The Bragg peaks: about half of those lattice points that lie on the detector and outside of the beam stop. */
export function braggPeaks(pixelMap: PixelMap = cspadPixelMap()): BraggPeak[] {
  const { center, lattice, beamStop } = SIGNAL_RUN;
  const random = new Random(3003);
  const [along, across] = [
    lattice.spacing * Math.cos(lattice.angle),
    lattice.spacing * Math.sin(lattice.angle),
  ];
  const peaks: BraggPeak[] = [];
  for (let h = -12; h <= 12; ++h) {
    for (let k = -12; k <= 12; ++k) {
      const row = center.row + h * along - k * across + random.uniform(-0.5, 0.5);
      const column = center.column + h * across + k * along + random.uniform(-0.5, 0.5);
      const height = 350 * Math.exp(random.uniform(0, 2.9));
      const isWeak = random.uniform() < 0.5;
      const radius = Math.hypot(row - center.row, column - center.column);
      const isShadowed =
        radius < beamStop.radius + 40 || Math.abs(besideArm(row, column)) < beamStop.armWidth;
      if (isWeak || isShadowed || !isOnOneAsic(pixelMap, row, column)) continue;
      peaks.push({ row, column, height });
    }
  }
  return peaks;
}

/** Distance from the middle of the beam stop's arm; far away on the side where it has none. */
function besideArm(row: number, column: number): number {
  const { center, beamStop } = SIGNAL_RUN;
  const [down, right] = [row - center.row, column - center.column];
  const isOnArmSide = down * beamStop.arm.row + right * beamStop.arm.column > 0;
  return isOnArmSide ? down * beamStop.arm.column - right * beamStop.arm.row : Infinity;
}

function isOnOneAsic(pixelMap: PixelMap, row: number, column: number): boolean {
  const corners = [-PEAK_MARGIN, PEAK_MARGIN].flatMap((down) =>
    [-PEAK_MARGIN, PEAK_MARGIN].map((right) =>
      locateRawPixel(pixelMap, Math.round(row) + down, Math.round(column) + right),
    ),
  );
  const asics = corners.map((raw) => raw && 2 * raw.section + (raw.column < ASIC_COLUMNS ? 0 : 1));
  return asics[0] !== null && asics.every((asic) => asic === asics[0]);
}

/** Intensity of the beam in each event of the signal run; 1 is the usual pulse. */
export function signalIntensities(): Float64Array {
  const random = new Random(9009);
  return Float64Array.from({ length: SIGNAL_RUN.delaysFs.length * SIGNAL_RUN.eventsPerCycle }, () =>
    random.uniform(0.65, 1.35),
  );
}

/** Mean of XppSb3Pim-1 channel 1 per sum of XppSb3Ipm-1 at a delay in fs, in the delay run. */
export function expectedResponse(delayFs: number): number {
  const { low, step, t0Fs, widthFs } = DELAY_RUN.response;
  return low + (step * (1 + erf((delayFs - t0Fs) / (Math.SQRT2 * widthFs)))) / 2;
}

/** Abramowitz and Stegun 7.1.26, good to 2e-7. */
function erf(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const polynomial =
    ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  return Math.sign(x) * (1 - polynomial * Math.exp(-x * x));
}
