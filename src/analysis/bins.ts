import { XtcError } from '../base/errors.ts';

/** Edges of bins, rising; bin k is edges[k] ≤ x < edges[k+1], the last one takes its upper edge too. */
export type Bins = { readonly edges: Float64Array; readonly spacing: 'linear' | 'log' | 'free' };

/** Which bins are wanted. Without a range they go from the smallest value to the largest. */
export type BinWish = {
  /** Number of bins, or their width; width is for linear bins only. */
  readonly count?: number;
  readonly width?: number;
  readonly low?: number;
  readonly high?: number;
  readonly isLog?: boolean;
};

const DEFAULT_COUNT = 100;
const MOST = 1 << 20;

/**
 * Bins for a column, as numpy.histogram makes them. Values that are missing or not finite do not count, nor does for
 * logarithmic bins what is not above 0. When all values are equal the range is half a unit to both sides.
 * @throws {XtcError} 'out-of-range' for a range or number that gives no bins
 */
export function makeBins(data: Float64Array, wish: BinWish = {}, rows: Uint8Array | null = null): Bins {
  const isLog = wish.isLog ?? false;
  let { low, high } = wish;
  if (low === undefined || high === undefined) {
    const range = rangeOf(data, isLog, rows);
    low ??= range?.low ?? (isLog ? 1 : 0);
    high ??= range?.high ?? (isLog ? Math.max(10, low) : Math.max(1, low));
  }
  if (!Number.isFinite(low) || !Number.isFinite(high) || high < low) throw new XtcError('out-of-range', `A histogram from ${low} to ${high} has no bins: the first must be the smaller one.`);
  if (isLog && low <= 0) throw new XtcError('out-of-range', `Logarithmic bins start above 0, not at ${low}.`);
  if (wish.width !== undefined && !isLog) return { edges: edgesOfWidth(low, high, wish.width), spacing: 'linear' };
  if (low === high) [low, high] = isLog ? [low / Math.sqrt(10), high * Math.sqrt(10)] : [low - 0.5, high + 0.5];
  const count = checkedCount(wish.count ?? DEFAULT_COUNT);
  if (!isLog) return { edges: linearEdges(low, high, count), spacing: 'linear' };
  const edges = linearEdges(Math.log10(low), Math.log10(high), count).map((exponent) => 10 ** exponent);
  edges[0] = low; // powers of ten lose the last bit, and with it the smallest and the largest value
  edges[count] = high;
  return { edges, spacing: 'log' };
}

/** Bins with these edges. @throws {XtcError} 'out-of-range' when they do not rise */
export function binsAt(edges: Float64Array): Bins {
  for (let i = 1; i < edges.length; ++i) if (!(edges[i] > edges[i - 1])) throw new XtcError('out-of-range', `Edges of bins must rise: ${edges[i]} follows ${edges[i - 1]}.`);
  if (edges.length < 2) throw new XtcError('out-of-range', 'Bins need two edges at least.');
  return { edges, spacing: 'free' };
}

/** The bin of a value, -1 when it is in none (or missing). Linear bins as numpy finds them: by division, then by the edges. */
export function binOf({ edges, spacing }: Bins, value: number): number {
  const count = edges.length - 1;
  const low = edges[0];
  const high = edges[count];
  if (!(value >= low && value <= high)) return -1;
  if (value === high) return count - 1;
  if (spacing !== 'linear') return searchEdges(edges, value);
  let bin = Math.min(count - 1, Math.floor((value - low) * (count / (high - low))));
  while (value < edges[bin]) --bin;
  while (value >= edges[bin + 1]) ++bin;
  return bin;
}

/** Middle of each bin; the geometric one for logarithmic bins. */
export function binCentres({ edges, spacing }: Bins): Float64Array {
  return Float64Array.from({ length: edges.length - 1 }, (_, k) => (spacing === 'log' ? Math.sqrt(edges[k]) * Math.sqrt(edges[k + 1]) : edges[k] + (edges[k + 1] - edges[k]) / 2));
}

/** numpy.linspace(low, high, count + 1). */
function linearEdges(low: number, high: number, count: number): Float64Array {
  const step = (high - low) / count;
  const edges = Float64Array.from({ length: count + 1 }, (_, i) => i * step + low);
  edges[count] = high;
  return edges;
}

/** From `low` on in steps of `width`, until `high` is in a bin. */
function edgesOfWidth(low: number, high: number, width: number): Float64Array {
  if (!(width > 0)) throw new XtcError('out-of-range', `Bins cannot be ${width} wide.`);
  // A range that is a whole number of widths but for rounding gets no bin more.
  const count = checkedCount(Math.max(1, Math.ceil((high - low) / width - 1e-9)));
  const edges = Float64Array.from({ length: count + 1 }, (_, i) => low + i * width);
  edges[count] = Math.max(edges[count], high);
  return edges;
}

function checkedCount(count: number): number {
  if (!Number.isInteger(count) || count < 1 || count > MOST) throw new XtcError('out-of-range', `${count} is no number of bins: from 1 to ${MOST}.`);
  return count;
}

function searchEdges(edges: Float64Array, value: number): number {
  let from = 0;
  let to = edges.length - 1;
  while (to - from > 1) {
    const middle = (from + to) >>> 1;
    if (value >= edges[middle]) from = middle;
    else to = middle;
  }
  return from;
}

function rangeOf(data: Float64Array, isLog: boolean, rows: Uint8Array | null): { low: number; high: number } | null {
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < data.length; ++i) {
    const value = data[i];
    if ((rows && rows[i] === 0) || !Number.isFinite(value) || (isLog && value <= 0)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? { low, high } : null;
}
