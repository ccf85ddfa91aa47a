import { XtcError } from '../base/errors.ts';
import type { Value, Values } from './schema.ts';

/** The way to a number in values: names of members and places in lists and arrays, `['diode', 0, 'base']`. */
export type ValuePath = readonly (string | number)[];

const STEP = /^(?:\.?([A-Za-z_]\w*)|\[(\d+)\])/;

/** Splits `diode[0].base`. @throws {XtcError} 'bad-query' when it is no such path */
export function parsePath(text: string): ValuePath {
  const path: (string | number)[] = [];
  for (let rest = text; rest !== ''; ) {
    const found = STEP.exec(rest);
    if (!found || (path.length === 0 && !/^[A-Za-z_]/.test(rest))) throw notPath(text, text.length - rest.length);
    path.push(found[2] === undefined ? found[1] : Number(found[2]));
    rest = rest.slice(found[0].length);
  }
  if (path.length === 0) throw notPath(text, 0);
  return path;
}

/** The number at the end of a path; NaN when there is none. An array takes one place per dimension, or one counted flat. */
export function numberAt(values: Values, path: ValuePath): number {
  let value: Value | undefined = values;
  for (let i = 0; i < path.length; ++i) {
    if (typeof value !== 'object') return NaN;
    const step = path[i];
    if (isNdArray(value)) return elementAt(value, path.slice(i));
    value = Array.isArray(value) ? (value as readonly Value[])[Number(step)] : Object.hasOwn(value, step) ? (value as Values)[step] : undefined;
  }
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : NaN;
}

type AnyArray = { readonly shape: readonly number[]; readonly dtype: string; readonly data: ArrayLike<number | bigint> };

function isNdArray(value: object): value is AnyArray {
  return 'dtype' in value && 'data' in value && ArrayBuffer.isView(value.data);
}

function elementAt({ shape, data }: AnyArray, places: ValuePath): number {
  if (!places.every((place) => typeof place === 'number')) return NaN;
  const isFlat = places.length === 1;
  if (!isFlat && (places.length !== shape.length || places.some((place, axis) => place >= shape[axis]))) return NaN;
  const at = isFlat ? places[0] : places.reduce((flat, place, axis) => flat * shape[axis] + place, 0);
  return at < data.length ? Number(data[at]) : NaN;
}

function notPath(text: string, offset: number): XtcError {
  return new XtcError('bad-query', `"${text}" is no path to a value: names, and places in brackets, as in diode[0].base.`, { offset });
}
