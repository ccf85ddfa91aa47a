import type { Dark } from '../calib/dark.ts';
import type { LeafKind } from '../format/run-index.ts';
import type { LeafQuantity } from '../pipeline/column-request.ts';
import type { RegionWish } from '../pipeline/measure-regions.ts';

/** What the index itself tells: number of the event, seconds of its clock (Unix), fiducial, calib cycle. */
export type IndexQuantity = 'event' | 'time' | 'fiducial' | 'cycle';

/** One number of each event of a run. */
export type ResolvedQuantity =
  | LeafQuantity
  | { readonly kind: IndexQuantity }
  | RegionQuantity;

/** A number of a region of the pictures of a source; `darkId` is the number by which workers know the dark that is subtracted. */
export type RegionQuantity = RegionWish & { readonly kind: 'region'; readonly picture: LeafKind; readonly dark: Dark | null; readonly darkId: number | null };

/** Equal for quantities that give equal numbers. */
export function quantityKey(quantity: ResolvedQuantity): string {
  // A dark is told by its number, not by its pixels.
  return JSON.stringify(Object.entries(quantity).filter(([name]) => name !== 'dark').sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Whether its numbers are read from leaves. */
export function isLeafQuantity(quantity: ResolvedQuantity): quantity is LeafQuantity {
  return 'typeId' in quantity;
}

/** Whether a number holds until the next one comes, also in events that do not carry it. */
export function isHeld({ kind }: LeafQuantity): boolean {
  return kind === 'pv' || kind === 'control';
}
