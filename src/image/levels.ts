import type { Histogram } from './measure.ts';

/** How values become colours between two limits. */
export type Scale = 'linear' | 'log' | 'sqrt';

/** What sets the limits: a share of the pixels of each event, or fixed values that stay put. */
export type LevelsMode =
  | { readonly mode: 'percentile'; readonly lower: number; readonly upper: number }
  | { readonly mode: 'fixed'; readonly low: number; readonly high: number };

/** Limits in ADU: `low` gets the first colour, `high` the last. */
export type Limits = { readonly low: number; readonly high: number };

/** Shows all but the darkest and the brightest pixels. */
export const DEFAULT_LEVELS: LevelsMode = { mode: 'percentile', lower: 1, upper: 99 };

/** Limits of a picture with this histogram; `high` is always above `low`. */
export function limitsOf(histogram: Histogram, levels: LevelsMode): Limits {
  const [low, high] =
    levels.mode === 'fixed'
      ? [levels.low, levels.high]
      : [percentileOf(histogram, levels.lower), percentileOf(histogram, levels.upper)];
  return high > low ? { low, high } : { low, high: low + 1 };
}

/** The value below which `percent` of the pixels lie, to a bin's width; `low` when there are none. */
export function percentileOf({ low, high, counts, total }: Histogram, percent: number): number {
  const wanted = (Math.min(100, Math.max(0, percent)) / 100) * total;
  if (total === 0 || wanted === 0) return low;
  const width = (high - low) / counts.length;
  let below = 0;
  for (let bin = 0; bin < counts.length; ++bin) {
    const count = counts[bin];
    if (count > 0 && below + count >= wanted) return low + (bin + (wanted - below) / count) * width;
    below += count;
  }
  return high;
}

/**
 * Levels after a click on a value of the colour bar: left sets the low limit, right the high one, middle goes back to
 * the default share. A limit set beyond the other one takes it along, so that the range keeps its width.
 */
export function clickLevel(limits: Limits, button: 'left' | 'right' | 'middle', value: number): LevelsMode {
  if (button === 'middle') return DEFAULT_LEVELS;
  const width = limits.high - limits.low;
  if (button === 'left')
    return { mode: 'fixed', low: value, high: limits.high > value ? limits.high : value + width };
  return { mode: 'fixed', low: limits.low < value ? limits.low : value - width, high: value };
}

/** Place of a value between the limits, 0…1 on the chosen scale; NaN stays NaN, values outside are cut off. */
export function normalise(value: number, { low, high }: Limits, scale: Scale): number {
  const share = Math.min(1, Math.max(0, (value - low) / (high - low)));
  if (scale === 'sqrt') return Math.sqrt(share);
  // As in src/gl/draw-image.ts. Three decades between the limits, whatever their values: also below 0, where a logarithm of the value has no meaning.
  return scale === 'log' ? Math.log1p(share * 999) / Math.log(1000) : share;
}
