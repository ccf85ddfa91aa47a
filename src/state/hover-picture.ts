import { signal, type ReadonlySignal } from '@preact/signals-core';
import type { Image } from '../base/arrays.ts';
import type { Dark } from '../calib/dark.ts';
import { LatestWork } from './latest-work.ts';
import type { OpenRun } from './open-run.ts';
import type { Reading } from './reading.ts';

/** The picture of an event that somebody points at. */
export type PointedPicture = { readonly event: number; readonly image: Image };

export type HoverPictureDeps = {
  readonly session: {
    readonly current: ReadonlySignal<OpenRun | null>;
    readonly source: ReadonlySignal<string | null>;
    readonly dark: ReadonlySignal<Dark | null>;
    readonly view: { readonly isDarkOn: ReadonlySignal<boolean> };
    readonly reading: Reading;
  };
};

/** The picture of the event under the pointer, made in the reader's worker: the one on the screen stays. */
export class HoverPicture {
  readonly #deps: HoverPictureDeps;
  readonly #shown = signal<PointedPicture | null>(null);
  // An event without a picture shows none; whoever goes there hears why.
  readonly #work = new LatestWork(() => (this.#shown.value = null));

  constructor(deps: HoverPictureDeps) {
    this.#deps = deps;
  }

  /** The last one made; it stays until the next is ready. */
  get shown(): ReadonlySignal<PointedPicture | null> {
    return this.#shown;
  }

  /** Makes the picture of an event; null takes it away. */
  want(event: number | null): void {
    const { current, source, dark, view, reading } = this.#deps.session;
    const [run, name] = [current.peek(), source.peek()];
    if (event === null || !run || name === null) {
      this.#work.clear();
      this.#shown.value = null;
      return;
    }
    const make = async (stop: AbortSignal): Promise<void> => {
      const { shape, data } = await reading.image(run, event, { source: name, dark: view.isDarkOn.peek() ? dark.peek() : null, assembled: true });
      if (!stop.aborted && data instanceof Float32Array) this.#shown.value = { event, image: { shape, dtype: 'f32', data } };
    };
    this.#work.ask({ group: `${run.label} ${name}`, do: make });
  }
}
