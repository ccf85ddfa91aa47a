import { signal, type ReadonlySignal } from '@preact/signals-core';
import { XtcError } from '../base/errors.ts';

/** What somebody wants done: `group` tells works apart that follow one another from those of another thing. */
export type Work = { readonly group: string; do(signal: AbortSignal): Promise<void> };

/**
 * Does what was asked for last. While one is under way the newest waits and all between are dropped, so that holding a key
 * shows as many values as can be read; only work of another group stops the one under way.
 */
export class LatestWork {
  readonly #report: (error: unknown) => void;
  readonly #isPending = signal(false);
  #underway: { group: string; stop: AbortController } | null = null;
  #waiting: Work | null = null;
  #settled: (() => void)[] = [];

  /** @param report what goes wrong, but for what was stopped */
  constructor(report: (error: unknown) => void) {
    this.#report = report;
  }

  get isPending(): ReadonlySignal<boolean> {
    return this.#isPending;
  }

  ask(work: Work): void {
    this.#waiting = work;
    if (this.#underway && this.#underway.group !== work.group) this.#underway.stop.abort();
    if (!this.#underway) void this.#work();
  }

  /** Stops what is under way and forgets what waits. */
  clear(): void {
    this.#waiting = null;
    this.#underway?.stop.abort();
  }

  /** Resolves when nothing is under way or waits. */
  idle(): Promise<void> {
    if (!this.#underway) return Promise.resolve();
    return new Promise((resolve) => this.#settled.push(resolve));
  }

  async #work(): Promise<void> {
    this.#isPending.value = true;
    while (this.#waiting) {
      const work: Work = this.#waiting;
      this.#waiting = null;
      const stop = new AbortController();
      this.#underway = { group: work.group, stop };
      try {
        await work.do(stop.signal);
      } catch (error) {
        if (!stop.signal.aborted && !(error instanceof XtcError && error.code === 'aborted')) this.#report(error);
      }
    }
    this.#underway = null;
    this.#isPending.value = false;
    for (const resolve of this.#settled.splice(0)) resolve();
  }
}
