import { throwIfAborted } from './errors.ts';

const SLICE_MS = 8;

/**
 * Cuts a long loop into slices, so that input and painting get their turn:
 * `for (…) if (i % 4096 === 0 && slices.isOver()) await slices.next();`
 */
export class TimeSlices {
  readonly #signal: AbortSignal | undefined;
  #end = performance.now() + SLICE_MS;

  constructor(signal?: AbortSignal) {
    this.#signal = signal;
  }

  isOver(): boolean {
    return performance.now() >= this.#end;
  }

  /** Resolves when others had their turn. @throws {XtcError} 'aborted' */
  async next(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 0));
    throwIfAborted(this.#signal);
    this.#end = performance.now() + SLICE_MS;
  }
}
