import { crc32 } from 'node:zlib';
import type { DType, NdArray } from '../../src/base/arrays.ts';
import type { Value } from '../../src/types/schema.ts';

/** What the DAQ's library read of one leaf: a sample of an expected file. */
export type LibrarySample = {
  readonly datagram: number;
  /** Of the Xtc header. */
  readonly offset: number;
  readonly src: string;
  readonly type: string;
  readonly typeid: number;
  readonly version: number;
  readonly class?: string;
  readonly fields?: LibraryValue;
};

/** A value as expected files write it. */
export type LibraryValue = number | string | readonly LibraryValue[] | { readonly [name: string]: LibraryValue };

type LibraryArray = { shape: number[]; dtype: string; first8: LibraryValue[]; sum: number; crc32: string };

const DTYPES: Readonly<Record<string, DType>> = {
  u1: 'u8', i1: 'i8', '<u2': 'u16', '<i2': 'i16', '<u4': 'u32', '<i4': 'i32', '<u8': 'u64', '<i8': 'i64', '<f4': 'f32', '<f8': 'f64',
};

/** Where a value differs from what the library read, `channel.crc32: …`; empty when all is equal, to the last bit. */
export function differences(actual: Value | undefined, expected: LibraryValue, path = ''): string[] {
  if (actual === undefined) return [`${path}: absent, expected ${short(expected)}`];
  if (isLibraryArray(expected)) return arrayDifferences(actual, expected, path);
  if (Array.isArray(expected)) return listDifferences(actual, expected as readonly LibraryValue[], path);
  if (typeof expected === 'object') return objectDifferences(actual, expected as Readonly<Record<string, LibraryValue>>, path);
  return isSame(actual, expected) ? [] : [`${path}: ${short(actual)}, expected ${short(expected)}`];
}

function arrayDifferences(actual: Value, expected: LibraryArray, path: string): string[] {
  if (!isArray(actual)) return [`${path}: ${short(actual)} is no array`];
  const { shape, dtype, data } = actual;
  const found = [];
  if (dtype !== DTYPES[expected.dtype]) found.push(`${path}.dtype: ${dtype}, expected ${expected.dtype}`);
  if (shape.join() !== expected.shape.join()) found.push(`${path}.shape: ${shape.join()}, expected ${expected.shape.join()}`);
  const sum = crc32(new Uint8Array(data.buffer, data.byteOffset, data.byteLength)).toString(16).padStart(8, '0');
  if (sum !== expected.crc32) found.push(`${path}.crc32: ${sum}, expected ${expected.crc32}`);
  return found;
}

function listDifferences(actual: Value, expected: readonly LibraryValue[], path: string): string[] {
  const list: readonly Value[] | null = Array.isArray(actual) ? (actual as readonly Value[]) : isArray(actual) ? Array.from(actual.data as ArrayLike<number | bigint>) : null;
  if (!list) return [`${path}: ${short(actual)} is no list`];
  if (list.length !== expected.length) return [`${path}.length: ${list.length}, expected ${expected.length}`];
  return expected.flatMap((element, i) => differences(list[i], element, `${path}[${i}]`));
}

/** A long list of structures is written as its first eight, and how many there are. */
function objectDifferences(actual: Value, expected: Readonly<Record<string, LibraryValue>>, path: string): string[] {
  const { first8, n } = expected;
  if (Array.isArray(first8) && Array.isArray(actual)) {
    const list = actual as readonly Value[];
    return [...(list.length === n ? [] : [`${path}.length: ${list.length}, expected ${short(n)}`]), ...listDifferences(list.slice(0, first8.length), first8, path)];
  }
  if (typeof actual !== 'object' || Array.isArray(actual)) return [`${path}: ${short(actual)} is no structure`];
  const values = actual as Readonly<Record<string, Value>>;
  // Members of a base class are the structure's own.
  return Object.entries(expected).flatMap(([name, value]) => differences(values[name], value, path ? `${path}.${name}` : name));
}

function isSame(actual: Value, expected: number | string): boolean {
  if (typeof actual === 'bigint') return String(actual) === String(expected);
  if (typeof actual === 'string') return actual === expected;
  if (typeof actual !== 'number') return false;
  const wanted = Number(expected);
  // Floats of 32 bits are written with 9 digits: enough for them, not for the double that holds one.
  return Object.is(actual, wanted) || actual === wanted || Object.is(actual, Math.fround(wanted)) || (Number.isNaN(actual) && Number.isNaN(wanted));
}

function isLibraryArray(value: LibraryValue): value is LibraryArray & LibraryValue {
  return typeof value === 'object' && !Array.isArray(value) && 'crc32' in value && 'dtype' in value;
}

function isArray(value: Value): value is NdArray<DType> {
  return typeof value === 'object' && 'dtype' in value && 'data' in value && ArrayBuffer.isView(value.data);
}

function short(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? String(part) : part)).slice(0, 80);
}
