/** Slices up to this length are Blobs. */
export const REAL_BYTES = 64 * 1024;

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

  slice(from: number, to: number): Pick<Blob, 'arrayBuffer' | 'stream'> {
    const end = Math.min(to, this.size);
    // Small ones are real, so that Blobs can be made of them.
    if (end - from <= REAL_BYTES) return new Blob([this.#read(from, end)]);
    return { arrayBuffer: () => Promise.resolve(this.#read(from, end)), stream: () => this.#stream(from, end) };
  }

  #read(from: number, end: number): ArrayBuffer {
    ++this.reads;
    this.bytesRead += end - from;
    return this.#bytes(from, end);
  }

  /** In pieces of all lengths, as a browser's. */
  #stream(from: number, end: number): ReadableStream<Uint8Array<ArrayBuffer>> {
    let at = from;
    return new ReadableStream({
      type: 'bytes',
      pull: (controller) => {
        const view = controller.byobRequest?.view;
        if (!view) throw new Error('This stream fills given memory only.');
        const next = Math.min(end, at + view.byteLength, at + 1 + (at % 100_003));
        if (next === at) {
          controller.close();
          controller.byobRequest?.respond(0);
          return;
        }
        new Uint8Array(view.buffer, view.byteOffset).set(new Uint8Array(this.#read(at, next)));
        controller.byobRequest?.respond(next - at);
        at = next;
      },
    });
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
