/** What a plot draws. */
export type PlotKind =
  | 'trace' // columns against the event's number, time or another column
  | 'scatter' // points
  | 'histogram'
  | 'density' // 2-D histogram
  | 'profile' // mean ± standard error against a binned quantity
  | 'strip' // a held value against time, drawn when it changes
  | 'waveform' // samples of one event
  | 'waveform-average'
  | 'waveform-stack' // picture of event × sample
  | 'image' // pixels of one event
  | 'image-average'
  | 'image-maximum'
  | 'image-dark'
  | 'image-projections'
  | 'image-region'
  | 'image-spectrum';

/** A plot to make: plain data, kept and sent as it is. Quantities are expressions as a user writes them. */
export type PlotSpec = {
  readonly title: string;
  readonly kind: PlotKind;
  /** Empty where the kind needs none. */
  readonly x: string;
  readonly y: readonly string[];
  /** Names of the curves, as long as `y`. */
  readonly labels: readonly string[];
  /** Address of the detector of pictures and waveforms; empty for columns. */
  readonly source: string;
  readonly bins?: number;
  /** Counts as a share of all. */
  readonly isNormalised?: boolean;
  /** Range of a spectrum, or x1, x2, y1, y2 of a region. */
  readonly range?: readonly number[];
  readonly logX?: boolean;
  readonly logY?: boolean;
};

/** Columns against the number of the event. */
export function traceSpec(title: string, y: readonly string[], labels: readonly string[] = y): PlotSpec {
  return { title, kind: 'trace', x: 'event', y, labels, source: '' };
}

/** Points of y against x. */
export function scatterSpec(title: string, x: string, y: string): PlotSpec {
  return { title, kind: 'scatter', x, y: [y], labels: [y], source: '' };
}

/** A histogram of one column. */
export function histogramSpec(title: string, quantity: string, bins: number): PlotSpec {
  return { title, kind: 'histogram', x: quantity, y: [], labels: [], source: '', bins };
}

/** A plot of the pictures or waveforms of a detector. */
export function sourceSpec(title: string, kind: PlotKind, source: string, range?: readonly number[]): PlotSpec {
  return { title, kind, x: '', y: [], labels: [], source, ...(range ? { range } : {}) };
}
