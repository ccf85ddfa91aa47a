import type { Histogram2d } from '../analysis/histogram-2d.ts';
import { extentOf, joinRanges, knownExtent, type AxisRange } from './range.ts';

/** A line through values in their order; gaps where one is missing. */
export type LineLayer = {
  readonly kind: 'line';
  readonly label: string;
  /** Number of its series: its colour. */
  readonly color: number;
  /** Rising. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly rows: Uint8Array | null;
  /** Each value holds until the next one. */
  readonly isHeld: boolean;
  /** A fitted curve, drawn over the others. */
  readonly isFit: boolean;
};

/** Counts in bins; of those selected as well, when there is a selection. */
export type HistogramLayer = { readonly kind: 'histogram'; readonly label: string; readonly color: number; readonly edges: Float64Array; readonly counts: Float64Array; readonly selected: Float64Array | null };

/** Points with an error bar each. */
export type ErrorsLayer = { readonly kind: 'errors'; readonly label: string; readonly color: number; readonly x: Float64Array; readonly y: Float64Array; readonly error: Float64Array };

/** How many pairs fall into each cell. */
export type DensityLayer = { readonly kind: 'density'; readonly label: string; readonly color: number; readonly density: Histogram2d; /** Of values, from the least to the greatest; counts are shown by their logarithm. */ readonly isLinear: boolean };

/** Points of events; drawn as a picture (point-layer.ts) as there may be millions. */
export type PointsLayer = { readonly kind: 'points'; readonly label: string; readonly color: number; readonly x: Float64Array; readonly y: Float64Array; readonly rows: Uint8Array | null };

/** One thing that is drawn in a plot. */
export type PlotLayer = LineLayer | HistogramLayer | ErrorsLayer | DensityLayer | PointsLayer;

/** Ranges that show all of the layers. */
export function layersExtent(layers: readonly PlotLayer[], axis: 'x' | 'y', isLog: boolean): AxisRange | null {
  return joinRanges(layers.map((layer) => extentOfLayer(layer, axis, isLog)));
}

function extentOfLayer(layer: PlotLayer, axis: 'x' | 'y', isLog: boolean): AxisRange | null {
  switch (layer.kind) {
    case 'histogram': {
      if (axis === 'x') return extentOf(layer.edges, isLog);
      const counts = extentOf(layer.counts, isLog);
      return counts && { ...counts, min: isLog ? Math.min(0.5, counts.min) : 0 };
    }
    case 'density':
      return extentOf(layer.density[axis].edges, isLog);
    case 'errors': {
      if (axis === 'x') return extentOf(layer.x, isLog);
      const ends = [-1, 1].map((sign) => extentOf(layer.y.map((y, i) => y + sign * (layer.error[i] || 0)), isLog));
      return joinRanges(ends);
    }
    case 'line':
      // A curve may run away; the points decide what is shown.
      return layer.isFit ? null : knownExtent(layer[axis], isLog, layer.rows);
    case 'points':
      return knownExtent(layer[axis], isLog, layer.rows);
  }
}

/** Whether values never fall; missing ones do not count. */
export function isRising(values: Float64Array): boolean {
  let last = -Infinity;
  for (let i = 0; i < values.length; ++i) {
    if (values[i] < last) return false;
    if (values[i] > last) last = values[i];
  }
  return true;
}
