import { batch, signal, type ReadonlySignal } from '@preact/signals-core';
import { XtcError, toProblem } from '../base/errors.ts';
import type { Frame } from '../pipeline/frame.ts';

/** A picture somebody wants: `group` tells pictures apart that replace each other from those of another run or source. */
export type FrameWish = {
  readonly group: string;
  load(signal: AbortSignal): Promise<Frame>;
};

/**
 * Makes the picture last asked for. While one is being made the newest wish waits and all between are dropped, so a
 * slider that moves shows as many pictures as the machine can make; only a wish of another group stops the one under way.
 */
export class FrameLoader {
  readonly #frame = signal<Frame | null>(null);
  readonly #isPending = signal(false);
  readonly #absence = signal('');
  readonly #onError: (error: unknown) => void;
  #underway: { group: string; stop: AbortController } | null = null;
  #waiting: FrameWish | null = null;
  #shownGroup = '';
  #settled: (() => void)[] = [];

  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  /** The last picture made; it stays until the next one is ready. */
  get frame(): ReadonlySignal<Frame | null> {
    return this.#frame;
  }
  get isPending(): ReadonlySignal<boolean> {
    return this.#isPending;
  }
  /** Why there is no picture of what was wished for last, in a sentence; empty when there is one. */
  get absence(): ReadonlySignal<string> {
    return this.#absence;
  }

  show(wish: FrameWish): void {
    this.#waiting = wish;
    if (this.#underway && this.#underway.group !== wish.group) this.#underway.stop.abort();
    if (!this.#underway) void this.#work();
  }

  /** Takes the picture away: there is nothing to show any more. */
  clear(): void {
    this.#waiting = null;
    this.#underway?.stop.abort();
    this.#frame.value = null;
    this.#absence.value = '';
  }

  /** Resolves when no picture is wished for any more. */
  idle(): Promise<void> {
    if (!this.#underway) return Promise.resolve();
    return new Promise((resolve) => this.#settled.push(resolve));
  }

  async #work(): Promise<void> {
    this.#isPending.value = true;
    while (this.#waiting) {
      const wish = this.#waiting;
      this.#waiting = null;
      const stop = new AbortController();
      this.#underway = { group: wish.group, stop };
      try {
        const frame = await wish.load(stop.signal);
        if (!stop.signal.aborted) this.#put(frame, wish.group, '');
      } catch (error) {
        this.#fail(error, wish.group);
      }
    }
    this.#underway = null;
    this.#isPending.value = false;
    for (const resolve of this.#settled.splice(0)) resolve();
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
