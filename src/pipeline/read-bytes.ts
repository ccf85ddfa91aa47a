import { XtcError } from '../base/errors.ts';
import type { ByteSource } from '../format/byte-source.ts';

/**
 * Bytes of a file as they are.
 * @throws {XtcError} 'truncated' when the file ends before them, 'unreadable', 'aborted'
 */
export async function readBytes(source: ByteSource, offset: number, byteLength: number, signal?: AbortSignal): Promise<Uint8Array> {
  const bytes = await source.read(offset, byteLength, signal);
  if (bytes.byteLength === byteLength) return bytes;
  throw new XtcError('truncated', `${source.name} ends at byte ${offset + bytes.byteLength}: ${byteLength} bytes from byte ${offset} on were asked for.`, { file: source.name, offset });
}
