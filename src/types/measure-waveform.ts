import type { Waveform } from './waveforms.ts';

/** What of a stretch of a waveform is taken, in its unit: the area is the sum times the sample interval. */
export type WaveformMeasure = 'sum' | 'mean' | 'min' | 'max' | 'area';

/** A number of samples `from` … `to`-1 of a trace; NaN when it has none there. */
export function measureWaveform({ y, dx }: Waveform, from: number, to: number, measure: WaveformMeasure): number {
  const end = Math.min(to, y.length);
  if (from >= end) return NaN;
  let [sum, min, max] = [0, Infinity, -Infinity];
  for (let sample = from; sample < end; ++sample) {
    sum += y[sample];
    min = Math.min(min, y[sample]);
    max = Math.max(max, y[sample]);
  }
  return { sum, mean: sum / (end - from), min, max, area: sum * dx }[measure];
}
