import { batch, computed, effect, signal, type ReadonlySignal } from '@preact/signals-core';
import { eventHolding } from '../format/datagram-columns.ts';
import { rowsOf } from '../format/run-index.ts';
import { DatagramSearch } from './datagram-search.ts';
import type { OpenRun } from './open-run.ts';

/** What the selection listens to and calls: a part of Session. */
export type DatagramSelectionDeps = {
  readonly current: ReadonlySignal<OpenRun | null>;
  readonly event: ReadonlySignal<number>;
  selectEvent(event: number): void;
};

/** Datagrams of the current run, first to last, both included. */
export type DatagramRange = { readonly from: number; readonly to: number };

/** The datagram that is looked at, kept in step with the event shown: an event is its datagram, a transition leaves it. */
export class DatagramSelection {
  /** Which of them are listed. */
  readonly search: DatagramSearch;
  readonly #deps: DatagramSelectionDeps;
  readonly #selected = signal<number | null>(null);
  readonly #anchor = signal<number | null>(null);
  #run: OpenRun | null = null;
  #event = -1;

  constructor(deps: DatagramSelectionDeps) {
    this.#deps = deps;
    this.search = new DatagramSearch(deps.current);
    effect(() => this.#followEvent());
  }

  /** Index in the run of the datagram looked at, 0 … datagrams-1; null when there is none. */
  get selected(): ReadonlySignal<number | null> {
    return this.#selected;
  }
  /** All that is marked: from where Shift was held to the selected one. */
  readonly range: ReadonlySignal<DatagramRange | null> = computed(() => {
    const [selected, anchor] = [this.#selected.value, this.#anchor.value];
    if (selected === null) return null;
    return { from: Math.min(selected, anchor ?? selected), to: Math.max(selected, anchor ?? selected) };
  });

  /** Looks at a datagram, clamped to the run; its event is shown when it is one. `extend` keeps the other end of the range. */
  select(datagram: number, extend = false): void {
    const index = this.#deps.current.peek()?.index.peek();
    if (!index || index.datagrams === 0) return;
    const next = Math.max(0, Math.min(Math.trunc(datagram) || 0, index.datagrams - 1));
    batch(() => {
      this.#anchor.value = extend ? (this.#anchor.peek() ?? this.#selected.peek()) : null;
      this.#selected.value = next;
      const event = eventHolding(index, rowsOf(index), next);
      if (event < 0) return;
      this.#event = event;
      this.#deps.selectEvent(event);
    });
  }

  /** Goes to the datagram of the event when that was changed elsewhere. */
  #followEvent(): void {
    const [run, event] = [this.#deps.current.value, this.#deps.event.value];
    const index = run?.index.value;
    if (run === this.#run && event === this.#event && this.#selected.peek() !== null) return;
    this.#run = run;
    this.#event = event;
    this.#anchor.value = null;
    this.#selected.value = index && index.datagrams > 0 ? (index.events[event] ?? 0) : null;
  }
}
