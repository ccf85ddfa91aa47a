/** An averaged dark: float64, shape of the sections it was made from. */
export type Dark = {
  /** (4, 8, 185, 388) for CSPad, (2, 185, 388) for CSPad2x2. */
  readonly shape: readonly number[];
  /** Number of events averaged; 0 when it comes from a file that does not tell. */
  readonly events: number;
  /** ADU; 0 in sections without data (`present` tells them apart). */
  readonly mean: Float64Array;
  /** Population standard deviation, ADU; 0 when unknown. */
  readonly sigma: Float64Array;
  /** Bit (quad*8 + section) set: this section has a dark. */
  readonly present: number;
  /** Source it was made for, `XppGon-0|Cspad-0`; empty when it comes from a file. */
  readonly source: string;
  /** What it was made from, for people: `e153 r0066, 7 events`, `pedestals.npy`. */
  readonly origin: string;
};

/** The sums one worker of the pool has gathered over its share of the events; adding them is exact in any order. */
export type DarkSums = {
  readonly shape: readonly number[];
  /** Σ raw, ADU. */
  readonly sum: Uint32Array;
  /** Σ raw², exact integers. */
  readonly squares: Float64Array;
  /** Section → events in which it was there. */
  readonly sectionEvents: Uint32Array;
  readonly events: number;
};
