import { DAMAGE_INCOMPLETE, DATAGRAM_HEADER_BYTES, XTC_HEADER_BYTES, XTC_MAX_DEPTH } from '../../assembly/layout.ts';

const ROOT_OFFSET = DATAGRAM_HEADER_BYTES - XTC_HEADER_BYTES;
const CONTAINER_MASK = 0x8000ffff;

/**
 * Visits the leaves of a datagram in tree order, by the rules of `readTree`, without building the tree.
 * @param view bytes in which the datagram lies at `at`  @param end behind its last byte
 */
export function eachLeaf(view: DataView, at: number, end: number, visit: (at: number, extent: number) => void): void {
  if (at + DATAGRAM_HEADER_BYTES <= end) walk(view, at + ROOT_OFFSET, end, 0, visit);
}

function walk(view: DataView, at: number, limit: number, depth: number, visit: (at: number, extent: number) => void): void {
  const extent = view.getUint32(at + 16, true);
  if ((view.getUint32(at + 12, true) & CONTAINER_MASK) !== 1) {
    if (at + extent <= limit) visit(at, extent);
    return;
  }
  if ((view.getUint32(at, true) & DAMAGE_INCOMPLETE) !== 0 || depth >= XTC_MAX_DEPTH) return;
  const end = Math.min(at + extent, limit);
  for (let child = at + XTC_HEADER_BYTES; child + XTC_HEADER_BYTES <= end; ) {
    const childExtent = view.getUint32(child + 16, true);
    if (childExtent < XTC_HEADER_BYTES || child + childExtent > end) return;
    walk(view, child, end, depth + 1, visit);
    child += childExtent;
  }
}
