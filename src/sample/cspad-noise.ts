import {
  ASIC_COLUMNS,
  CSPAD_PIXELS,
  SATURATED_ADU,
  SECTION_COLUMNS,
  SECTION_PIXELS,
  SECTION_ROWS,
} from '../../assembly/layout.ts';
import { NOISE_LENGTH, noiseTable, Random } from './random.ts';
import { asicLevels, badPixels } from './truth.ts';

const HOT_ADU = 5000;
const FULL_SCALE = SATURATED_ADU;
/** Keeps a place within the noise table. */
const MASK = NOISE_LENGTH - 1;

/** Where a pixel lies in an array of sections. */
export function pixelIndex(section: number, row: number, column: number): number {
  return section * SECTION_PIXELS + row * SECTION_COLUMNS + column;
}

/**
 * What the pixels read without light and noise: f32 (quad 4, section 8, row 185, column 388), ADU. Each ASIC has its
 * level and slope, each pixel its own offset; hot, dead and saturated pixels stand at what they read.
 */
export function cspadPedestals(): Float32Array {
  const random = new Random(4004);
  const offsets = noiseTable(random);
  const { pedestal } = asicLevels();
  const values = new Float32Array(CSPAD_PIXELS);
  forEachAsicRow((asic, row, begin) => {
    const level = pedestal[asic] + 14 * (row / SECTION_ROWS - 0.5);
    let place = random.bits() & MASK;
    for (let index = begin, end = begin + ASIC_COLUMNS; index < end; ++index) {
      values[index] = level + 11 * offsets[place];
      place = (place + 1) & MASK;
    }
  });
  const stuck = { hot: HOT_ADU, dead: 0, saturated: SATURATED_ADU };
  for (const { kind, section, row, column } of badPixels())
    values[pixelIndex(section, row, column)] = stuck[kind];
  return values;
}

/** Raw pixels of an event: pedestals, common mode, noise, and the light if there is any. */
export class CspadReadout {
  readonly #pedestals: Float32Array;
  readonly #sigma: Float64Array;
  readonly #noise: Float32Array;
  readonly #random = new Random(5005);

  constructor(pedestals: Float32Array) {
    this.#pedestals = pedestals;
    this.#sigma = asicLevels().sigma;
    this.#noise = noiseTable(this.#random);
  }

  /**
   * Fills i16 (4, 8, 185, 388).
   *
   * @param commonMode ADU for each ASIC  @param light ADU for each pixel, null in the dark  @param photonAdu variance of
   * the light per ADU of it
   */
  fill(raw: Int16Array, commonMode: Float64Array, light: Float32Array | null, photonAdu: number): void {
    forEachAsicRow((asic, _row, begin) => {
      const place = this.#random.bits() & MASK;
      const shift = commonMode[asic] + 0.5; // rounds
      if (light === null) this.#fillDark(raw, begin, place, shift, this.#sigma[asic]);
      else this.#fillLit(raw, begin, place, shift, this.#sigma[asic] ** 2, light, photonAdu);
    });
    for (const { kind, section, row, column } of badPixels()) {
      if (kind !== 'hot') raw[pixelIndex(section, row, column)] = kind === 'dead' ? 0 : SATURATED_ADU;
    }
  }

  /** One row of an ASIC, 194 pixels. */
  #fillDark(raw: Int16Array, begin: number, place: number, shift: number, sigma: number): void {
    const [pedestals, noise] = [this.#pedestals, this.#noise];
    for (let index = begin, end = begin + ASIC_COLUMNS; index < end; ++index) {
      raw[index] = digitize(pedestals[index] + shift + sigma * noise[place]);
      place = (place + 1) & MASK;
    }
  }

  #fillLit(
    raw: Int16Array,
    begin: number,
    place: number,
    shift: number,
    variance: number,
    light: Float32Array,
    photonAdu: number,
  ): void {
    const [pedestals, noise] = [this.#pedestals, this.#noise];
    for (let index = begin, end = begin + ASIC_COLUMNS; index < end; ++index) {
      const spread = Math.sqrt(variance + photonAdu * light[index]);
      raw[index] = digitize(pedestals[index] + shift + light[index] + spread * noise[place]);
      place = (place + 1) & MASK;
    }
  }
}

/** What the ADC can say. */
function digitize(adu: number): number {
  return adu <= 0 ? 0 : adu >= FULL_SCALE ? FULL_SCALE : adu | 0;
}

/** @param visit number of the ASIC (section*2 + asic), row in it, index of the row's first pixel */
function forEachAsicRow(visit: (asic: number, row: number, begin: number) => void): void {
  for (let asic = 0; asic < CSPAD_PIXELS / (SECTION_ROWS * ASIC_COLUMNS); ++asic) {
    for (let row = 0; row < SECTION_ROWS; ++row)
      visit(asic, row, pixelIndex(asic >> 1, row, (asic & 1) * ASIC_COLUMNS));
  }
}
