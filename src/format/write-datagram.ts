import { DATAGRAM_HEADER_BYTES, XTC_HEADER_BYTES } from '../../assembly/layout.ts';

/** Bytes to write: memory of one's own, so that a File can be made of them. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** The words src.log and src.phy. @source pdsdata xtc/Src.hh */
export type SourceWords = { readonly log: number; readonly phy: number };

/** The word `contains`. @source pdsdata xtc/TypeId.hh */
export type TypeWords = { readonly typeId: number; readonly version?: number; readonly compressed?: boolean };

/** One Xtc to write. With neither payload nor children it is empty. Extents are as given: nothing is padded. */
export type WritableXtc = {
  readonly source: SourceWords;
  readonly type: TypeWords;
  /** 0 when absent. */
  readonly damage?: number;
  readonly payload?: Bytes;
  readonly children?: readonly WritableXtc[];
};

/** One datagram to write: sequence, env and root. What is absent is 0. */
export type WritableDatagram = {
  /** TransitionId, 0 … 15. */
  readonly transition: number;
  /** Bits 4-7 of the control byte: sequence type and `extended`; 0 is an Event. */
  readonly sequenceBits?: number;
  readonly seconds: number;
  readonly nanoseconds: number;
  readonly fiducials: number;
  readonly ticks?: number;
  /** Events since Configure, 15 bits. */
  readonly vector?: number;
  readonly env?: number;
  readonly root: WritableXtc;
};

/**
 * The datagram as parts in file order; payloads are the arrays that were given, not copies, so that large ones go
 * straight into a Blob.
 *
 * @source pdsdata xtc/Dgram.hh, Sequence.hh, TimeStamp.hh
 */
export function writeDatagram(datagram: WritableDatagram): Bytes[] {
  const header = new Uint8Array(DATAGRAM_HEADER_BYTES - XTC_HEADER_BYTES);
  const control = ((datagram.sequenceBits ?? 0) << 4) | datagram.transition;
  setWords(header, [
    datagram.nanoseconds,
    datagram.seconds,
    (control << 24) | ((datagram.ticks ?? 0) & 0xffffff),
    ((datagram.vector ?? 0) << 17) | (datagram.fiducials & 0x1ffff),
    datagram.env ?? 0,
  ]);
  return [header, ...writeXtc(datagram.root)];
}

/** An Xtc and all below it as parts in file order. @source pdsdata xtc/Xtc.hh */
export function writeXtc(xtc: WritableXtc): Bytes[] {
  const parts: Bytes[] = [];
  appendXtc(xtc, parts);
  return parts;
}

/** Parts as one array. */
export function joinParts(parts: readonly Uint8Array[]): Bytes {
  const joined = new Uint8Array(byteLengthOf(parts));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.byteLength;
  }
  return joined;
}

/** Bytes that parts take together. */
export function byteLengthOf(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, part) => sum + part.byteLength, 0);
}

/** @returns the extent of what was appended */
function appendXtc(
  { source, type, damage = 0, payload, children = [] }: WritableXtc,
  parts: Bytes[],
): number {
  const header = new Uint8Array(XTC_HEADER_BYTES);
  parts.push(header);
  let extent = XTC_HEADER_BYTES;
  if (payload) {
    parts.push(payload);
    extent += payload.byteLength;
  }
  for (const child of children) extent += appendXtc(child, parts);
  const contains = ((type.compressed ? 1 : 0) << 31) | ((type.version ?? 0) << 16) | type.typeId;
  setWords(header, [damage, source.log, source.phy, contains, extent]);
  return extent;
}

function setWords(bytes: Bytes, words: readonly number[]): void {
  const view = new DataView(bytes.buffer);
  words.forEach((word, index) => view.setUint32(4 * index, word, true));
}
