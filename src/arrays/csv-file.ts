import { XtcError } from '../base/errors.ts';
import type { ArraysFile } from './named-numbers.ts';

/**
 * Reads a table of numbers with or without a line of names; fields are parted by commas, semicolons, tabs or blanks. Empty
 * fields and what is no number are missing (NaN). Lines that start with '#' are comments; the last one of as many words as
 * there are columns names them, as numpy.savetxt writes its header.
 * @throws {XtcError} 'bad-array' when no line has numbers
 */
export async function readCsv(file: Blob, name: string, most: number): Promise<ArraysFile> {
  const lines = (await file.text()).replace(/^\ufeff/, '').split(/\r\n|\n|\r/).filter((line) => line.trim() !== '');
  const content = lines.filter((line) => !line.trimStart().startsWith('#'));
  const separator = separatorOf(content[0] ?? '');
  const rows = content.map((line) => fieldsOf(line, separator));
  const isNamed = rows.length > 0 && rows[0].some((field) => field !== '' && toNumber(field) === null);
  const body = isNamed ? rows.slice(1) : rows;
  const width = rows.reduce((longest, row) => Math.max(longest, row.length), 0);
  if (body.length === 0 || !body.some((row) => row.some((field) => toNumber(field) !== null))) {
    throw new XtcError('bad-array', `${name} has no line of numbers. Tables have one row a line, with commas, semicolons, tabs or blanks between numbers.`, { file: name });
  }
  if (body.length * width > most) throw new XtcError('bad-array', `${name} has ${body.length * width} numbers; at most ${most} are read here.`, { file: name });
  const comment = lines.filter((line) => line.trimStart().startsWith('#')).map((line) => fieldsOf(line.trimStart().replace(/^#+\s*/, ''), separator)).findLast((words) => words.length === width);
  const names = isNamed ? rows[0] : (comment ?? []);
  const arrays = Array.from({ length: width }, (_, column) => ({
    name: names[column] === undefined || names[column] === '' ? `column ${column}` : names[column],
    shape: [body.length],
    values: Float64Array.from(body, (row) => toNumber(row[column] ?? '') ?? NaN),
  }));
  return { arrays, skipped: [] };
}

function separatorOf(line: string): string {
  return [',', ';', '\t'].find((separator) => line.includes(separator)) ?? ' ';
}

/** Fields of a line; those in double quotes may have the separator in them, and a doubled quote for one. */
function fieldsOf(line: string, separator: string): string[] {
  if (separator === ' ') return line.trim().split(/\s+/);
  const fields: string[] = [];
  for (let at = 0; at <= line.length; ) {
    const quoted = /^\s*"((?:[^"]|"")*)"\s*/.exec(line.slice(at));
    const end = line.indexOf(separator, at + (quoted?.[0].length ?? 0));
    const stop = end < 0 ? line.length : end;
    fields.push(quoted ? quoted[1].replaceAll('""', '"') : line.slice(at, stop).trim());
    at = stop + 1;
  }
  return fields;
}

function toNumber(field: string): number | null {
  if (field === '') return null;
  const value = Number(field);
  if (!Number.isNaN(value)) return value;
  if (/^[+-]?nan$/i.test(field)) return NaN;
  return /^[+-]?inf(inity)?$/i.test(field) ? (field.startsWith('-') ? -Infinity : Infinity) : null;
}
