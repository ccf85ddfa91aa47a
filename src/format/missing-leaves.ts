import { datagramsOfEvent, rowsOf, type LeafKind, type RunIndex } from './run-index.ts';
import { TYPE_ANY } from './type-id.ts';

/**
 * Number of events without a leaf that most events have, by `missingKey`; those that miss none are left out. A placeholder
 * of type Any stands for a leaf that was lost: it does not count as one.
 * @param uses signature → number of L1Accepts that have it
 */
export function missingLeaves(index: RunIndex, uses: Uint32Array): ReadonlyMap<string, number> {
  const single = uses.slice();
  const joined = new Map<string, number>();
  const rows = rowsOf(index);
  for (let partner = 0; partner < index.partners.length; partner += 2) {
    const event = index.partners[partner];
    if (partner > 0 && index.partners[partner - 2] === event) continue;
    const signatures = datagramsOfEvent(index, event).map((datagram) => rows.signature(datagram));
    for (const signature of signatures) --single[signature];
    joined.set(signatures.join(), (joined.get(signatures.join()) ?? 0) + 1);
  }
  const present = new Map<string, number>();
  const add = (signatures: readonly number[], count: number): void => {
    const leaves = signatures.flatMap((signature) => Array.from(index.signatures[signature], (kind) => index.kinds[kind]));
    const keys = new Set(leaves.filter(({ typeId }) => typeId !== TYPE_ANY).map(missingKey));
    for (const key of keys) present.set(key, (present.get(key) ?? 0) + count);
  };
  single.forEach((count, signature) => count > 0 && add([signature], count));
  for (const [signatures, count] of joined) add(signatures.split(',').map(Number), count);
  const all = index.events.length;
  return new Map([...present].filter(([, count]) => 2 * count > all && count < all).map(([key, count]) => [key, all - count]));
}

/** What a leaf is missed by: its source and type. */
export function missingKey({ level, phy, typeId, version }: LeafKind): string {
  return `${level}:${phy}:${typeId}:${version}`;
}
