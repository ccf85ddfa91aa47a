import { XtcError, throwIfAborted } from '../base/errors.ts';

/** Something of known length whose bytes can be read anywhere. */
export interface ByteSource {
  /** File name, for messages. */
  readonly name: string;
  readonly byteLength: number;
  /**
   * Reads bytes [offset, offset + byteLength), cut at the end of the source.
   * @param into when it is given, at least as long, it is used up and the bytes lie in its memory, where the browser can do that
   * @throws {XtcError} 'unreadable' when the browser refuses (file moved, changed or locked), 'aborted'
   */
  read(offset: number, byteLength: number, signal?: AbortSignal, into?: ArrayBuffer): Promise<Uint8Array>;
}

/** A file the user chose, or any Blob; nothing is read before it is asked for. */
export class BlobSource implements ByteSource {
  readonly name: string;
  readonly #blob: Blob;

  constructor(blob: Blob, name: string = blob instanceof File ? blob.name : '') {
    this.#blob = blob;
    this.name = name;
  }

  get byteLength(): number {
    return this.#blob.size;
  }

  async read(offset: number, byteLength: number, signal?: AbortSignal, into?: ArrayBuffer): Promise<Uint8Array> {
    throwIfAborted(signal);
    let bytes: Uint8Array;
    try {
      const part = this.#blob.slice(offset, offset + byteLength);
      bytes = (into && (await readInto(part, into, signal))) ?? new Uint8Array(await part.arrayBuffer());
    } catch (cause) {
      throw new XtcError('unreadable', `${this.name} could not be read at byte ${offset}. It may have been moved or changed since it was opened: open it again.`, { file: this.name, offset, cause });
    }
    throwIfAborted(signal);
    return bytes;
  }
}

/** Streams under way: Chromium forgets one, and never ends it, when only its reader is kept. */
const underWay = new Set<ReadableStream<Uint8Array>>();

/** Fills memory that is already there: a third faster than new memory for every read. @returns null where streams cannot do it */
async function readInto(part: Blob, into: ArrayBuffer, signal: AbortSignal | undefined): Promise<Uint8Array | null> {
  const opened = openByteStream(part);
  if (!opened) return null;
  const { stream, reader } = opened;
  underWay.add(stream);
  try {
    let bytes = new Uint8Array(into, 0, 0);
    while (bytes.byteLength < part.size && !signal?.aborted) {
      const { buffer, byteLength } = bytes;
      const { done, value } = await reader.read(new Uint8Array(buffer, byteLength, part.size - byteLength));
      if (!value) break;
      bytes = new Uint8Array(value.buffer, 0, byteLength + value.byteLength);
      if (done) break;
    }
    await reader.cancel();
    return bytes;
  } finally {
    underWay.delete(stream);
  }
}

function openByteStream(part: Blob): { stream: ReadableStream<Uint8Array>; reader: ReadableStreamBYOBReader } | null {
  try {
    const stream = part.stream();
    return { stream, reader: stream.getReader({ mode: 'byob' }) };
  } catch (error) {
    if (error instanceof TypeError) return null; // no byte streams here
    throw error;
  }
}
