import { effect, type ReadonlySignal } from '@preact/signals-core';
import type { ReactiveController, ReactiveControllerHost } from 'lit';

/**
 * Renders its element again when one of the signals changes.
 *
 * `signals` is asked again whenever one of them changes and after `session` is set, so it may follow a signal to the
 * signals of its value: `() => [session.current, session.current.value?.progress]`. Until the element has its session it may
 * return nothing.
 */
export class StoreController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #signals: () => readonly (ReadonlySignal<unknown> | undefined)[];
  #stop: (() => void) | null = null;
  #isWatching = false;

  constructor(host: ReactiveControllerHost, signals: () => readonly (ReadonlySignal<unknown> | undefined)[]) {
    this.#host = host;
    this.#signals = signals;
    host.addController(this);
  }

  hostConnected(): void {
    this.#host.requestUpdate();
  }

  /** The first update is the first moment when properties are there for sure. */
  hostUpdate(): void {
    if (!this.#isWatching) this.#watch();
  }

  hostDisconnected(): void {
    this.#stop?.();
    this.#stop = null;
    this.#isWatching = false;
  }

  #watch(): void {
    let isFirst = true;
    let found = 0;
    this.#stop = effect(() => {
      const signals = this.#signals();
      found = 0;
      for (const signal of signals) {
        if (!signal) continue;
        void signal.value;
        ++found;
      }
      if (!isFirst) this.#host.requestUpdate();
      isFirst = false;
    });
    this.#isWatching = found > 0;
    if (!this.#isWatching) {
      this.#stop();
      this.#stop = null;
    }
  }
}
