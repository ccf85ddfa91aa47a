import { DATAGRAM_HEADER_BYTES } from '../../assembly/layout.ts';
import type { ByteSource } from '../format/byte-source.ts';

/** A transition as small data have it, and the size it has in the big file. */
export type Transition = { readonly row: number; readonly byteLength: number; readonly seconds: number; readonly nanoseconds: number; readonly stampLow: number };

/** Where a transition begins in the big file; null when that cannot be told. */
export type TransitionPlace = { readonly row: number; readonly offset: number | null };

/**
 * Finds the transitions of a big file between its events, whose places small data tell: small data keep transitions as they
 * are, so when they just fill the gap between two events nothing need be read; otherwise their headers are looked for.
 * Everything is given in the order of the file.
 */
export class TransitionPlaces {
  readonly #source: ByteSource;
  readonly #found: TransitionPlace[] = [];
  #waiting: Transition[] = [];
  #next = 0;

  /** @param source the big file */
  constructor(source: ByteSource) {
    this.#source = source;
  }

  transition(transition: Transition): void {
    this.#waiting.push(transition);
  }

  /** The next event, and with it the end of the gap before it. */
  async event(offset: number, byteLength: number): Promise<void> {
    await this.#settle(offset);
    this.#next = offset + byteLength;
  }

  /** All places, in the order in which the transitions were given. */
  async end(fileEnd: number): Promise<readonly TransitionPlace[]> {
    await this.#settle(fileEnd);
    return this.#found;
  }

  async #settle(end: number): Promise<void> {
    const waiting = this.#waiting;
    if (waiting.length === 0) return;
    this.#waiting = [];
    const total = waiting.reduce((sum, { byteLength }) => sum + byteLength, 0);
    const isFilled = this.#next + total === end;
    let forward = this.#next;
    let backward = end - total;
    for (const transition of waiting) {
      const candidates = isFilled || forward === backward ? [forward] : [forward, backward];
      let place: number | null = isFilled ? forward : null;
      for (const candidate of candidates) {
        if (place === null && (await this.#isAt(transition, candidate))) place = candidate;
      }
      this.#found.push({ row: transition.row, offset: place });
      forward = (place ?? forward) + transition.byteLength;
      backward += transition.byteLength;
    }
  }

  async #isAt({ byteLength, seconds, nanoseconds, stampLow }: Transition, offset: number): Promise<boolean> {
    if (offset < 0) return false;
    const bytes = await this.#source.read(offset, DATAGRAM_HEADER_BYTES);
    if (bytes.byteLength < DATAGRAM_HEADER_BYTES) return false;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const word = (at: number): number => view.getUint32(at, true);
    return word(0) === nanoseconds && word(4) === seconds && word(8) === stampLow && word(36) + 20 === byteLength;
  }
}
