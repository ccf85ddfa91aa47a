import type { Field } from '../format/header-fields.ts';
import type { LeafValue } from './leaf-value.ts';
import type { Placed } from './read.ts';
import { valueText } from './value-text.ts';

/** A payload of more fields than these is shown in part: what follows is in the Devices panel. */
const MOST_FIELDS = 400;

/**
 * The fields of a payload with their bytes in the file: members of structures by their path (`diode[0].base`), an array as
 * one. What was compressed has no bytes of its own, so all of the payload is theirs.
 */
export function payloadFields(leaf: LeafValue): Field[] {
  const whole = { start: leaf.payloadOffset, end: leaf.payloadOffset + leaf.byteLength };
  if (leaf.problem) return [{ name: 'not decoded', ...whole, value: leaf.problem.code, meaning: leaf.problem.message }];
  const fields: Field[] = [];
  const add = (placed: readonly Placed[], before: string): void => {
    for (const member of placed) {
      if (fields.length >= MOST_FIELDS) return;
      const name = before + member.name;
      if (member.children.length === 0) {
        const place = leaf.kind.compressed ? whole : { start: whole.start + member.start, end: whole.start + member.end };
        fields.push({ name, ...place, value: valueText(member), meaning: meaningOf(member) });
      }
      // The elements of a list carry its name already.
      else add(member.children, isList(member) ? before : `${name}.`);
    }
  };
  add(leaf.placed, '');
  if (fields.length >= MOST_FIELDS) fields.push({ name: '…', ...whole, value: '', meaning: `only the first ${MOST_FIELDS} fields are listed` });
  return fields;
}

function isList({ value }: Placed): boolean {
  return Array.isArray(value);
}

function meaningOf({ type, unit, note, shape }: Placed): string {
  const kind = type === 'computed' ? type : shape.length > 0 ? `${type}[${shape.join('][')}]` : type;
  return [kind, unit, note].filter(Boolean).join(' · ');
}
