/** Numbers of the three types that only small data hold. @source pdsdata xtc/TypeId.hh */
export const TYPE_SMALL_DATA_CONFIG = 89;
export const TYPE_ORIGINAL_DATAGRAM = 90;
export const TYPE_PROXY = 91;

/** Where the datagram lies that a datagram of small data was made from. */
export type OriginalDatagram = {
  /** In the big file. */
  readonly offset: number;
  readonly extent: number;
};

/** What stands in small data for a leaf that was too large. */
export type Proxy = {
  /** Of the leaf's Xtc header, in the big file. */
  readonly offset: number;
  /** The leaf's word `contains`: type, version and compressed bit. */
  readonly contains: number;
  readonly extent: number;
};

/** @param view of a SmlDataOrigDgramOffset's payload, version 1  @source pdsdata psddl/smldata.ddl.h */
export function readOriginalDatagram(view: DataView): OriginalDatagram | null {
  if (view.byteLength < 12) return null;
  const offset = readOffset(view);
  return offset === null ? null : { offset, extent: view.getUint32(8, true) };
}

/** @param view of a SmlDataProxy's payload, version 1  @source pdsdata psddl/smldata.ddl.h */
export function readProxy(view: DataView): Proxy | null {
  if (view.byteLength < 16) return null;
  const offset = readOffset(view);
  return offset === null ? null : { offset, contains: view.getUint32(8, true), extent: view.getUint32(12, true) };
}

function readOffset(view: DataView): number | null {
  const offset = Number(view.getBigInt64(0, true));
  return Number.isSafeInteger(offset) && offset >= 0 ? offset : null;
}
