import type { NamedNumbers } from './named-numbers.ts';

/** One column of an array, as analysis/columns.ts has it. */
export type ArrayColumn = { readonly name: string; readonly unit: string; readonly data: Float64Array };

const MOST_COLUMNS = 64;

/**
 * An array as columns: one of a list or of a single row or column (MATLAB has no others), one for each column of a table,
 * `name[0]`, `name[1]`, …; none of a number alone or of more than two dimensions.
 */
export function asColumns({ name, shape, values }: NamedNumbers): readonly ArrayColumn[] {
  const long = shape.filter((length) => length !== 1);
  if (values.length === 0 || shape.length === 0 || shape.length > 2) return [];
  if (long.length < 2) return [{ name, unit: '', data: values }];
  const [rows, columns] = shape;
  if (columns > MOST_COLUMNS) return [];
  return Array.from({ length: columns }, (_, column) => ({
    name: `${name}[${column}]`,
    unit: '',
    data: Float64Array.from({ length: rows }, (_row, row) => values[row * columns + column]),
  }));
}
