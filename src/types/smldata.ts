import { typeName } from '../format/type-id.ts';
import { type } from './payload-type.ts';
import { bits, derive, inner, num, numberOf, struct } from './schema.ts';

/** What only small data hold. @source psddldata smldata.ddl */

/** Numbers of the three types that only small data hold. @source pdsdata xtc/TypeId.hh */
export const TYPE_SMALL_DATA_CONFIG = 89;
export const TYPE_ORIGINAL_DATAGRAM = 90;
export const TYPE_PROXY = 91;

const CONFIG_V1 = struct('SmlData.ConfigV1', [num('u32', 'sizeThreshold', [], { unit: 'B', note: 'leaves as large as this are left out' })]);

const IN_BIG_FILE = { unit: 'B', note: 'in the big file' };

const ORIGINAL_V1 = struct('SmlData.OrigDgramOffsetV1', [num('i64', 'fileOffset', [], IN_BIG_FILE), num('u32', 'extent', [], { unit: 'B' })]);

const TYPE_ID = struct('Pds.TypeId', [bits('u32', null, ['id', 0, 15], ['version', 16, 30], ['compressed', 31])], {
  derived: [derive('name', (own) => typeName(numberOf(own, 'id')))],
});

const PROXY_V1 = struct('SmlData.ProxyV1', [num('i64', 'fileOffset', [], IN_BIG_FILE), inner('type', TYPE_ID), num('u32', 'extent', [], { unit: 'B' })]);

export const SMALL_DATA_TYPES = [
  type(TYPE_SMALL_DATA_CONFIG, 1, CONFIG_V1),
  type(TYPE_ORIGINAL_DATAGRAM, 1, ORIGINAL_V1),
  type(TYPE_PROXY, 1, PROXY_V1),
];

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

// The two below are read for every leaf of a scan, where the interpreter of schemas would be felt: a few words each.

/** @param view of a SmlDataOrigDgramOffset's payload, version 1 */
export function readOriginalDatagram(view: DataView): OriginalDatagram | null {
  if (view.byteLength < 12) return null;
  const offset = readOffset(view);
  return offset === null ? null : { offset, extent: view.getUint32(8, true) };
}

/** @param view of a SmlDataProxy's payload, version 1 */
export function readProxy(view: DataView): Proxy | null {
  if (view.byteLength < 16) return null;
  const offset = readOffset(view);
  return offset === null ? null : { offset, contains: view.getUint32(8, true), extent: view.getUint32(12, true) };
}

function readOffset(view: DataView): number | null {
  const offset = Number(view.getBigInt64(0, true));
  return Number.isSafeInteger(offset) && offset >= 0 ? offset : null;
}
