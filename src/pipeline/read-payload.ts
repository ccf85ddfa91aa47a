import { XtcError } from '../base/errors.ts';
import { BlobSource } from '../format/byte-source.ts';
import { Decompressor, type PayloadPlace } from '../format/decompress.ts';
import type { Arena } from '../wasm/arena.ts';
import type { ByteRange } from './frame.ts';

/** The payload of an Xtc in a file, and whether its type says that it is compressed. */
export type PayloadRequest = ByteRange & { readonly isCompressed: boolean };

/**
 * Bytes of a payload, expanded when they were compressed.
 * @throws {XtcError} 'truncated' when the file ends before them, 'unreadable', and what Decompressor throws
 */
export async function readPayload(arena: Arena, { file, offset, byteLength, isCompressed }: PayloadRequest, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await new BlobSource(file).read(offset, byteLength, signal);
  if (bytes.byteLength < byteLength) {
    throw new XtcError('truncated', `${file.name} ends inside the payload at byte ${offset}: it needs ${byteLength} bytes, ${bytes.byteLength} are there.`, { file: file.name, offset });
  }
  return isCompressed ? expandPayload(arena, bytes, { file: file.name, offset }) : new Uint8Array(bytes);
}

/** A compressed payload as it was before. @throws {XtcError} what Decompressor throws */
export function expandPayload(arena: Arena, bytes: Uint8Array, place: PayloadPlace): Uint8Array<ArrayBuffer> {
  return arena.scoped(() => {
    const stored = arena.reserve('u8', bytes.byteLength);
    stored.view().set(bytes);
    return new Decompressor(arena).expand(stored, place).view().slice();
  });
}
