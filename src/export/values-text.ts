import type { Placed } from '../types/read.ts';
import { isStructure, scalarText, valueText } from '../types/value-text.ts';

/** The values of a payload as lines for people: `channel0Volts  0.412 V`, members of structures indented below their name. */
export function valuesText(placed: readonly Placed[], title = ''): string {
  const lines = [...(title ? [title] : []), ...textLines(placed, title ? '  ' : '')];
  return lines.map((line) => `${line}\n`).join('');
}

function textLines(placed: readonly Placed[], indent: string): string[] {
  const width = Math.max(0, ...placed.filter(({ children }) => children.length === 0).map(({ name }) => name.length));
  return placed.flatMap((field) => {
    const { name, unit, children, value, type, names, shape } = field;
    if (children.length > 0) {
      // Elements of a list have its name already.
      return Array.isArray(value) ? textLines(children, indent) : [`${indent}${name}`, ...textLines(children, `${indent}  `)];
    }
    const text = isStructure(value) || typeof value === 'object' ? valueText(field) : scalarText(value, type, names);
    const shown = text === '' && shape.length === 0 ? '' : `  ${text}${unit ? ` ${unit}` : ''}`;
    return [`${indent}${name.padEnd(width)}${shown}`.trimEnd()];
  });
}
