import type { ViewState } from './view.ts';

type Playable = {
  readonly view: ViewState;
  /** Goes one event on; false at the end of the run. */
  next(): boolean;
  /** Resolves when the event's picture is on the screen. */
  shown(): Promise<void>;
};

/** Steps through the run at the wished rate, but never faster than pictures can be made; stops at the end. */
export class Player {
  readonly #target: Playable;
  #run = 0;

  constructor(target: Playable) {
    this.#target = target;
  }

  toggle(): void {
    if (this.#target.view.isPlaying.value) this.stop();
    else void this.#play();
  }

  stop(): void {
    ++this.#run;
    this.#target.view.isPlaying.value = false;
  }

  async #play(): Promise<void> {
    const { view } = this.#target;
    const run = ++this.#run;
    view.isPlaying.value = true;
    while (run === this.#run) {
      const due = new Promise((resolve) => setTimeout(resolve, 1000 / view.playRate.value));
      await Promise.all([due, this.#target.shown()]);
      if (run === this.#run && !this.#target.next()) this.stop();
    }
  }
}
