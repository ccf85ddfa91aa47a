import { datagramsOfEvent, rowsOf, type LeafKind, type RunIndex } from './run-index.ts';
import { TYPE_ANY } from './type-id.ts';

/**
 * Number of events without a leaf that most events have, by `missingKey`; those that miss none are left out. A placeholder
 * of type Any stands for a leaf that was lost: it does not count as one.
 */
export function missingLeaves(index: RunIndex): ReadonlyMap<string, number> {
  const single = new Uint32Array(index.signatures.length);
  const joined = new Map<string, number>();
  const rows = rowsOf(index);
  let partner = 0;
  for (let event = 0; event < index.events.length; ++event) {
    // Looking for partners of each event is slow, and mostly there are none.
    while (partner < index.partners.length && index.partners[partner] < event) partner += 2;
    if (index.partners[partner] === event) {
      const signatures = datagramsOfEvent(index, event).map((datagram) => rows.signature(datagram)).join();
      joined.set(signatures, (joined.get(signatures) ?? 0) + 1);
    } else {
      ++single[rows.signature(index.events[event])];
    }
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
