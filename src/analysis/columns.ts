import { XtcError } from '../base/errors.ts';

/** One value per event (or per row of a file), NaN where it is missing. */
export type Column = {
  /** The quantity as its user wrote it, or the user's own name. */
  readonly name: string;
  /** Unit to print; empty when there is none or it is not known. */
  readonly unit: string;
  readonly data: Float64Array;
};

/** Columns of equal length; row i of all of them is one event. */
export type Table = { readonly length: number; readonly columns: readonly Column[] };

/** Statistics of the values that are there; all NaN but `count` when none is. */
export type ColumnStats = {
  /** Values that are there (not NaN). */
  readonly count: number;
  readonly missing: number;
  readonly min: number;
  readonly max: number;
  readonly sum: number;
  readonly mean: number;
  /** Population standard deviation, as numpy.std gives it. */
  readonly std: number;
  /** std / √count. */
  readonly error: number;
};

/** Puts columns together. @throws {XtcError} 'out-of-range' when their lengths differ */
export function tableOf(columns: readonly Column[]): Table {
  const length = columns[0]?.data.length ?? 0;
  const other = columns.find(({ data }) => data.length !== length);
  if (other) {
    throw new XtcError('out-of-range', `${other.name} has ${other.data.length} rows, ${columns[0].name} has ${length}: they are not of the same events.`);
  }
  return { length, columns };
}

/** The column of that name. @throws {XtcError} 'unknown-source' with the names there are */
export function columnOf(table: Table, name: string): Column {
  const found = table.columns.find((column) => column.name === name);
  if (!found) {
    const known = table.columns.map((column) => column.name).join(', ');
    throw new XtcError('unknown-source', `There is no column ${name}. ${known === '' ? 'No column has been read yet.' : `There are ${known}.`}`);
  }
  return found;
}

/** Statistics of a column, of all rows or of those where `rows` is not 0. Two passes: exact for large offsets. */
export function columnStats(data: Float64Array, rows: Uint8Array | null = null): ColumnStats {
  let count = 0;
  let considered = 0;
  let sum = 0;
  let min = Infinity;
  let max = -Infinity;
  for (let i = 0; i < data.length; ++i) {
    if (rows && rows[i] === 0) continue;
    ++considered;
    const value = data[i];
    if (Number.isNaN(value)) continue;
    ++count;
    sum += value;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  const missing = considered - count;
  if (count === 0) return { count, missing, min: NaN, max: NaN, sum: NaN, mean: NaN, std: NaN, error: NaN };
  const mean = sum / count;
  let squares = 0;
  for (let i = 0; i < data.length; ++i) {
    if (rows && rows[i] === 0) continue;
    const value = data[i];
    if (!Number.isNaN(value)) squares += (value - mean) * (value - mean);
  }
  const std = Math.sqrt(squares / count);
  return { count, missing, min, max, sum, mean, std, error: std / Math.sqrt(count) };
}

/** The rows of a table where `rows` is not 0, in their order. */
export function selectRows(table: Table, rows: Uint8Array): Table {
  const kept = rowNumbers(rows);
  const columns = table.columns.map(({ name, unit, data }) => ({ name, unit, data: Float64Array.from(kept, (row) => data[row]) }));
  return { length: kept.length, columns };
}

/** Numbers of the rows where `rows` is not 0. */
export function rowNumbers(rows: Uint8Array): Uint32Array {
  let count = 0;
  for (const row of rows) if (row !== 0) ++count;
  const numbers = new Uint32Array(count);
  for (let i = 0, next = 0; i < rows.length; ++i) if (rows[i] !== 0) numbers[next++] = i;
  return numbers;
}
