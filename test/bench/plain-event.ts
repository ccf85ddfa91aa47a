import { ASIC_COLUMNS, CSPAD_PIXELS, SECTION_COLUMNS, SECTION_PIXELS, SECTION_ROWS } from '../../assembly/layout.ts';
import { HISTOGRAM_BINS } from '../../src/image/measure.ts';
import type { PixelMap } from '../../src/image/pixel-map.ts';

const ELEMENT_BYTES = 32 + 8 * SECTION_PIXELS * 2 + 4;

export type EventNumbers = { sum: number; x: number; y: number; total: number; counts: Uint32Array };

/**
 * The way of one full CSPad event, bytes to numbers, as one would write it in TypeScript alone: typed arrays made once,
 * one plain loop per step. The bench holds the kernels against it, in time and in what comes out.
 */
export class PlainEvent {
  readonly #raw = new Int16Array(CSPAD_PIXELS);
  readonly #corrected = new Float32Array(CSPAD_PIXELS);
  readonly #counts = new Uint32Array(HISTOGRAM_BINS);
  readonly #image: Float32Array;
  readonly #pixelMap: PixelMap;

  constructor(pixelMap: PixelMap) {
    this.#pixelMap = pixelMap;
    this.#image = new Float32Array(pixelMap.shape[0] * pixelMap.shape[1]).fill(NaN);
  }

  run(payload: Uint8Array, pedestals: Float32Array): EventNumbers {
    this.#unpack(payload);
    const raw = this.#raw;
    const corrected = this.#corrected;
    for (let i = 0; i < raw.length; i++) corrected[i] = (raw[i] ?? 0) - (pedestals[i] ?? 0);
    this.#assemble();
    return { ...this.#measure(), ...this.#histogram() };
  }

  #unpack(payload: Uint8Array): void {
    for (let offset = 0; offset + ELEMENT_BYTES <= payload.length; offset += ELEMENT_BYTES) {
      const header = new DataView(payload.buffer, payload.byteOffset + offset, 32);
      const quad = (header.getUint32(4, true) >>> 24) & 3;
      const pixels = new Int16Array(payload.buffer, payload.byteOffset + offset + 32, 8 * SECTION_PIXELS);
      this.#raw.set(pixels, quad * 8 * SECTION_PIXELS);
    }
  }

  #assemble(): void {
    const columns = this.#pixelMap.shape[1];
    for (const { section, rawColumn, row, column, rowStep, columnStep } of this.#pixelMap.tiles) {
      for (let r = 0; r < SECTION_ROWS; r++) {
        const from = section * SECTION_PIXELS + r * SECTION_COLUMNS + rawColumn;
        const to = (row + r * rowStep[0]) * columns + column + r * rowStep[1];
        const step = columnStep[0] * columns + columnStep[1];
        for (let c = 0; c < ASIC_COLUMNS; c++) this.#image[to + c * step] = this.#corrected[from + c] ?? NaN;
      }
    }
  }

  #measure(): { sum: number; x: number; y: number } {
    const [rows, columns] = this.#pixelMap.shape;
    const image = this.#image;
    let [sum, rowMoment, columnMoment] = [0, 0, 0];
    for (let r = 0, i = 0; r < rows; r++) {
      for (let c = 0; c < columns; c++, i++) {
        const value = image[i] ?? NaN;
        if (!Number.isFinite(value)) continue;
        sum += value;
        rowMoment += r * value;
        columnMoment += c * value;
      }
    }
    return { sum, x: columnMoment / sum, y: rowMoment / sum };
  }

  #histogram(): { total: number; counts: Uint32Array } {
    const image = this.#image;
    const counts = this.#counts.fill(0);
    let [low, high, total] = [Infinity, -Infinity, 0];
    for (let i = 0; i < image.length; i++) {
      const value = image[i] ?? NaN;
      if (!Number.isFinite(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
      total++;
    }
    const scale = HISTOGRAM_BINS / (high - low);
    for (let i = 0; i < image.length; i++) {
      const value = image[i] ?? NaN;
      if (!Number.isFinite(value)) continue;
      const bin = Math.min(HISTOGRAM_BINS - 1, Math.trunc((value - low) * scale));
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
    return { total, counts };
  }
}
