import { XtcError } from '../base/errors.ts';

/** A column of a table to save. */
export type TableColumn = { readonly name: string; readonly data: ArrayLike<number> };

/**
 * Columns as numpy.savetxt writes them by default: `%.18e`, blanks between, a line each row.
 * @param header names in a comment above, as savetxt's `header`
 * @throws {XtcError} 'out-of-range' when columns differ in length
 */
export function writeText(columns: readonly TableColumn[], header = false): Blob {
  const top = header ? [`# ${columns.map(({ name }) => name.replaceAll(/\s+/g, '_')).join(' ')}\n`] : [];
  return new Blob([...top, ...lines(columns, ' ', scientific)], { type: 'text/plain' });
}

/** Columns as CSV with a line of names; missing values are empty fields, numbers have the digits that tell them apart. */
export function writeCsv(columns: readonly TableColumn[]): Blob {
  const names = columns.map(({ name }) => (/[",\n\r]|^\s|\s$/.test(name) ? `"${name.replaceAll('"', '""')}"` : name));
  return new Blob([`${names.join(',')}\n`, ...lines(columns, ',', shortest)], { type: 'text/csv' });
}

const LINES_AT_ONCE = 8192;

function lines(columns: readonly TableColumn[], separator: string, print: (value: number) => string): string[] {
  const length = columns[0]?.data.length ?? 0;
  const other = columns.find(({ data }) => data.length !== length);
  if (other) throw new XtcError('out-of-range', `${other.name} has ${other.data.length} rows, ${columns[0].name} has ${length}: they do not make a table.`);
  const parts: string[] = [];
  for (let from = 0; from < length; from += LINES_AT_ONCE) {
    let part = '';
    for (let row = from; row < Math.min(length, from + LINES_AT_ONCE); ++row) part += `${columns.map(({ data }) => print(data[row])).join(separator)}\n`;
    parts.push(part);
  }
  return parts;
}

/** C's `%.18e`: two digits of exponent at least. */
function scientific(value: number): string {
  if (!Number.isFinite(value)) return special(value);
  const text = value.toExponential(18).replace(/e([+-])(\d)$/, 'e$10$2');
  return Object.is(value, -0) ? `-${text}` : text;
}

function shortest(value: number): string {
  if (Number.isNaN(value)) return '';
  if (!Number.isFinite(value)) return special(value);
  return Object.is(value, -0) ? '-0' : String(value);
}

function special(value: number): string {
  return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
}
