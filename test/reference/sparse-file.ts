import { REAL_BYTES } from './virtual-file.ts';

/** A file of any size that is never in memory: pieces at their places, zeros everywhere else. */
export class SparseFile {
  readonly name: string;
  readonly size: number;
  readonly lastModified = 0;
  readonly #pieces: readonly { readonly offset: number; readonly bytes: Uint8Array }[];

  /** @param pieces in rising order, without overlap */
  constructor(pieces: readonly { readonly offset: number; readonly bytes: Uint8Array }[], size: number, name: string) {
    this.#pieces = pieces;
    this.size = size;
    this.name = name;
  }

  /** As the part of a File that readers use. */
  asFile(): File {
    return this as unknown as File;
  }

  slice(from: number, to: number): { arrayBuffer(): Promise<ArrayBuffer> } {
    const end = Math.min(to, this.size);
    if (end - from <= REAL_BYTES) return new Blob([this.#bytes(from, end)]);
    return { arrayBuffer: () => Promise.resolve(this.#bytes(from, end)) };
  }

  #bytes(from: number, end: number): ArrayBuffer {
    const bytes = new Uint8Array(Math.max(0, end - from));
    let low = 0;
    for (let high = this.#pieces.length; low < high; ) {
      const middle = (low + high) >> 1;
      const { offset, bytes: piece } = this.#pieces[middle];
      if (offset + piece.byteLength <= from) low = middle + 1;
      else high = middle;
    }
    for (; low < this.#pieces.length && this.#pieces[low].offset < end; ++low) {
      const { offset, bytes: piece } = this.#pieces[low];
      const start = Math.max(0, from - offset);
      bytes.set(piece.subarray(start, Math.min(piece.byteLength, end - offset)), Math.max(0, offset - from));
    }
    return bytes.buffer;
  }
}
