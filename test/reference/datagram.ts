/** One datagram as the slow twin of the scan sees it. */
export type TwinDatagram = {
  offset: number; nanoseconds: number; seconds: number; low: number; high: number; env: number; damage: number; extent: number;
  /** Damage of every Xtc, the root's too, or-ed. */
  treeDamage: number;
  /** `level:phy:contains` of every leaf in tree order. */
  leaves: string[];
  hasBadTree: boolean;
};

/** Bytes and damaged leaves of one `level:phy:contains`. */
export type TwinSize = { bytes: number; damaged: number };

/** Reads a chain of good datagrams the plain way, all bytes in hand, by recursion. It stops where a header is impossible. */
export function scanSlowly(bytes: Uint8Array, sizes = new Map<string, TwinSize>()): TwinDatagram[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const datagrams: TwinDatagram[] = [];
  for (let offset = 0; offset + 40 <= bytes.byteLength; ) {
    const word = (at: number): number => view.getUint32(offset + at, true);
    const extent = word(36);
    if (extent < 20 || offset + 20 + extent > bytes.byteLength) break;
    const found: Found = { leaves: [], damage: 0, sizes };
    const isGood = walk(view, offset + 20, found, 0);
    datagrams.push({ offset, nanoseconds: word(0), seconds: word(4), low: word(8), high: word(12), env: word(16), damage: word(20), extent, treeDamage: found.damage >>> 0, leaves: found.leaves, hasBadTree: !isGood });
    offset += 20 + extent;
  }
  return datagrams;
}

type Found = { leaves: string[]; damage: number; sizes: Map<string, TwinSize> };

/** @returns false when a child did not fit */
function walk(view: DataView, container: number, found: Found, depth: number): boolean {
  found.damage |= view.getUint32(container, true);
  const isTorn = (view.getUint32(container, true) & 0x8000) !== 0;
  if (isTorn) return true;
  const end = container + view.getUint32(container + 16, true);
  let isGood = true;
  for (let at = container + 20; at < end; ) {
    if (at + 20 > end) return false;
    const extent = view.getUint32(at + 16, true);
    if (extent < 20 || at + extent > end) return false;
    const contains = view.getUint32(at + 12, true);
    if ((contains & 0x8000ffff) === 1) {
      if (depth >= 63) found.damage |= view.getUint32(at, true);
      if (depth < 63) isGood = walk(view, at, found, depth + 1) && isGood;
    } else {
      const kind = `${view.getUint32(at + 4, true) >>> 24}:${view.getUint32(at + 8, true)}:${contains}`;
      const damage = view.getUint32(at, true);
      const size = found.sizes.get(kind) ?? { bytes: 0, damaged: 0 };
      found.sizes.set(kind, { bytes: size.bytes + extent, damaged: size.damaged + (damage === 0 ? 0 : 1) });
      found.damage |= damage;
      found.leaves.push(kind);
    }
    at += extent;
  }
  return isGood;
}
