import { batch, signal, type ReadonlySignal } from '@preact/signals-core';
import { XtcError, toProblem } from '../base/errors.ts';
import type { Frame } from '../pipeline/frame.ts';
import { LatestWork } from './latest-work.ts';

/** A picture somebody wants: `group` tells pictures apart that replace each other from those of another run or source. */
export type FrameWish = {
  readonly group: string;
  load(signal: AbortSignal): Promise<Frame>;
};

/** Makes the picture last asked for: a slider that moves shows as many pictures as the machine can make. */
export class FrameLoader {
  readonly #frame = signal<Frame | null>(null);
  readonly #absence = signal('');
  readonly #onError: (error: unknown) => void;
  readonly #work: LatestWork;
  #shownGroup = '';

  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
    this.#work = new LatestWork(onError);
  }

  /** The last picture made; it stays until the next one is ready. */
  get frame(): ReadonlySignal<Frame | null> {
    return this.#frame;
  }
  get isPending(): ReadonlySignal<boolean> {
    return this.#work.isPending;
  }
  /** Why there is no picture of what was wished for last, in a sentence; empty when there is one. */
  get absence(): ReadonlySignal<string> {
    return this.#absence;
  }

  show({ group, load }: FrameWish): void {
    this.#work.ask({
      group,
      do: async (signal) => {
        try {
          const frame = await load(signal);
          if (!signal.aborted) this.#put(frame, group, '');
        } catch (error) {
          this.#fail(error, group);
        }
      },
    });
  }

  /** Takes the picture away: there is nothing to show any more. */
  clear(): void {
    this.#work.clear();
    this.#frame.value = null;
    this.#absence.value = '';
  }

  /** Resolves when no picture is wished for any more. */
  idle(): Promise<void> {
    return this.#work.idle();
  }

  #put(frame: Frame | null, group: string, absence: string): void {
    batch(() => {
      this.#frame.value = frame;
      this.#absence.value = absence;
    });
    this.#shownGroup = group;
  }

  /** An event without pixels is nothing wrong: it is said where the picture would be. What fails leaves no picture of another source. */
  #fail(error: unknown, group: string): void {
    if (error instanceof XtcError && error.code === 'aborted') return;
    const isAbsent = error instanceof XtcError && error.code === 'unknown-source';
    if (isAbsent || group !== this.#shownGroup) this.#put(null, group, toProblem(error).message);
    if (!isAbsent) this.#onError(error);
  }
}
