import { XtcError, throwIfAborted } from '../base/errors.ts';
import { GROWING_ATTEMPTS, freshFile } from './growing-files.ts';

/** Bytes [start, start + byteLength) of a source. */
export type ByteRange = { readonly start: number; readonly byteLength: number };

/** Something of known length whose bytes can be read anywhere. */
export interface ByteSource {
  /** File name, for messages. */
  readonly name: string;
  readonly byteLength: number;
  /**
   * Reads bytes [offset, offset + byteLength), cut at the end of the source.
   * @throws {XtcError} 'unreadable' when the browser refuses (file moved, changed or locked), 'aborted'
   */
  read(offset: number, byteLength: number, signal?: AbortSignal): Promise<Uint8Array>;
  /** Reads ranges of the source, in given order, in one go: for many small ones that is faster than `read`. Throws as it does. */
  readRanges?(ranges: readonly ByteRange[], signal?: AbortSignal): Promise<Uint8Array[]>;
  /** All bytes from `from` on, in order; null, or no such method, where they cannot be had in given memory. */
  stream?(from: number): ByteStream | null;
}

/** Bytes in the order of the file. */
export type ByteStream = {
  /**
   * Fills `target` from its beginning, as far as bytes are at hand; its memory goes into the answer.
   * @returns the bytes, at least one; null when there are no more, or the browser refuses: `read` says why
   */
  readonly read: (target: Uint8Array<ArrayBuffer>) => Promise<Uint8Array<ArrayBuffer> | null>;
  /** Has to be called at the end; a read that waits ends with null. */
  readonly close: () => void;
};

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

  async read(offset: number, byteLength: number, signal?: AbortSignal): Promise<Uint8Array> {
    throwIfAborted(signal);
    let buffer: ArrayBuffer;
    try {
      buffer = await this.#blob.slice(offset, offset + byteLength).arrayBuffer();
    } catch (cause) {
      const again = await this.#readFresh(offset, byteLength);
      if (again) return again;
      throw new XtcError('unreadable', `${this.name} could not be read at byte ${offset}. It may have been moved or changed since it was opened: open it again.`, { file: this.name, offset, cause });
    }
    throwIfAborted(signal);
    return new Uint8Array(buffer);
  }

  async readRanges(ranges: readonly ByteRange[], signal?: AbortSignal): Promise<Uint8Array[]> {
    throwIfAborted(signal);
    const lengths = ranges.map(({ start, byteLength }) => Math.min(byteLength, this.byteLength - start));
    let bytes: Uint8Array;
    try {
      bytes = new Uint8Array(await new Blob(ranges.map(({ start }, i) => this.#blob.slice(start, start + lengths[i]))).arrayBuffer());
    } catch {
      // Which of them cannot be read, and why, is found out one by one.
      return Promise.all(ranges.map(({ start, byteLength }) => this.read(start, byteLength, signal)));
    }
    throwIfAborted(signal);
    let end = 0;
    return lengths.map((length) => bytes.subarray(end, (end += length)));
  }

  stream(from: number): ByteStream | null {
    const reader = byteReader(this.#blob.slice(from, this.#blob.size));
    if (!reader) return null;
    open.add(reader);
    return {
      read: (target) => reader.read(target).then(({ done, value }) => (done || !value ? null : value), () => null),
      close: () => {
        open.delete(reader);
        // A stream that has failed cannot be cancelled, and need not be.
        reader.cancel().catch(() => undefined);
      },
    };
  }

  /** The same bytes of the file as it is now; null when that cannot be read either. */
  async #readFresh(offset: number, byteLength: number): Promise<Uint8Array | null> {
    for (let attempt = 0; attempt < GROWING_ATTEMPTS; ++attempt) {
      try {
        const fresh = await freshFile(this.name);
        if (!fresh || fresh.size < this.byteLength) return null;
        return new Uint8Array(await fresh.slice(offset, Math.min(offset + byteLength, this.byteLength)).arrayBuffer());
      } catch (error) {
        if (!(error instanceof DOMException)) throw error;
      }
    }
    return null;
  }
}

/** Chromium collects the stream of a file while a read waits for it, unless somebody holds it: the read would never end. */
const open = new Set<ReadableStreamBYOBReader>();

/** A reader that fills given memory; null where the browser's files have none. */
function byteReader(blob: Blob): ReadableStreamBYOBReader | null {
  try {
    return blob.stream().getReader({ mode: 'byob' });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return null;
  }
}
