import { controlOf } from '../types/control.ts';
import type { Placed } from '../types/read.ts';
import type { Values } from '../types/schema.ts';

/** A configuration, or a part of it: its values with their places. */
type Part = { readonly placed: readonly Placed[]; readonly values: Values };

/** What a RunControlConfig says of one control, by its name; null when the step does not control it. */
export function oneControl({ placed, values }: Part, control: string): Part | null {
  const at = controlOf(values).controls.findIndex(({ name }) => name === control);
  const field = placed.find(({ name }) => name === 'pvControls')?.children[at];
  return field ? { placed: field.children, values: field.value as Values } : null;
}
