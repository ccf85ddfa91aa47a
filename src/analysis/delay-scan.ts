import { XtcError } from '../base/errors.ts';
import { binOf, makeBins, type BinWish, type Bins } from './bins.ts';
import { profile } from './profile.ts';

/** What a delay scan reads, one value per event, NaN where an event has none. */
export type DelayScanColumns = {
  /** Control PV of the calib cycle, in fs. */
  readonly control: Float64Array;
  /** Phase cavity's fit time, in ps; null leaves it out, and the delay is the control's. */
  readonly time: Float64Array | null;
  readonly norm: Float64Array;
  readonly signal: Float64Array;
};

export type DelayScanSettings = {
  /** Events whose norm is smaller are left out; null takes all. */
  readonly threshold: number | null;
  /** What one unit of the time is in the control's unit, with its sign: ps to fs. */
  readonly timeFactor?: number;
};

/** A delay scan, one row per event used, in the order of the events. */
export type DelayScan = {
  /** control + time × factor. */
  readonly delay: Float64Array;
  readonly raw: Float64Array;
  /** raw / norm of the event. */
  readonly norm: Float64Array;
  /** The control alone: the delay without correction. */
  readonly control: Float64Array;
  /** The norm itself, for ratios of sums. */
  readonly reference: Float64Array;
  /** Numbers of the events used. */
  readonly rows: Uint32Array;
  /** Why the others were not used; the first reason counts. */
  readonly skipped: { readonly filtered: number; readonly norm: number; readonly threshold: number; readonly time: number; readonly signal: number; readonly control: number };
};

/** @source tutorial: the phase cavity says ps, the delay stage fs */
export const TIME_FACTOR = 1e3;

/**
 * Delay, raw and normalised signal of every event that has all of them.
 * @param filter events where it is 0 are left out before anything else
 * @source pyana_examples xppt_delayscan.py: the same order of the same checks
 */
export function delayScan(columns: DelayScanColumns, { threshold, timeFactor = TIME_FACTOR }: DelayScanSettings, filter: Uint8Array | null = null): DelayScan {
  const { control, time, norm, signal } = columns;
  const skipped = { filtered: 0, norm: 0, threshold: 0, time: 0, signal: 0, control: 0 };
  const rows = new Uint32Array(control.length);
  let count = 0;
  for (let i = 0; i < control.length; ++i) {
    if (filter && filter[i] === 0) ++skipped.filtered;
    else if (Number.isNaN(norm[i])) ++skipped.norm;
    else if (threshold !== null && norm[i] < threshold) ++skipped.threshold;
    else if (time && Number.isNaN(time[i])) ++skipped.time;
    else if (Number.isNaN(signal[i])) ++skipped.signal;
    else if (Number.isNaN(control[i])) ++skipped.control;
    else rows[count++] = i;
  }
  const used = rows.slice(0, count);
  const take = (value: (row: number) => number): Float64Array => Float64Array.from(used, value);
  return {
    delay: take((row) => (time ? control[row] + time[row] * timeFactor : control[row])),
    raw: take((row) => signal[row]),
    norm: take((row) => signal[row] / norm[row]),
    control: take((row) => control[row]),
    reference: take((row) => norm[row]),
    rows: used,
    skipped,
  };
}

/** The rows as the tutorial saves them: (row, 3) in C order with columns delay, raw, norm. */
export function delayScanRows({ delay, raw, norm }: DelayScan): { readonly shape: readonly [number, number]; readonly dtype: 'f64'; readonly data: Float64Array } {
  const data = new Float64Array(delay.length * 3);
  for (let i = 0; i < delay.length; ++i) data.set([delay[i], raw[i], norm[i]], 3 * i);
  return { shape: [delay.length, 3], dtype: 'f64', data };
}

/** How the signals of a bin become one: each event counts alike, or each photon does. */
export type RatioKind = 'mean-of-ratios' | 'ratio-of-sums';

/** A delay scan in bins of time; NaN where a bin is empty. */
export type RebinnedScan = {
  readonly bins: Bins;
  readonly counts: Float64Array;
  /** Mean delay of the events of a bin. */
  readonly delay: Float64Array;
  readonly value: Float64Array;
  /** Of the ratios, as numpy.std; for a ratio of sums the spread of signal - value × norm, per mean norm. */
  readonly std: Float64Array;
  /** Standard error: std / √count. */
  readonly error: Float64Array;
};

/**
 * A delay scan rebinned in time: the smearing by the accelerator's jitter goes away.
 * @param delays `scan.delay`, or `scan.control` for the uncorrected scan
 * @throws {XtcError} 'out-of-range' when the scan has no events
 */
export function rebinScan(scan: DelayScan, wish: BinWish, ratio: RatioKind = 'mean-of-ratios', delays: Float64Array = scan.delay): RebinnedScan {
  if (delays.length === 0) throw new XtcError('out-of-range', 'No event has all of control, norm, time and signal: there is nothing to put into bins.');
  const bins = makeBins(delays, wish);
  const ratios = profile(delays, scan.norm, bins);
  const { counts, x } = ratios;
  if (ratio === 'mean-of-ratios') return { bins, counts, delay: x, value: ratios.mean, std: ratios.std, error: ratios.error };
  const signals = profile(delays, scan.raw, bins).mean;
  const norms = profile(delays, scan.reference, bins).mean;
  const value = signals.map((mean, bin) => mean / norms[bin]);
  const std = ratioSpread(scan, delays, bins, value, norms);
  return { bins, counts, delay: x, value, std, error: std.map((spread, bin) => spread / Math.sqrt(counts[bin])) };
}

/** Spread of signal - value × norm, whose mean is 0, per mean norm. @source Cochran, Sampling Techniques, chapter 6 */
function ratioSpread(scan: DelayScan, delays: Float64Array, bins: Bins, value: Float64Array, norms: Float64Array): Float64Array {
  const squares = new Float64Array(value.length);
  const counts = new Float64Array(value.length);
  for (let i = 0; i < delays.length; ++i) {
    const bin = binOf(bins, delays[i]);
    if (bin < 0) continue;
    squares[bin] += (scan.raw[i] - value[bin] * scan.reference[i]) ** 2;
    ++counts[bin];
  }
  return squares.map((sum, bin) => Math.sqrt(sum / counts[bin]) / Math.abs(norms[bin]));
}
