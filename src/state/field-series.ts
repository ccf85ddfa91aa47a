import { computed, effect, signal, type ReadonlySignal } from '@preact/signals-core';
import { XtcError } from '../base/errors.ts';
import type { Columns } from './columns.ts';
import type { DeviceNode } from './device-tree.ts';
import { LatestWork } from './latest-work.ts';
import type { OpenRun } from './open-run.ts';
import type { ViewState } from './view.ts';

/** Events that are drawn at once. */
const WINDOW = 200;
/** The window moves in these steps, so that a line does not move with each event. */
const STEP = 50;

/** A field of a value: its path as scripts write it, `channel[1]`; a single number is drawn over events, an array by itself. */
export type ChosenField = { readonly path: string; readonly isNumber: boolean };

/** One number per event. */
export type Series = {
  readonly path: string;
  /** Event of the first value. */
  readonly from: number;
  /** NaN where an event lacks it. */
  readonly values: Float64Array;
};

export type FieldSeriesDeps = {
  readonly session: {
    readonly current: ReadonlySignal<OpenRun | null>;
    readonly event: ReadonlySignal<number>;
    readonly view: ViewState;
    readonly columns: Pick<Columns, 'window'>;
  };
  readonly field: ReadonlySignal<ChosenField | null>;
  readonly selected: ReadonlySignal<DeviceNode | null>;
  report(error: unknown): void;
};

/** The chosen field of the chosen device over the events around the one shown; read while somebody looks. */
export class FieldSeries {
  readonly #deps: FieldSeriesDeps;
  readonly #series = signal<Series | null>(null);
  readonly #work: LatestWork;

  constructor(deps: FieldSeriesDeps) {
    this.#deps = deps;
    this.#work = new LatestWork(deps.report);
    effect(() => this.#follow());
  }

  /** The window read last; it stays until the next one is there, unless another field was chosen. */
  get current(): ReadonlySignal<Series | null> {
    return this.#series;
  }
  get isPending(): ReadonlySignal<boolean> {
    return this.#work.isPending;
  }

  /** Events to be drawn, half open. */
  readonly #window = computed(() => {
    const { current, event } = this.#deps.session;
    return windowAround(event.value, current.value?.index.value?.events.length ?? 0);
  });
  /** The same as a text: an effect runs again only when it is another one. */
  readonly #windowKey = computed(() => this.#window.value.join());

  #follow(): void {
    const { session, field, selected } = this.#deps;
    void this.#windowKey.value;
    const [run, chosen, target] = [session.current.value, field.value, selected.value?.target];
    const [from, to] = this.#window.peek();
    if (!run || !chosen?.isNumber || target?.what !== 'data' || to <= from || !session.view.isDevicesOpen.value) {
      this.#work.clear();
      this.#series.value = null;
      return;
    }
    const { path } = chosen;
    const { level, phy, typeId } = target.kind;
    if (this.#series.peek()?.path !== path) this.#series.value = null;
    const read = async (stop: AbortSignal): Promise<void> => {
      const values = await session.columns.window(run, { kind: 'value', path, level, phy, typeId }, from, to, stop).catch((error: unknown) => {
        // A field that this version of the type or this event does not have.
        if (error instanceof XtcError && error.code === 'bad-query') return new Float64Array(0);
        throw error;
      });
      if (!stop.aborted) this.#series.value = { path, from, values };
    };
    this.#work.ask({ group: `${run.label} ${selected.value?.key ?? ''} ${path}`, do: read });
  }
}

/** The events to draw around one: half open, as many as there are up to 200, moving in steps of 50. */
export function windowAround(event: number, events: number): readonly [from: number, to: number] {
  const wished = Math.round((event - WINDOW / 2) / STEP) * STEP;
  const from = Math.max(0, Math.min(wished, events - WINDOW));
  return [from, Math.min(events, from + WINDOW)];
}
