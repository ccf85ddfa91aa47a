import type { Placed } from '../types/read.ts';
import { isList, membersOf } from '../types/value-members.ts';
import { valueText } from '../types/value-text.ts';

/** The values of a payload as lines for people: `channel0Volts  0.412 V`, members of structures indented below their name. */
export function valuesText(placed: readonly Placed[], title: string): string {
  return [title, ...textLines(placed, '  ')].map((line) => `${line}\n`).join('');
}

function textLines(placed: readonly Placed[], indent: string): string[] {
  const parts = placed.map((field) => ({ field, members: membersOf(field) }));
  const width = Math.max(0, ...parts.filter(({ members }) => members.length === 0).map(({ field }) => field.name.length));
  return parts.flatMap(({ field, members }) => {
    const { name, unit } = field;
    if (members.length === 0) return [`${indent}${name.padEnd(width)}  ${valueText(field)}${unit ? ` ${unit}` : ''}`.trimEnd()];
    // Elements of a list have its name already.
    return isList(field) ? textLines(members, indent) : [`${indent}${name}`, ...textLines(members, `${indent}  `)];
  });
}
