import { DAMAGE_INCOMPLETE, DATAGRAM_HEADER_BYTES, XTC_HEADER_BYTES, XTC_MAX_DEPTH } from '../../assembly/layout.ts';
import { XtcError } from '../base/errors.ts';
import { levelOf, printSource, type SourceKind } from './source.ts';
import { parseContains, typeName } from './type-id.ts';

/** One Xtc of a datagram's tree. */
export type XtcNode = {
  /** Type name as the scanner prints it, without version: `CspadElement`, `RunControlConfig`, `-Invalid-`. */
  readonly type: string;
  readonly typeId: number;
  readonly version: number;
  readonly compressed: boolean;
  readonly kind: SourceKind;
  readonly source: string;
  readonly level: number;
  readonly phy: number;
  readonly damage: number;
  /** File offset of its 20-byte header. */
  readonly offset: number;
  /** Bytes with the header. */
  readonly extent: number;
  readonly children: readonly XtcNode[];
};

/** Offset of the root Xtc in a datagram. */
const ROOT_OFFSET = DATAGRAM_HEADER_BYTES - XTC_HEADER_BYTES;

/** Bits of `contains` that must be those of type Xtc, uncompressed, for an Xtc to have children. */
const CONTAINER_MASK = 0x8000ffff;

/**
 * The whole tree of one datagram, root included, for looking at: one object per Xtc. A container whose next child has
 * an impossible extent ends before that child; a torn one (IncompleteContribution) has no children.
 *
 * @param bytes the datagram from its first byte  @param fileOffset where that byte lies in the file
 * @throws {XtcError} 'truncated' when not even the header is there
 */
export function readTree(bytes: Uint8Array, fileOffset: number): XtcNode {
  if (bytes.byteLength < DATAGRAM_HEADER_BYTES) {
    throw new XtcError('truncated', `A datagram starts with ${DATAGRAM_HEADER_BYTES} bytes of header, only ${bytes.byteLength} are there.`, { offset: fileOffset });
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return readNode(view, ROOT_OFFSET, bytes.byteLength, fileOffset, 0);
}

function readNode(view: DataView, at: number, limit: number, fileOffset: number, depth: number): XtcNode {
  const word = (index: number): number => view.getUint32(at + 4 * index, true);
  const [damage, log, phy, contains, extent] = [word(0), word(1), word(2), word(3), word(4)];
  const children: XtcNode[] = [];
  if ((contains & CONTAINER_MASK) === 1 && (damage & DAMAGE_INCOMPLETE) === 0 && depth < XTC_MAX_DEPTH) {
    const end = Math.min(at + extent, limit);
    for (let child = at + XTC_HEADER_BYTES; child + XTC_HEADER_BYTES <= end; ) {
      const childExtent = view.getUint32(child + 16, true);
      if (childExtent < XTC_HEADER_BYTES || child + childExtent > end) break;
      children.push(readNode(view, child, end, fileOffset, depth + 1));
      child += childExtent;
    }
  }
  const type = parseContains(contains);
  return {
    type: typeName(type.typeId), ...type, ...printSource(log, phy), level: levelOf(log), phy,
    damage, offset: fileOffset + at, extent, children,
  };
}
