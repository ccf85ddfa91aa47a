/** Numbers of a region of an image, over its finite pixels. */
export type RegionStats = {
  /** Centre of mass, image pixels, centre of pixel i = i: x is the column, y the row. NaN when the sum is 0. */
  readonly x: number;
  readonly y: number;
  readonly sum: number;
  readonly mean: number;
  readonly min: number;
  readonly max: number;
  /** Finite pixels. */
  readonly count: number;
};

/** How often values occur: `counts[i]` in [low + i*width, low + (i+1)*width), the last bin with its upper edge. */
export type Histogram = {
  readonly low: number;
  readonly high: number;
  readonly counts: Uint32Array;
  /** Finite pixels counted. */
  readonly total: number;
};
