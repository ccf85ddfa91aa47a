import { DATAGRAM_HEADER_BYTES } from '../../assembly/layout.ts';
import type { Window } from './ahead-reader.ts';
import type { ByteSource, ByteStream } from './byte-source.ts';

/** So many bytes of the piece before stay in front of the next one, so that no header is cut. */
const KEPT_BYTES = DATAGRAM_HEADER_BYTES;
/** A piece is all that a browser's pipe holds: to take it in parts means to be woken for each of them. */
export const PIECE_BYTES = 2 * 1024 * 1024;
/** Bytes that are read in vain rather than to begin anew behind them. */
const FAR_BYTES = 4 * 1024 * 1024;

/**
 * Reads a file from one place on, in order. All pieces come into the same memory: taking new memory for each costs more than
 * reading does.
 */
export class PieceReader {
  readonly #stream: ByteStream;
  readonly #fileEnd: number;
  #memory = new ArrayBuffer(KEPT_BYTES + PIECE_BYTES);
  /** The last bytes that were read, in `#memory`, and where they end in the file. */
  #start = KEPT_BYTES;
  #length = 0;
  #end: number;

  readonly #signal: AbortSignal | undefined;
  readonly #abort = (): void => this.#stream.close();

  private constructor(stream: ByteStream, from: number, fileEnd: number, signal?: AbortSignal) {
    this.#stream = stream;
    this.#end = from;
    this.#fileEnd = fileEnd;
    this.#signal = signal;
    signal?.addEventListener('abort', this.#abort);
  }

  /** Begins to read at `from`; null when this browser cannot read files in this way. */
  static open(source: ByteSource, from: number, signal?: AbortSignal): PieceReader | null {
    const stream = source.stream?.(from);
    return stream ? new PieceReader(stream, from, source.byteLength, signal) : null;
  }

  /** Whether a header at `offset` is still to come, and soon. */
  reaches(offset: number): boolean {
    return offset >= this.#end - this.#length && offset - this.#end < FAR_BYTES;
  }

  /**
   * The piece that holds the header at `offset`, cut at the end of the file; it holds until the next one is taken.
   * @returns null when the stream has failed, ended too early or was aborted
   */
  async take(offset: number): Promise<Window | null> {
    const end = Math.min(offset + DATAGRAM_HEADER_BYTES, this.#fileEnd);
    while (this.#end < end) {
      const kept = Math.min(KEPT_BYTES, this.#length);
      // In front of where the next piece will lie.
      new Uint8Array(this.#memory).copyWithin(KEPT_BYTES - kept, this.#start + this.#length - kept, this.#start + this.#length);
      const bytes = await this.#stream.read(new Uint8Array(this.#memory, KEPT_BYTES));
      if (!bytes) return null;
      this.#memory = bytes.buffer;
      this.#start = KEPT_BYTES - kept;
      this.#length = kept + bytes.byteLength;
      this.#end += bytes.byteLength;
    }
    return { start: this.#end - this.#length, bytes: new Uint8Array(this.#memory, this.#start, this.#length) };
  }

  /** Ends the reading. */
  close(): void {
    this.#signal?.removeEventListener('abort', this.#abort);
    this.#stream.close();
  }
}
