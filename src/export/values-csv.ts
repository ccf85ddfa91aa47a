import type { Placed } from '../types/read.ts';
import { flatValues } from './flat-values.ts';

/**
 * Values as a table for spreadsheets: name, value, unit, name of an enum's value, type; elements of arrays one by one. Lines
 * end and texts are quoted as RFC 4180 says.
 */
export function valuesCsv(placed: readonly Placed[]): string {
  const lines = ['name,value,unit,meaning,type'];
  for (const { path, value, field } of flatValues(placed)) {
    const meaning = typeof value === 'number' ? (field.names?.[value] ?? '') : '';
    lines.push([path, String(value), field.unit ?? '', meaning, field.type].map(quoted).join(','));
  }
  return lines.map((line) => `${line}\r\n`).join('');
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
