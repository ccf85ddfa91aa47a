import { DAMAGE_INCOMPLETE, DATAGRAM_HEADER_BYTES, XTC_HEADER_BYTES } from '../../assembly/layout.ts';
import type { FoundLeaf } from '../format/original-kinds.ts';
import { TYPE_ORIGINAL_DATAGRAM, TYPE_PROXY, TYPE_SMALL_DATA_CONFIG, readOriginalDatagram, readProxy, type OriginalDatagram } from '../types/smldata.ts';

/** What a datagram of small data tells about the one it was made from. */
export type OriginalTree = {
  /** Null for transitions, which are copied as they are. */
  readonly original: OriginalDatagram | null;
  /** In tree order, without those that only small data have. */
  readonly leaves: readonly FoundLeaf[];
  /** Bytes that only small data have, headers included. */
  readonly addedBytes: number;
};

const CONTAINER_MASK = 0x8000ffff;

/** Reads a datagram of small data. @param view from its first byte to its last */
export function readOriginalTree(view: DataView): OriginalTree {
  const leaves: FoundLeaf[] = [];
  let original: OriginalDatagram | null = null;
  let addedBytes = 0;
  const visit = (from: number, end: number, depth: number): void => {
    for (let at = from; at + XTC_HEADER_BYTES <= end; ) {
      const damage = view.getUint32(at, true);
      const contains = view.getUint32(at + 12, true);
      const extent = view.getUint32(at + 16, true);
      if (extent < XTC_HEADER_BYTES || extent > end - at) return;
      const payload = (): DataView => new DataView(view.buffer, view.byteOffset + at + XTC_HEADER_BYTES, extent - XTC_HEADER_BYTES);
      const typeId = contains & 0x8000ffff;
      if ((contains & CONTAINER_MASK) === 1) {
        if ((damage & DAMAGE_INCOMPLETE) === 0 && depth < 64) visit(at + XTC_HEADER_BYTES, at + extent, depth + 1);
      } else if (typeId === TYPE_ORIGINAL_DATAGRAM || typeId === TYPE_SMALL_DATA_CONFIG) {
        original ??= typeId === TYPE_ORIGINAL_DATAGRAM ? readOriginalDatagram(payload()) : null;
        addedBytes += extent;
      } else {
        const proxy = typeId === TYPE_PROXY ? readProxy(payload()) : null;
        leaves.push({
          log: view.getUint32(at + 4, true), phy: view.getUint32(at + 8, true), isDamaged: damage !== 0,
          contains: proxy?.contains ?? contains, extent: proxy?.extent ?? extent, scanned: { contains, extent },
        });
      }
      at += extent;
    }
  };
  const isContainer = (view.getUint32(32, true) & CONTAINER_MASK) === 1 && (view.getUint32(20, true) & DAMAGE_INCOMPLETE) === 0;
  if (isContainer) visit(DATAGRAM_HEADER_BYTES, view.byteLength, 0);
  return { original, leaves, addedBytes };
}
