/** What an axis shows: from the left (bottom) to the right (top) edge; both above 0 when it is logarithmic. */
export type AxisRange = { readonly min: number; readonly max: number; readonly isLog: boolean };

/** Empty room at the ends of an axis that shows everything, as a share of it. */
const MARGIN = 0.04;

/** Where a value lies on an axis, 0 … 1 between its edges; NaN when it has no place on it. */
export function placeOn({ min, max, isLog }: AxisRange, value: number): number {
  if (!isLog) return (value - min) / (max - min);
  return value > 0 ? Math.log(value / min) / Math.log(max / min) : NaN;
}

/** The value at a place. */
export function valueAt({ min, max, isLog }: AxisRange, place: number): number {
  return isLog ? min * (max / min) ** place : min + place * (max - min);
}

/** The range between two places, in either order; the same one when they are the same. */
export function rangeBetween(range: AxisRange, a: number, b: number): AxisRange {
  const [min, max] = [valueAt(range, Math.min(a, b)), valueAt(range, Math.max(a, b))];
  return min < max && Number.isFinite(max - min) ? { min, max, isLog: range.isLog } : range;
}

/** Zooms by a factor; the value at `place` stays there. */
export function zoomRange(range: AxisRange, place: number, factor: number): AxisRange {
  const zoomed = rangeBetween(range, place - place / factor, place + (1 - place) / factor);
  const isTooNarrow = placeOn(range, zoomed.max) === placeOn(range, zoomed.min) || (zoomed.max - zoomed.min) / Math.max(Math.abs(zoomed.min), Math.abs(zoomed.max)) < 1e-12;
  return isTooNarrow ? range : zoomed;
}

/** Moves by a share of the axis. */
export function panRange(range: AxisRange, by: number): AxisRange {
  return rangeBetween(range, by, 1 + by);
}

/** The range of finite values, those above 0 when it is logarithmic; null when there is none. */
export function extentOf(data: ArrayLike<number>, isLog: boolean, rows: Uint8Array | null = null): AxisRange | null {
  let [min, max] = [Infinity, -Infinity];
  const least = isLog ? Number.MIN_VALUE : -Number.MAX_VALUE;
  for (let i = 0; i < data.length; ++i) {
    const value = data[i];
    if (!(value >= least && value <= Number.MAX_VALUE) || (rows && rows[i] === 0)) continue;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return min <= max ? { min, max, isLog } : null;
}

const extents = new WeakMap<Float64Array, { readonly isLog: boolean; readonly rows: Uint8Array | null; readonly extent: AxisRange | null }>();

/** The same of a column that does not change any more: what was found last is kept. */
export function knownExtent(data: Float64Array, isLog: boolean, rows: Uint8Array | null): AxisRange | null {
  const known = extents.get(data);
  if (known?.isLog === isLog && known.rows === rows) return known.extent;
  const extent = extentOf(data, isLog, rows);
  extents.set(data, { isLog, rows, extent });
  return extent;
}

/** The range of several. */
export function joinRanges(ranges: readonly (AxisRange | null)[]): AxisRange | null {
  return ranges.reduce((all, range) => (all && range ? { min: Math.min(all.min, range.min), max: Math.max(all.max, range.max), isLog: all.isLog } : (all ?? range)), null);
}

/** A range with room at its ends; one around a single value; 0 … 1 (1 … 10) without values. */
export function fittedRange(extent: AxisRange | null, isLog: boolean, margin = MARGIN): AxisRange {
  if (!extent) return isLog ? { min: 1, max: 10, isLog } : { min: 0, max: 1, isLog };
  if (extent.min === extent.max) {
    if (isLog) return { min: extent.min / 2, max: extent.max * 2, isLog };
    const half = extent.min === 0 ? 1 : Math.abs(extent.min) * 0.1;
    return { min: extent.min - half, max: extent.max + half, isLog };
  }
  return rangeBetween({ ...extent, isLog }, -margin, 1 + margin);
}
