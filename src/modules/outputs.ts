import type { DType, NdArray } from '../base/arrays.ts';

/** A line that a module printed, or what the framework says of it. */
export type LogLine = {
  /** `name:label` of the module; empty for the framework. */
  readonly module: string;
  readonly text: string;
  readonly kind: 'print' | 'note';
};

/** One curve of a plot, as long as its x; a histogram has one less. */
export type PlotSeries = { readonly label: string; readonly y: Float64Array; readonly error: Float64Array | null };

/** A plot as a module made it last. */
export type ModulePlot = {
  readonly module: string;
  /** What the module calls it: unique within the job; a later plot of the same name takes its place. */
  readonly name: string;
  readonly kind: 'line' | 'scatter' | 'errorbar' | 'histogram' | 'image';
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly logX: boolean;
  readonly logY: boolean;
  /** Places of the points; edges of the bins of a histogram, one more than its values. Empty for an image. */
  readonly x: Float64Array;
  /** Empty for an image. */
  readonly series: readonly PlotSeries[];
  /** (rows, columns), row 0 at the top; null for the other kinds. */
  readonly image: NdArray<'f32'> | null;
};

/** A file that a module leaves; one of the same name takes the place of an earlier one. */
export type ModuleFile = { readonly module: string; readonly name: string; readonly blob: Blob };

/** What a module saves, before it is written in its format. */
export type SavedArrays = {
  readonly module: string;
  readonly name: string;
  readonly format: 'npy' | 'npz' | 'txt' | 'csv' | 'mat' | 'h5' | 'png';
  /** In the order in which they were given. The only one of a format without names is called `data`. */
  readonly arrays: readonly { readonly name: string; readonly array: NdArray<DType> }[];
  /** Format of a number of txt and csv as C's printf has it, and how a png is coloured. */
  readonly options: { readonly format?: string; readonly header?: string; readonly colormap?: string; readonly low?: number; readonly high?: number };
};

/** Something that went wrong in a module, or the reason why it was ended. */
export type ModuleProblem = {
  /** `name:label`; empty when it concerns none of them. */
  readonly module: string;
  /** `event`, `beginjob`, `constructor`, …; empty when it happened in none. */
  readonly callback: string;
  /** Number of the event, -1 when it happened outside of one. */
  readonly event: number;
  /** In the module's own source, counted from 1; 0 when it cannot be told. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
};
