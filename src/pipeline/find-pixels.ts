import { XTC_HEADER_BYTES } from '../../assembly/layout.ts';
import { parseContains, PICTURE_TYPES } from '../format/type-id.ts';
import type { XtcRows } from '../format/xtc-walker.ts';
import type { PixelsRequest } from './frame.ts';

/** The Xtc that holds the pixels of a source. */
export type PixelsLeaf = {
  /** Of its header, from the start of the datagram; its payload follows. */
  readonly offset: number;
  /** Of its payload. */
  readonly byteLength: number;
  readonly damage: number;
  readonly typeId: number;
  readonly version: number;
  readonly compressed: boolean;
};

/** The pixels of a source in a datagram, undamaged ones first; null when there are none. */
export function findPixels(rows: XtcRows, source: PixelsRequest['source']): PixelsLeaf | null {
  let damaged: PixelsLeaf | null = null;
  for (let row = 0; row < rows.count; ++row) {
    const type = parseContains(rows.contains(row));
    if (!PICTURE_TYPES.has(type.typeId)) continue;
    if (rows.phy(row) !== source.phy || rows.log(row) >>> 24 !== source.level) continue;
    const byteLength = rows.extent(row) - XTC_HEADER_BYTES;
    const leaf = { offset: rows.offset(row), byteLength, damage: rows.damage(row), ...type };
    if (leaf.damage === 0) return leaf;
    damaged ??= leaf;
  }
  return damaged;
}
