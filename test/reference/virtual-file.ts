/** A file of any size that is never in memory: a start, then the same bytes over and over. `bytesRead` counts what was asked for. */
export class VirtualFile {
  readonly name: string;
  readonly size: number;
  reads = 0;
  bytesRead = 0;
  readonly #start: Uint8Array;
  readonly #repeated: Uint8Array;

  constructor(start: Uint8Array, repeated: Uint8Array, times: number, name: string) {
    this.#start = start;
    this.#repeated = repeated;
    this.name = name;
    this.size = start.byteLength + repeated.byteLength * times;
  }

  /** As the part of a File that readers use. */
  asFile(): File {
    return this as unknown as File;
  }

  slice(from: number, to: number): { arrayBuffer(): Promise<ArrayBuffer> } {
    const end = Math.min(to, this.size);
    ++this.reads;
    this.bytesRead += end - from;
    return { arrayBuffer: () => Promise.resolve(this.#bytes(from, end)) };
  }

  #bytes(from: number, end: number): ArrayBuffer {
    const bytes = new Uint8Array(end - from);
    for (let at = from; at < end; ) {
      const isStart = at < this.#start.byteLength;
      const part = isStart ? this.#start : this.#repeated;
      const begin = isStart ? at : (at - this.#start.byteLength) % this.#repeated.byteLength;
      const piece = part.subarray(begin, begin + end - at);
      bytes.set(piece, at - from);
      at += piece.byteLength;
    }
    return bytes.buffer;
  }
}
