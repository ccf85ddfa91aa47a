import { batch, computed, effect, signal, type ReadonlySignal } from '@preact/signals-core';
import type { OpenRun } from './open-run.ts';

/** Events that were marked in a plot, a list or by a script: all views show the same ones. */
export class Selection {
  readonly #events = signal<Uint8Array | null>(null);
  readonly #label = signal('');
  readonly #table = signal('');

  /** @param current the run whose events are selected; another one has no selection yet */
  constructor(current: ReadonlySignal<OpenRun | null>) {
    let last: OpenRun | null = null;
    effect(() => {
      const run = current.value;
      const count = run?.index.value?.events.length ?? 0;
      if (run !== last) this.clear();
      else this.#grow(count);
      last = run;
    });
  }

  /** 1 where an event is selected, as long as the run has events; null when none is. Rows of `table` when that is named. */
  get events(): ReadonlySignal<Uint8Array | null> {
    return this.#events;
  }
  /** Where it comes from: `EBeam.ebeamL3Energy against time`. */
  get label(): ReadonlySignal<string> {
    return this.#label;
  }
  /** Name of the table of a dropped file whose rows these are; empty for events of the run. */
  get table(): ReadonlySignal<string> {
    return this.#table;
  }
  /** How many are selected. */
  readonly count: ReadonlySignal<number> = computed(() => {
    let count = 0;
    const events = this.#events.value;
    for (let i = 0; events && i < events.length; ++i) count += events[i];
    return count;
  });

  /** Selects these and no others; none of them clears it. */
  set(events: Uint8Array, label = '', table = ''): void {
    if (!events.includes(1)) {
      this.clear();
      return;
    }
    batch(() => {
      this.#events.value = events;
      this.#label.value = label;
      this.#table.value = table;
    });
  }

  clear(): void {
    batch(() => {
      this.#events.value = null;
      this.#label.value = '';
      this.#table.value = '';
    });
  }

  /** Events that a scan has found since are not selected. */
  #grow(count: number): void {
    const events = this.#events.peek();
    if (!events || this.#table.peek() !== '' || events.length >= count) return;
    const longer = new Uint8Array(count);
    longer.set(events);
    this.#events.value = longer;
  }
}
