import type { Placed } from './read.ts';
import type { Value, Values } from './schema.ts';
import { isArray, isStructure } from './value-text.ts';

/**
 * What a field consists of: the members of a structure, the elements of a list of structures or arrays; none for numbers,
 * texts and arrays. Those of a computed value, which lie nowhere, are made up; those without accessor are left out.
 */
export function membersOf(field: Placed): readonly Placed[] {
  const { children, value, name } = field;
  if (children.length > 0) return isStructure(value) ? accessible(children, value as Values) : children;
  if (Array.isArray(value)) {
    const list = value as readonly Value[];
    return list.some((each) => typeof each === 'object') ? list.map((each, i) => inside(field, `${name}[${i}]`, each)) : [];
  }
  if (typeof value !== 'object' || !isStructure(value)) return [];
  return Object.entries(value).map(([member, each]) => inside(field, member, each as Value));
}

/** The fields that `values` has too: all but those for which the library has no accessor. */
export function accessible(placed: readonly Placed[], values: Values): readonly Placed[] {
  return placed.every(({ name }) => Object.hasOwn(values, name)) ? placed : placed.filter(({ name }) => Object.hasOwn(values, name));
}

/** Whether a field's members carry its name and their place, `quads[0]`, instead of names of their own. */
export function isList({ value }: Placed): boolean {
  return Array.isArray(value);
}

function inside({ unit, type, start, end }: Placed, name: string, value: Value): Placed {
  const shape = isArray(value) ? value.shape : Array.isArray(value) ? [(value as readonly Value[]).length] : [];
  return { name, type, unit, start, end, shape, value, children: [] };
}
