import { XtcError } from '../base/errors.ts';
import type { ByteSource } from './byte-source.ts';

/** Enough for the headers of most datagrams, little enough to be read for each of a few large payloads. */
const WINDOW_BYTES = 65536;

/** Reads small pieces of a stretch of a file by windows: neighbouring pieces cost one read. */
export class WindowReader {
  readonly #source: ByteSource;
  readonly #end: number;
  readonly #signal: AbortSignal | undefined;
  #start = 0;
  #window = new Uint8Array(0);

  /** @param end file offset behind the stretch: windows do not read past it */
  constructor(source: ByteSource, end: number, signal?: AbortSignal) {
    this.#source = source;
    this.#end = end;
    this.#signal = signal;
  }

  /**
   * Bytes of the file, valid until the next call.
   * @throws {XtcError} 'truncated' when the file or the stretch ends before them, 'unreadable', 'aborted'
   */
  async read(offset: number, byteLength: number): Promise<DataView> {
    if (offset < this.#start || offset + byteLength > this.#start + this.#window.byteLength) {
      const wanted = Math.min(Math.max(byteLength, WINDOW_BYTES), this.#end - offset);
      this.#window = new Uint8Array(await this.#source.read(offset, wanted, this.#signal));
      this.#start = offset;
      if (this.#window.byteLength < byteLength) {
        const { name } = this.#source;
        throw new XtcError('truncated', `${name} ends at byte ${offset + this.#window.byteLength}, inside a datagram that needs ${byteLength} bytes from byte ${offset} on.`, { file: name, offset });
      }
    }
    return new DataView(this.#window.buffer, this.#window.byteOffset + offset - this.#start, byteLength);
  }
}
