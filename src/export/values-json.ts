import type { Value, Values } from '../types/schema.ts';
import { isArray } from '../types/value-text.ts';

/**
 * Values as JSON that keeps them: structures nested, arrays as `{ "shape", "dtype", "data" }` with the elements in C order,
 * 64-bit integers with all their digits (as numbers), and what JSON has no number for as text: `"NaN"`, `"Infinity"`.
 */
export function valuesJson(values: Values | readonly Values[]): string {
  return `${json(values, '')}\n`;
}

function json(value: Value, indent: string): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return number(value);
  const inside = `${indent}  `;
  if (isArray(value)) {
    const elements = Array.from(value.data as ArrayLike<number | bigint>, (element) => (typeof element === 'bigint' ? String(element) : number(element)));
    return `{ "shape": [${value.shape.join(', ')}], "dtype": "${value.dtype}", "data": [${elements.join(', ')}] }`;
  }
  if (Array.isArray(value)) {
    const list = value as readonly Value[];
    return list.length === 0 ? '[]' : `[\n${list.map((each) => `${inside}${json(each, inside)}`).join(',\n')}\n${indent}]`;
  }
  const members = Object.entries(value as Values);
  return members.length === 0 ? '{}' : `{\n${members.map(([name, each]) => `${inside}${JSON.stringify(name)}: ${json(each, inside)}`).join(',\n')}\n${indent}}`;
}

function number(value: number): string {
  if (!Number.isFinite(value)) return `"${value}"`;
  return Object.is(value, -0) ? '-0' : String(value);
}
