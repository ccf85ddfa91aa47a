import { signal, type ReadonlySignal } from '@preact/signals-core';
import { toProblem, type Problem } from '../base/errors.ts';
import type { ByteRange } from '../pipeline/frame.ts';

/** A multiple of every row length of the byte view, so that a row never lies in two blocks. */
const BLOCK_BYTES = 65536;
const MAX_BLOCKS = 48;

/** The bytes of one stretch of a file, fetched in blocks when they are first looked at; the oldest blocks are let go. */
export class ByteBlocks {
  readonly range: ByteRange;
  readonly #read: (range: ByteRange) => Promise<Uint8Array>;
  readonly #blocks = new Map<number, Uint8Array | null>();
  readonly #arrived = signal(0);
  readonly #problem = signal<Problem | null>(null);

  constructor(range: ByteRange, read: (range: ByteRange) => Promise<Uint8Array>) {
    this.range = range;
    this.#read = read;
  }

  /** Changes when bytes have come. */
  get arrived(): ReadonlySignal<number> {
    return this.#arrived;
  }
  /** Why bytes did not come. */
  get problem(): ReadonlySignal<Problem | null> {
    return this.#problem;
  }

  /** Up to `byteLength` bytes from a place in the stretch, cut at the end of its block; null until they have come. */
  peek(at: number, byteLength: number): Uint8Array | null {
    const block = Math.floor(at / BLOCK_BYTES);
    const bytes = this.#blocks.get(block);
    if (bytes) return bytes.subarray(at - block * BLOCK_BYTES, at - block * BLOCK_BYTES + byteLength);
    if (bytes === undefined) void this.#fetch(block);
    return null;
  }

  async #fetch(block: number): Promise<void> {
    const { file, offset, byteLength } = this.range;
    const start = block * BLOCK_BYTES;
    this.#blocks.set(block, null);
    if (this.#blocks.size > MAX_BLOCKS) this.#forgetOldest();
    try {
      const bytes = await this.#read({ file, offset: offset + start, byteLength: Math.min(BLOCK_BYTES, byteLength - start) });
      this.#blocks.set(block, bytes);
      ++this.#arrived.value;
    } catch (error) {
      this.#problem.value = toProblem(error, 'unreadable'); // The block stays absent: asking again would fail again.
    }
  }

  #forgetOldest(): void {
    for (const block of this.#blocks.keys()) {
      this.#blocks.delete(block);
      return;
    }
  }
}
