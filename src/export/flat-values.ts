import type { Placed } from '../types/read.ts';
import type { Value } from '../types/schema.ts';
import { indexText, isArray } from '../types/value-text.ts';

/** A single value of a payload, on its own line. */
export type FlatValue = {
  /** `quads[0].sections[3].gain`: as scripts write it. */
  readonly path: string;
  readonly value: number | bigint | string;
  readonly field: Placed;
};

/** Every number and text of a payload, elements of arrays one by one, in order. */
export function* flatValues(placed: readonly Placed[], above = ''): Generator<FlatValue> {
  for (const field of placed) {
    const path = `${above}${field.name}`;
    if (field.children.length > 0) yield* flatValues(field.children, isList(field) ? above : `${path}.`);
    else yield* single(field, path);
  }
}

/** Whether a value is a list of structures: its children carry its name and their place, `quads[0]`. */
export function isList({ value }: Placed): boolean {
  return Array.isArray(value);
}

function* single(field: Placed, path: string): Generator<FlatValue> {
  const { value, shape } = field;
  if (isArray(value)) {
    for (let i = 0; i < value.data.length; ++i) yield { path: `${path}${indexText(i, shape)}`, value: value.data[i], field };
  } else if (Array.isArray(value)) {
    const list = value as readonly Value[];
    for (let i = 0; i < list.length; ++i) yield* leaf(field, `${path}${indexText(i, shape)}`, list[i]);
  } else yield* leaf(field, path, value);
}

function* leaf(field: Placed, path: string, value: Value): Generator<FlatValue> {
  if (typeof value !== 'object') yield { path, value, field };
  else if (isArray(value)) for (let i = 0; i < value.data.length; ++i) yield { path: `${path}${indexText(i, value.shape)}`, value: value.data[i], field };
  else for (const [name, inner] of Object.entries(value)) yield* leaf(field, `${path}${Array.isArray(value) ? `[${name}]` : `.${name}`}`, inner);
}
