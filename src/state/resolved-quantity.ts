import type { LeafQuantity } from '../pipeline/column-request.ts';

/** One number of each event of a run. */
export type ResolvedQuantity =
  | LeafQuantity
  /** What the index itself tells: number of the event, seconds of its clock (Unix), fiducial, calib cycle. */
  | { readonly kind: 'event' | 'time' | 'fiducial' | 'cycle' };

/** Equal for quantities that give equal numbers. */
export function quantityKey(quantity: ResolvedQuantity): string {
  return JSON.stringify(Object.entries(quantity).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Whether its numbers are read from leaves. */
export function isLeafQuantity(quantity: ResolvedQuantity): quantity is LeafQuantity {
  return 'typeId' in quantity;
}

/** Whether a number holds until the next one comes, also in events that do not carry it. */
export function isHeld({ kind }: LeafQuantity): boolean {
  return kind === 'pv' || kind === 'control';
}
