import { DATAGRAM_ROW_BYTES } from '../../assembly/layout.ts';
import { XtcError } from '../base/errors.ts';
import { IndexFault, checkKeys, checkStoredScan, type StoredScan } from './check-index.ts';
import type { FileKey } from './file-key.ts';
import { checkColumn, packValue, unpackValue } from './pack-value.ts';

// An index file, little-endian:
//   0 u8[8] magic   8 u32 version   12 u32 length of the text   16 u8[32] SHA-256 of all that follows
//  48 the text: JSON { files, rowBytes, columns, scan }, blanks up to a multiple of 8   then the columns, each padded to 8

const MAGIC = 'XTCINDEX';
/** Rises whenever RunIndex, ScanTable or the rows change: an index file of another version is not read. */
const VERSION = 2;
const TEXT_AT = 48;
const LARGEST_TEXT = 256 * 1024 * 1024;

export const INDEX_EXTENSION = '.xtcscope-index';

/** An index file: which files it is about, and what the scan found in them. */
export type IndexFile = { readonly files: readonly FileKey[]; readonly scan: StoredScan };

/** Whether a file calls itself an index of ours. */
export function isIndexName(name: string): boolean {
  return name.toLowerCase().endsWith(INDEX_EXTENSION);
}

/** The bytes of an index file; the scan is copied before this first waits. @param files in the order of `scan.index.files` */
export async function encodeIndexFile({ files, scan }: IndexFile): Promise<Uint8Array<ArrayBuffer>> {
  const { index } = scan;
  const { json, columns, parts } = packValue({ ...scan, index: { ...index, rows: index.rows.slice(0, index.datagrams * DATAGRAM_ROW_BYTES) } });
  const text = new TextEncoder().encode(JSON.stringify({ files, rowBytes: DATAGRAM_ROW_BYTES, columns, scan: json }));
  const textBytes = Math.ceil(text.byteLength / 8) * 8;
  const bytes = new Uint8Array(TEXT_AT + textBytes + parts.reduce((sum, part) => sum + part.byteLength, 0));
  bytes.fill(0x20, TEXT_AT, TEXT_AT + textBytes);
  bytes.set(text, TEXT_AT);
  let at = TEXT_AT + textBytes;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.byteLength;
  }
  bytes.set(new TextEncoder().encode(MAGIC));
  const view = new DataView(bytes.buffer);
  view.setUint32(8, VERSION, true);
  view.setUint32(12, textBytes, true);
  bytes.set(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes.subarray(TEXT_AT))), 16);
  return bytes;
}

/**
 * Reads an index file; nothing in it is believed before it was checked.
 * @param name of the file, for messages
 * @throws {XtcError} 'bad-index' saying what is wrong and where
 */
export async function decodeIndexFile(bytes: Uint8Array<ArrayBuffer>, name: string): Promise<IndexFile> {
  const refuse = (what: string, offset: number): XtcError =>
    new XtcError('bad-index', `${name} cannot be used as an index: ${what}. The run is scanned instead.`, { file: name, offset });
  if (bytes.byteLength < TEXT_AT || new TextDecoder().decode(bytes.subarray(0, 8)) !== MAGIC) throw refuse('it does not begin like one', 0);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint32(8, true);
  if (version !== VERSION) throw refuse(`it has version ${version}, and only version ${VERSION} is read`, 8);
  const textBytes = view.getUint32(12, true);
  const columnsAt = TEXT_AT + textBytes;
  if (textBytes % 8 !== 0 || textBytes > LARGEST_TEXT || columnsAt > bytes.byteLength) throw refuse(`its text of ${textBytes} bytes goes past its end`, 12);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes.subarray(TEXT_AT)));
  if (!digest.every((byte, i) => byte === bytes[16 + i])) throw refuse('its checksum does not fit: it is damaged or not complete', 16);
  try {
    const { files, rowBytes, columns, scan } = parseText(bytes.subarray(TEXT_AT, columnsAt));
    if (rowBytes !== DATAGRAM_ROW_BYTES) throw new IndexFault('its rows are of another size');
    const body = bytes.subarray(columnsAt);
    const places = (Array.isArray(columns) ? columns : []).map((column: unknown) => checkColumn(column, body.byteLength));
    const known = places.filter((column) => column !== null);
    if (known.length !== places.length) throw new IndexFault('a column of it lies outside the file');
    const keys = checkKeys(files);
    return { files: keys, scan: checkStoredScan(unpackValue(scan, known, body), keys) };
  } catch (error) {
    if (error instanceof IndexFault) throw refuse(error.message, TEXT_AT);
    throw error;
  }
}

function parseText(bytes: Uint8Array): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch (cause) {
    throw new IndexFault(`its text is not JSON (${cause instanceof Error ? cause.message : 'unreadable'})`);
  }
  throw new IndexFault('its text is not an object');
}
