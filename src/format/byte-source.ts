import { XtcError, throwIfAborted } from '../base/errors.ts';

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

  async read(offset: number, byteLength: number, signal?: AbortSignal): Promise<Uint8Array> {
    throwIfAborted(signal);
    let buffer: ArrayBuffer;
    try {
      buffer = await this.#blob.slice(offset, offset + byteLength).arrayBuffer();
    } catch (cause) {
      throw new XtcError('unreadable', `${this.name} could not be read at byte ${offset}. It may have been moved or changed since it was opened: open it again.`, { file: this.name, offset, cause });
    }
    throwIfAborted(signal);
    return new Uint8Array(buffer);
  }
}
