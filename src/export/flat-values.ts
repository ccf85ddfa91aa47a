import type { Placed } from '../types/read.ts';
import type { Value } from '../types/schema.ts';
import { isList, membersOf } from '../types/value-members.ts';
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
    const { value, shape } = field;
    const path = `${above}${field.name}`;
    const members = membersOf(field);
    if (members.length > 0) yield* flatValues(members, isList(field) ? above : `${path}.`);
    else if (isArray(value)) for (let i = 0; i < value.data.length; ++i) yield { path: `${path}${indexText(i, shape)}`, value: value.data[i], field };
    else if (Array.isArray(value)) for (const [i, each] of (value as readonly Value[]).entries()) yield { path: `${path}${indexText(i, shape)}`, value: single(each), field };
    else if (typeof value !== 'object') yield { path, value, field };
  }
}

function single(value: Value): number | bigint | string {
  return typeof value === 'object' ? '' : value;
}
