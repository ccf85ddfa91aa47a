import type { Placed } from './read.ts';
import type { Value } from './schema.ts';
import { isArray, isStructure } from './value-text.ts';

/**
 * What a field consists of: the members of a structure, the elements of a list of structures or arrays; none for numbers,
 * texts and arrays. Those of a computed value, which lie nowhere, are made up.
 */
export function membersOf(field: Placed): readonly Placed[] {
  const { children, value, name } = field;
  if (children.length > 0) return children;
  if (Array.isArray(value)) {
    const list = value as readonly Value[];
    return list.some((each) => typeof each === 'object') ? list.map((each, i) => inside(field, `${name}[${i}]`, each)) : [];
  }
  if (typeof value !== 'object' || !isStructure(value)) return [];
  return Object.entries(value).map(([member, each]) => inside(field, member, each as Value));
}

/** Whether a field's members carry its name and their place, `quads[0]`, instead of names of their own. */
export function isList({ value }: Placed): boolean {
  return Array.isArray(value);
}

function inside({ unit, type, start, end }: Placed, name: string, value: Value): Placed {
  const shape = isArray(value) ? value.shape : Array.isArray(value) ? [(value as readonly Value[]).length] : [];
  return { name, type, unit, start, end, shape, value, children: [] };
}
