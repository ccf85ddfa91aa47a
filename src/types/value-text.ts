import type { DType, NdArray } from '../base/arrays.ts';
import type { Placed } from './read.ts';
import type { EnumNames, Value } from './schema.ts';

/** More elements of an array than these are only counted. */
const SHOWN_ELEMENTS = 8;

/**
 * A value as text: numbers with all their digits, an enum's name behind its number, of arrays the shape and the first
 * elements; empty for a structure.
 */
export function valueText({ value, type, names, shape }: Pick<Placed, 'value' | 'type' | 'names' | 'shape'>): string {
  if (isArray(value)) return listText(shape, countShown(value.data), (i) => scalarText(value.data[i], value.dtype, names));
  if (Array.isArray(value)) {
    const list = value as readonly Value[];
    if (typeof list[0] === 'object') return `${list.length} ×`;
    return listText(shape, countShown(list), (i) => scalarText(list[i], type, names));
  }
  return scalarText(value, type, names);
}

/** One number or text; numbers of 32 bits, computed ones too, with the fewest digits that give them again. */
export function scalarText(value: Value, type: string, names?: EnumNames): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'number') return '';
  const isFloat = type === 'f32' || (type === 'computed' && Math.fround(value) === value);
  const text = isFloat ? shortestFloat(value) : String(value);
  return names?.[value] === undefined ? text : `${text} ${names[value]}`;
}

/** The fewest digits that give the same 32-bit number again. */
export function shortestFloat(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  for (let digits = 6; digits < 9; ++digits) {
    const rounded = Number(value.toPrecision(digits));
    if (Math.fround(rounded) === Math.fround(value)) return String(rounded);
  }
  return String(Number(value.toPrecision(9)));
}

/** The place of an element, counted in C order, in an array of this shape: `[1][20]`. */
export function indexText(element: number, shape: readonly number[]): string {
  let rest = element;
  let text = '';
  for (let axis = shape.length - 1; axis >= 0; --axis) {
    text = `[${rest % shape[axis]}]${text}`;
    rest = Math.floor(rest / shape[axis]);
  }
  return text;
}

/** Whether a value is an array of numbers. */
export function isArray(value: Value | undefined): value is NdArray<DType> {
  return typeof value === 'object' && 'dtype' in value && 'data' in value && ArrayBuffer.isView(value.data);
}

/** Whether a value has members. */
export function isStructure(value: Value | undefined): boolean {
  return typeof value === 'object' && !Array.isArray(value) && !isArray(value);
}

function countShown({ length }: { readonly length: number }): { shown: number; length: number } {
  return { shown: Math.min(length, SHOWN_ELEMENTS), length };
}

function listText(shape: readonly number[], { shown, length }: { shown: number; length: number }, text: (i: number) => string): string {
  const first = Array.from({ length: shown }, (_, i) => text(i)).join(', ');
  return `(${shape.join(' × ')}) ${first}${length > shown ? ', …' : ''}`;
}
