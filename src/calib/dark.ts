import { XtcError } from '../base/errors.ts';
import { partPixels } from '../base/pixels.ts';

/** An averaged dark: float64, shape of the sections it was made from. */
export type Dark = {
  /** That of the raw pixels: (4, 8, 185, 388) for CSPad, (2, 185, 388) for CSPad2x2, (module, row, column) or (row, column). */
  readonly shape: readonly number[];
  /** Number of events averaged; 0 when it comes from a file that does not tell. */
  readonly events: number;
  /** ADU; 0 in sections without data (`present` tells them apart). */
  readonly mean: Float64Array;
  /** Population standard deviation, ADU; 0 when unknown. */
  readonly sigma: Float64Array;
  /** Bit (quad*8 + section), or module, set: this one has a dark. */
  readonly present: number;
  /** Source it was made for, `XppGon-0|Cspad-0`; empty when it comes from a file. */
  readonly source: string;
  /** What it was made from, for people: `e153 r0066, 7 events`, `pedestals.npy`. */
  readonly origin: string;
};

/** The sums one worker of the pool has gathered over its share of the events; adding them is exact in any order. */
export type DarkSums = {
  readonly shape: readonly number[];
  /** Σ raw, ADU. */
  readonly sum: Int32Array | Float64Array;
  /** Σ raw², exact integers. */
  readonly squares: Float64Array;
  /** Section → events in which it was there. */
  readonly sectionEvents: Uint32Array;
  readonly events: number;
};

/** Events that can be averaged without a sum running over: 2³¹ / 16383; sums of squares of 16 bits stay exact below 2²¹. */
export const MAX_DARK_EVENTS = 131_000;

/**
 * Mean and standard deviation of all events, each section over those in which it was there.
 * @throws {XtcError} 'bad-dark' when there is nothing to average or the parts have different shapes
 */
export function combineDarkSums(parts: readonly DarkSums[], source: string, run: string): Dark {
  const events = parts.reduce((total, part) => total + part.events, 0);
  const filled = parts.filter((part) => part.events > 0);
  if (filled.length === 0)
    throw new XtcError(
      'bad-dark',
      `A dark needs at least one event with pixels of ${source}; there was none.`,
    );
  const { shape, sum: first } = filled[0];
  if (filled.some((part) => part.shape.join() !== shape.join())) {
    throw new XtcError(
      'bad-dark',
      `The events of ${source} have sections of different shapes: they cannot be averaged together.`,
    );
  }
  const mean = new Float64Array(first.length);
  const sigma = new Float64Array(first.length);
  const pixels = partPixels(shape);
  let present = 0;
  for (let section = 0; section * pixels < first.length; ++section) {
    const count = filled.reduce((total, part) => total + part.sectionEvents[section], 0);
    if (count === 0) continue;
    if (count > MAX_DARK_EVENTS)
      throw new XtcError(
        'bad-dark',
        `At most ${MAX_DARK_EVENTS} events can be averaged, ${count} were given.`,
      );
    present |= 1 << section;
    averageSection(filled, section * pixels, pixels, count, mean, sigma);
  }
  const origin = `${run}, ${events} ${events === 1 ? 'event' : 'events'}`;
  return { shape, events, mean, sigma, present: present >>> 0, source, origin };
}

function averageSection(
  parts: readonly DarkSums[],
  from: number,
  pixels: number,
  count: number,
  mean: Float64Array,
  sigma: Float64Array,
): void {
  for (let i = from; i < from + pixels; ++i) {
    let sum = 0;
    let squares = 0;
    for (const part of parts) {
      sum += part.sum[i];
      squares += part.squares[i];
    }
    mean[i] = sum / count;
    // In whole numbers, where possible: the mean of the squares minus the square of the mean would lose digits.
    sigma[i] = Math.sqrt(Math.max(0, count * squares - sum * sum)) / count;
  }
}

/** What is subtracted: f32, NaN in sections without a dark, so that they show as absent and not as wrong. */
export function pedestalsOf(dark: Dark): Float32Array {
  const pedestals = Float32Array.from(dark.mean);
  const pixels = partPixels(dark.shape);
  for (let section = 0; section * pixels < pedestals.length; ++section) {
    const from = section * pixels;
    if (!((dark.present >>> section) & 1)) pedestals.fill(NaN, from, from + pixels);
  }
  return pedestals;
}
