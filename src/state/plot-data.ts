import type { BinWish } from '../analysis/bins.ts';
import type { Column } from '../analysis/columns.ts';
import type { Fit } from '../analysis/fit.ts';
import type { FitModelName } from '../analysis/fit-models.ts';
import type { Histogram1d } from '../analysis/histogram-1d.ts';
import type { Histogram2d } from '../analysis/histogram-2d.ts';
import type { PlotSpec } from '../analysis/plot-spec.ts';
import type { Profile } from '../analysis/profile.ts';
import type { Problem } from '../base/errors.ts';

/** Columns of another table that are drawn over a plot. */
export type Overlay = { readonly table: string; readonly x: string; readonly y: string; readonly label: string };

/** What a plot has besides what it shows. */
export type PlotOptions = {
  /** Only events for which this holds; empty for all. The filter for all plots counts too. */
  readonly filter: string;
  readonly fit: FitModelName | null;
  /** Bins of histograms, profiles and densities; `bins` of the spec is the number where these give none. */
  readonly xBins: BinWish;
  readonly yBins: BinWish;
  /** Name of the table its columns are from; empty for events of the run. */
  readonly table: string;
  readonly overlays: readonly Overlay[];
};

/** A plot that is shown: plain data, kept when the event or the run changes. */
export type Plot = PlotSpec & PlotOptions & { readonly id: string };

/** What a new plot starts from. */
export const DEFAULT_OPTIONS: PlotOptions = { filter: '', fit: null, xBins: {}, yBins: {}, table: '', overlays: [] };

/** How many rows a filter lets through. */
export type KeptRows = { readonly kept: number; readonly all: number };

/** A curve through one series of a plot; null with the reason when there is none. */
export type PlotFit = { readonly label: string; readonly fit: Fit | null; readonly problem: Problem | null };

/** A line that is no column of events: samples of a waveform, columns of an overlay. */
export type PlotLine = { readonly label: string; readonly x: Float64Array; readonly y: Float64Array; readonly xUnit: string; readonly yUnit: string };

/** What is there to draw of a plot, as far as it has been read. */
export type PlotData = {
  /** Part that has been read, 0 … 1. */
  readonly share: number;
  readonly problem: Problem | null;
  readonly x: Column | null;
  readonly y: readonly Column[];
  /** 1 for rows that the filters keep; null for all. */
  readonly rows: Uint8Array | null;
  readonly kept: KeptRows;
  /** Of `x` and then each of `y`, for histograms. */
  readonly histograms: readonly Histogram1d[];
  readonly density: Histogram2d | null;
  /** One for each of `y`. */
  readonly profiles: readonly Profile[];
  readonly lines: readonly PlotLine[];
  readonly fits: readonly PlotFit[];
};

/** A plot of which nothing has been read. */
export const NO_DATA: PlotData = {
  share: 0, problem: null, x: null, y: [], rows: null, kept: { kept: 0, all: 0 }, histograms: [], density: null, profiles: [], lines: [], fits: [],
};
