import type { About, Count, Member, Schema } from './schema.ts';
import type { ValuePath } from './value-path.ts';

/** A number that values of a structure have. */
export type NumberPath = { readonly path: string; readonly unit: string; readonly note: string };

/** More elements of a list than this are not listed one by one. */
const MOST_ELEMENTS = 16;

/** The numbers that every value of a structure has, in their order; of lists whose length differs only the first element. */
export function numberPaths(schema: Schema): NumberPath[] {
  const members = schema.members.flatMap((member): NumberPath[] => {
    if (member.kind === 'bits') return member.parts.filter(({ isPrivate }) => !isPrivate).map((part) => numberPath(part.name, part));
    if (member.kind === 'pad' || member.kind === 'text' || member.isPrivate) return [];
    if (member.kind === 'rest') return inside(`${member.name}[0]`, member.schema);
    return elementNames(member.name, member.dims).flatMap((name) => (member.kind === 'number' ? [numberPath(name, member)] : inside(name, member.schema)));
  });
  return [...members, ...schema.derived.filter(({ isPrivate }) => !isPrivate).map((derived) => numberPath(derived.name, derived))];
}

/** What is said about the member that a path leads to; null when a structure has no such member. */
export function memberAt(schema: Schema, path: ValuePath): About | null {
  const [name, ...rest] = path;
  const derived = schema.derived.find((candidate) => candidate.name === name);
  if (derived) return derived;
  for (const member of schema.members) {
    if (member.kind === 'bits') {
      const part = member.parts.find((candidate) => candidate.name === name && !candidate.isPrivate);
      if (part || (member.name !== null && member.name === name)) return rest.length === 0 ? (part ?? {}) : null;
    } else if (member.kind !== 'pad' && member.name === name && !member.isPrivate) return at(member, rest);
  }
  return null;
}

function at(member: Exclude<Member, { kind: 'pad' | 'bits' }>, rest: ValuePath): About | null {
  const steps = rest.filter((step) => typeof step === 'string');
  if (member.kind === 'struct' || member.kind === 'rest') return steps.length === 0 ? null : memberAt(member.schema, rest.slice(rest.indexOf(steps[0])));
  return steps.length === 0 ? member : null;
}

function inside(name: string, schema: Schema): NumberPath[] {
  return numberPaths(schema).map((inner) => ({ ...inner, path: `${name}.${inner.path}` }));
}

function numberPath(path: string, { unit = '', note = '' }: About): NumberPath {
  return { path, unit, note };
}

/** `channel[0]`, `channel[1]`, … of one dimension; the name itself of none; only the first where the length is not known or large. */
function elementNames(name: string, dims: readonly Count[]): string[] {
  if (dims.length === 0) return [name];
  const [length] = dims;
  const isShort = dims.length === 1 && typeof length === 'number' && length <= MOST_ELEMENTS;
  return isShort ? Array.from({ length }, (_, i) => `${name}[${i}]`) : [`${name}${dims.map(() => '[0]').join('')}`];
}
