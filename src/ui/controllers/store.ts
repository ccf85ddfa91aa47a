import { effect, untracked, type ReadonlySignal } from '@preact/signals-core';
import type { ReactiveController, ReactiveControllerHost } from 'lit';

type Signals = readonly (ReadonlySignal<unknown> | undefined)[];

/**
 * Renders its element again when one of the signals changes.
 *
 * `signals` is asked at each update and when one of them changes, so it may follow a property or a signal to the signals
 * of its value: `() => [session.current, session.current.value?.progress]`. It is first asked when the element updates
 * first: its properties are there.
 */
export class StoreController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #signals: () => Signals;
  #watched: Signals = [];
  #stop: (() => void) | null = null;

  constructor(host: ReactiveControllerHost, signals: () => Signals) {
    this.#host = host;
    this.#signals = signals;
    host.addController(this);
  }

  hostConnected(): void {
    this.#host.requestUpdate();
  }

  hostUpdate(): void {
    // A property may have changed, and with it the signals that hang on its value.
    if (!this.#stop || !isSame(untracked(this.#signals), this.#watched)) this.#watch();
  }

  hostDisconnected(): void {
    this.#stop?.();
    this.#stop = null;
  }

  #watch(): void {
    this.#stop?.();
    let isFirst = true;
    this.#stop = effect(() => {
      this.#watched = this.#signals();
      for (const signal of this.#watched) void signal?.value;
      if (!isFirst) this.#host.requestUpdate();
      isFirst = false;
    });
  }
}

function isSame(a: Signals, b: Signals): boolean {
  return a.length === b.length && a.every((signal, i) => signal === b[i]);
}
