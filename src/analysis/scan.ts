/** Statistics of a quantity at each step of a scan. */
export type ScanSteps = {
  /** Value of the control at each step, rising or in the order of the cycles. */
  readonly control: Float64Array;
  readonly counts: Float64Array;
  readonly mean: Float64Array;
  /** Population standard deviation, as pyana_scan shows it. */
  readonly std: Float64Array;
  /** Standard error of the mean. */
  readonly error: Float64Array;
};

/**
 * Mean and error of a quantity per step. Rows without control, cycle or value do not count; steps without a row with a
 * value are left out.
 * @param cycle calib cycle of each row; null makes a step of each value of the control
 */
export function scanSteps(control: Float64Array, quantity: Float64Array, cycle: Float64Array | null, rows: Uint8Array | null = null): ScanSteps {
  const keys = cycle ?? control;
  const stepOf = new Map<number, number>();
  const stepOfRow = new Int32Array(control.length).fill(-1);
  for (let i = 0; i < control.length; ++i) {
    if ((rows && rows[i] === 0) || Number.isNaN(control[i]) || Number.isNaN(quantity[i]) || Number.isNaN(keys[i])) continue;
    const step = stepOf.get(keys[i]) ?? stepOf.size;
    stepOf.set(keys[i], step);
    stepOfRow[i] = step;
  }
  const [values, counts, sums, squares] = [0, 1, 2, 3].map(() => new Float64Array(stepOf.size));
  for (let i = 0; i < control.length; ++i) {
    const step = stepOfRow[i];
    if (step < 0) continue;
    values[step] = control[i];
    ++counts[step];
    sums[step] += quantity[i];
  }
  const mean = sums.map((sum, step) => sum / counts[step]);
  for (let i = 0; i < control.length; ++i) {
    const step = stepOfRow[i];
    if (step >= 0) squares[step] += (quantity[i] - mean[step]) ** 2;
  }
  const order = [...stepOf].sort(([a], [b]) => a - b).map(([, step]) => step);
  const sorted = (column: Float64Array): Float64Array => Float64Array.from(order, (step) => column[step]);
  const std = squares.map((sum, step) => Math.sqrt(sum / counts[step]));
  const error = std.map((deviation, step) => deviation / Math.sqrt(counts[step]));
  return { control: sorted(values), counts: sorted(counts), mean: sorted(mean), std: sorted(std), error: sorted(error) };
}

/** Means of a quantity over two controls; NaN where no event was taken. */
export type ScanMap = {
  /** Values of the controls, rising. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** (y, x) in C order. */
  readonly shape: readonly [number, number];
  readonly counts: Float64Array;
  readonly mean: Float64Array;
  readonly error: Float64Array;
};

/** Mean and standard error of a quantity at every pair of values of two controls. */
export function scanMap(xControl: Float64Array, yControl: Float64Array, quantity: Float64Array, rows: Uint8Array | null = null): ScanMap {
  const isUsed = (i: number): boolean => !(rows && rows[i] === 0) && !Number.isNaN(xControl[i]) && !Number.isNaN(yControl[i]) && !Number.isNaN(quantity[i]);
  const used = Uint32Array.from({ length: xControl.length }, (_, i) => i).filter(isUsed);
  const valuesOf = (control: Float64Array): Float64Array => Float64Array.from(new Set(Array.from(used, (i) => control[i]))).sort();
  const x = valuesOf(xControl);
  const y = valuesOf(yControl);
  const placeOf = (values: Float64Array): Map<number, number> => new Map(Array.from(values, (value, place) => [value, place]));
  const [xPlaces, yPlaces] = [placeOf(x), placeOf(y)];
  const cells = Uint32Array.from(used, (i) => (yPlaces.get(yControl[i]) ?? 0) * x.length + (xPlaces.get(xControl[i]) ?? 0));
  const [counts, sums, squares] = [0, 1, 2].map(() => new Float64Array(x.length * y.length));
  used.forEach((row, i) => {
    ++counts[cells[i]];
    sums[cells[i]] += quantity[row];
  });
  const mean = sums.map((sum, cell) => sum / counts[cell]);
  used.forEach((row, i) => (squares[cells[i]] += (quantity[row] - mean[cells[i]]) ** 2));
  const error = squares.map((sum, cell) => Math.sqrt(sum / counts[cell]) / Math.sqrt(counts[cell]));
  return { x, y, shape: [y.length, x.length], counts, mean, error };
}
