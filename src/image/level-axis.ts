import type { Limits } from './levels.ts';
import type { Histogram } from './measure.ts';

/** The axis a colour bar shows for some limits: they take the middle two thirds of it. */
export function axisFor({ low, high }: Limits): Limits {
  const quarter = Math.max(high - low, 1e-6) / 4;
  return { low: low - quarter, high: high + quarter };
}

/** Whether limits are on an axis and take enough of it to be held. */
export function isAxisGood(axis: Limits, { low, high }: Limits): boolean {
  const share = (high - low) / (axis.high - axis.low);
  return low >= axis.low && high <= axis.high && share >= 0.25;
}

/** Value at a share of an axis, 0 its low end. */
export function barValue(axis: Limits, share: number): number {
  return axis.low + share * (axis.high - axis.low);
}

/** Round values on an axis, about `count` of them: 1, 2 or 5 times a power of ten apart. */
export function axisTicks(axis: Limits, count: number): number[] {
  const step = niceStep((axis.high - axis.low) / count);
  const ticks: number[] = [];
  for (let i = Math.ceil(axis.low / step); i * step <= axis.high && ticks.length < 100; ++i)
    ticks.push(i * step || 0);
  return ticks;
}

function niceStep(wanted: number): number {
  const power = 10 ** Math.floor(Math.log10(wanted));
  const ratio = wanted / power;
  return power * (ratio <= 1 ? 1 : ratio <= 2 ? 2 : ratio <= 5 ? 5 : 10);
}

/** A value with as many decimals as tell apart what lies next to each other on an axis. */
export function tickText(value: number, axis: Limits): string {
  const span = axis.high - axis.low;
  if (Math.abs(value) >= 1e6 || span < 1e-3) return value.toExponential(1);
  const decimals = span >= 100 ? 0 : span >= 10 ? 1 : span >= 1 ? 2 : 3;
  const text = value.toFixed(decimals);
  return Number(text) === 0 ? (0).toFixed(decimals) : text.replace('-', '\u2212');
}

/**
 * Heights of a histogram along an axis, one per step from its low end, 0 … 1: log(1 + count), the highest is 1.
 *
 * Of several bins in a step the largest counts. A step looks at 1 ADU at least (but at no more than a 24th of the axis):
 * raw values are whole numbers, and bins between them are empty.
 */
export function logProfile(histogram: Histogram, axis: Limits, steps: number): number[] {
  const { low, high, counts } = histogram;
  const width = (high - low) / counts.length;
  const span = axis.high - axis.low;
  const reach = Math.max(span / steps, Math.min(1, span / 24)) / 2;
  const heights = new Array<number>(Math.max(0, steps)).fill(0);
  let highest = 0;
  for (let step = 0; step < steps; ++step) {
    const centre = barValue(axis, (step + 0.5) / steps);
    const from = (centre - reach - low) / width;
    const to = (centre + reach - low) / width;
    if (!(to > 0 && from < counts.length)) continue;
    const first = Math.max(0, Math.floor(from));
    const last = Math.min(counts.length, Math.max(first + 1, Math.floor(to)));
    let count = 0;
    for (let bin = first; bin < last; ++bin) count = Math.max(count, counts[bin]);
    heights[step] = Math.log1p(count);
    highest = Math.max(highest, heights[step]);
  }
  return highest > 0 ? heights.map((height) => height / highest) : heights;
}
