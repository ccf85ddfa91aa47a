import { XtcError } from '../base/errors.ts';
import type { ByteRange, ByteSource } from './byte-source.ts';

/** Bytes of a file and where they begin. */
export type Window = { readonly start: number; readonly bytes: Uint8Array };

type Outcome = { readonly bytes: Uint8Array } | { readonly error: unknown };
type Pending = { readonly start: number; readonly end: number; readonly outcome: Promise<Outcome> };

/** Reads windows of one file before they are needed. */
export class AheadReader {
  readonly #source: ByteSource;
  readonly #signal: AbortSignal | undefined;
  #pending: Pending[] = [];

  constructor(source: ByteSource, signal?: AbortSignal) {
    this.#source = source;
    this.#signal = signal;
  }

  /** Starts reading ranges, all in one go, and forgets what lies before `from`. */
  plan(ranges: readonly ByteRange[], from: number): void {
    this.#pending = this.#pending.filter(({ end }) => end > from);
    if (ranges.length < 2 || !this.#source.readRanges) {
      for (const range of ranges) this.#begin(range);
      return;
    }
    const together = this.#source.readRanges(ranges, this.#signal);
    ranges.forEach((range, i) => this.#begin(range, together.then((parts) => parts[i])));
  }

  /** Number of reads under way or done and not used yet. */
  get ahead(): number {
    return this.#pending.length;
  }

  /** End of the last byte that was asked for. */
  get end(): number {
    return this.#pending.reduce((end, pending) => Math.max(end, pending.end), 0);
  }

  /** Forgets all that was read ahead. */
  drop(): void {
    this.#pending = [];
  }

  /** Whether a header that starts at `offset` lies whole in what is being read. */
  covers(offset: number, byteLength: number): boolean {
    return this.#find(offset, byteLength) !== undefined;
  }

  /** The window that holds bytes [offset, offset + byteLength), cut at the end of the file; else it reads one of `readLength`. */
  async take(offset: number, byteLength: number, readLength: number): Promise<Window> {
    const pending = this.#find(offset, byteLength) ?? this.#begin({ start: offset, byteLength: readLength });
    this.#pending = this.#pending.filter((other) => other !== pending);
    const outcome = await pending.outcome;
    if ('error' in outcome) throw outcome.error;
    return { start: pending.start, bytes: outcome.bytes };
  }

  #find(offset: number, byteLength: number): Pending | undefined {
    const end = Math.min(offset + byteLength, this.#source.byteLength);
    return this.#pending.find((pending) => pending.start <= offset && pending.end >= end);
  }

  #begin({ start, byteLength }: ByteRange, reading?: Promise<Uint8Array>): Pending {
    const end = Math.min(start + byteLength, this.#source.byteLength);
    const outcome: Promise<Outcome> = (reading ?? this.#source.read(start, end - start, this.#signal)).then(
      (bytes) => (bytes.byteLength === end - start ? { bytes } : { error: this.#becameShorter(start, bytes.byteLength) }),
      // Kept for the one who takes the window: a read that nobody needs may fail.
      (error: unknown) => ({ error }),
    );
    const pending = { start, end, outcome };
    this.#pending.push(pending);
    return pending;
  }

  #becameShorter(start: number, byteLength: number): XtcError {
    const file = this.#source.name;
    return new XtcError('unreadable', `${file} ends at byte ${start + byteLength}, it had ${this.#source.byteLength} bytes when it was opened: open it again.`, { file, offset: start + byteLength });
  }
}
