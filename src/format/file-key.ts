import { BlobSource } from './byte-source.ts';

const HEAD_BYTES = 64 * 1024;
const TAIL_BYTES = 4 * 1024;

/** By what a file is known again. */
export type FileKey = {
  readonly name: string;
  readonly byteLength: number;
  /** Milliseconds since 1970; a copy of a file may have another one. */
  readonly lastModified: number;
  /** SHA-256 of the first 64 KiB and the last 4 KiB, hexadecimal. */
  readonly digest: string;
};

/** Whether hashes can be made here: browsers offer them only on https and localhost. */
export function canMakeKeys(): boolean {
  return (globalThis.crypto as Crypto | undefined)?.subtle !== undefined;
}

/** Reads the two ends of a file. @throws {XtcError} 'unreadable' */
export async function fileKey(file: File): Promise<FileKey> {
  const source = new BlobSource(file, file.name);
  const [head, tail] = await Promise.all([
    source.read(0, HEAD_BYTES),
    source.read(Math.max(0, file.size - TAIL_BYTES), TAIL_BYTES),
  ]);
  const ends = new Uint8Array(head.byteLength + tail.byteLength);
  ends.set(head);
  ends.set(tail, head.byteLength);
  return { name: file.name, byteLength: file.size, lastModified: file.lastModified, digest: await sha256(ends) };
}

/** Whether both are the same bytes under the same name, as far as a key tells; a copied file has another time. */
export function isSameContent(a: FileKey, b: FileKey): boolean {
  return a.name === b.name && a.byteLength === b.byteLength && a.digest === b.digest;
}

/** One name for several files, their times included: 64 hexadecimal digits. */
export function keyOfFiles(keys: readonly FileKey[]): Promise<string> {
  const text = keys.map(({ name, byteLength, lastModified, digest }) => [name, byteLength, lastModified, digest].join('\n')).join('\n');
  return sha256(new TextEncoder().encode(text));
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
