import { effect, signal, type ReadonlySignal, type Signal } from '@preact/signals-core';
import type { Table } from '../analysis/columns.ts';
import type { PlotSpec } from '../analysis/plot-spec.ts';
import type { Problem } from '../base/errors.ts';
import type { LeafValues } from './leaf-values.ts';
import type { OpenRun } from './open-run.ts';
import { DEFAULT_OPTIONS, NO_DATA, type KeptRows, type Plot, type PlotData, type PlotOptions } from './plot-data.ts';
import { buildPlotData, countOf, rowsOfFilters } from './plot-data-build.ts';
import { PlotColumns } from './plot-data-columns.ts';
import { PlotWaveforms } from './plot-data-waveforms.ts';
import type { Quantities } from './quantities.ts';
import type { Tasks } from './tasks.ts';

/** A place on the x axis that all plots of the same quantity mark. */
export type PlotCursor = { readonly quantity: string; readonly value: number };

/** Pictures of a plot as it stands on the page, given by whoever draws it. */
export type PlotDrawing = { image(): Promise<Blob>; svg(): string };

export type PlotsDeps = {
  readonly current: ReadonlySignal<OpenRun | null>;
  readonly event: ReadonlySignal<number>;
  readonly quantities: Quantities;
  readonly values: Pick<LeafValues, 'ofEvent' | 'configuration'>;
  readonly tasks: Tasks;
};

/** Plots grow at most this often. */
const GROW_EVERY_MS = 100;

type Kept = { readonly data: Signal<PlotData>; turn: number };

/** The plots of the window: what they show is plain data, what is read for them comes as signals. */
export class Plots {
  /** Filter for all plots; one that is wrong leaves the last right one in force. */
  readonly filter = signal('');
  /** Tables of dropped files, by name. */
  readonly tables = signal<ReadonlyMap<string, Table>>(new Map());
  readonly cursor = signal<PlotCursor | null>(null);
  readonly #deps: PlotsDeps;
  readonly #specs = signal<readonly Plot[]>([]);
  readonly #filterProblem = signal<Problem | null>(null);
  readonly #kept = signal<KeptRows | null>(null);
  readonly #data = new Map<string, Kept>();
  readonly #drawings = new Map<string, PlotDrawing>();
  readonly #columns: PlotColumns;
  readonly #waveforms: PlotWaveforms;
  #goodFilter = '';
  #nextId = 1;
  #builtAt = -Infinity;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(deps: PlotsDeps) {
    this.#deps = deps;
    this.#columns = new PlotColumns(deps.quantities, deps.tasks, (isDone) => this.#later(isDone));
    this.#waveforms = new PlotWaveforms(deps.values, deps.tasks);
    effect(() => this.#want());
    effect(() => this.#followEvent());
  }

  /** All plots, in order. */
  get specs(): ReadonlySignal<readonly Plot[]> {
    return this.#specs;
  }
  /** What is wrong with `filter`; `offset` counts its characters. */
  get filterProblem(): ReadonlySignal<Problem | null> {
    return this.#filterProblem;
  }
  /** Events that `filter` keeps; null while there is none, or no run. */
  get kept(): ReadonlySignal<KeptRows | null> {
    return this.#kept;
  }

  /** Adds a plot at the end. @returns its id */
  add(spec: PlotSpec & Partial<PlotOptions>): string {
    const id = `plot-${this.#nextId++}`;
    this.#specs.value = [...this.#specs.peek(), { ...DEFAULT_OPTIONS, ...spec, id }];
    return id;
  }

  /** Changes a plot; an id that is not there changes nothing. */
  update(id: string, patch: Partial<Omit<Plot, 'id'>>): void {
    this.#specs.value = this.#specs.peek().map((plot) => (plot.id === id ? { ...plot, ...patch } : plot));
  }

  remove(id: string): void {
    this.#specs.value = this.#specs.peek().filter((plot) => plot.id !== id);
    this.#data.delete(id);
    this.#waveforms.forget(id);
  }

  /** Puts a plot at another place, 0 … plots-1. */
  move(id: string, to: number): void {
    const plots = this.#specs.peek();
    const moved = plots.find((plot) => plot.id === id);
    if (!moved) return;
    const others = plots.filter((plot) => plot.id !== id);
    this.#specs.value = [...others.slice(0, to), moved, ...others.slice(to)];
  }

  /** What has been read for a plot. */
  data(id: string): ReadonlySignal<PlotData> {
    return this.#keptOf(id).data;
  }

  /** Reads again what was stopped or failed. */
  retry(): void {
    this.#columns.forgetProblems();
    this.#want();
  }

  /** Told by the element that draws a plot; the function given back takes it away. */
  drawnBy(id: string, drawing: PlotDrawing): () => void {
    this.#drawings.set(id, drawing);
    return () => {
      if (this.#drawings.get(id) === drawing) this.#drawings.delete(id);
    };
  }

  /** The pictures of a plot that is on the page; null when it is not. */
  drawing(id: string): PlotDrawing | null {
    return this.#drawings.get(id) ?? null;
  }

  /** Asks for the columns of all plots; runs again when any of it changes. */
  #want(): void {
    const { current, quantities } = this.#deps;
    const run = current.value;
    const index = run?.index.value ?? null;
    const filter = this.filter.value.trim();
    const texts = new Set(filter === '' ? [] : [filter, this.#goodFilter].filter((text) => text !== ''));
    for (const plot of this.#specs.value) {
      if (plot.table === '') for (const text of textsOf(plot)) texts.add(text);
    }
    void this.tables.value;
    this.#columns.want({ run, index, definitions: quantities.definitions.value, dark: quantities.dark }, texts);
    this.#later(true);
  }

  #later(isDone: boolean): void {
    const wait = isDone ? 0 : Math.max(0, this.#builtAt + GROW_EVERY_MS - performance.now());
    if (this.#timer !== null) {
      if (!isDone) return;
      clearTimeout(this.#timer);
    }
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#builtAt = performance.now();
      this.#build();
    }, wait);
  }

  #build(): void {
    this.#useFilter();
    const specs = this.#specs.peek();
    for (const plot of specs) {
      if (isWaveform(plot)) this.#wantWaveform(plot);
      else void this.#buildOne(plot);
    }
    const ids = new Set(specs.map(({ id }) => id));
    for (const id of this.#data.keys()) if (!ids.has(id)) this.#data.delete(id);
  }

  #useFilter(): void {
    const text = this.filter.peek().trim();
    const entry = this.#columns.of(text);
    if (text === '') this.#goodFilter = '';
    else if (entry?.column && !entry.problem) this.#goodFilter = text;
    this.#filterProblem.value = text === '' ? null : (entry?.problem ?? null);
    const column = this.#goodFilter === '' ? null : (this.#columns.of(this.#goodFilter)?.column ?? null);
    const rows = column && rowsOfFilters([column], column.data.length);
    this.#kept.value = rows && column ? { kept: countOf(rows), all: column.data.length } : null;
  }

  /** Another event has other waveforms; columns of events stay as they are. */
  #followEvent(): void {
    void this.#deps.event.value;
    for (const plot of this.#specs.peek()) if (plot.kind === 'waveform') this.#wantWaveform(plot);
  }

  #wantWaveform(plot: Plot): void {
    const run = this.#deps.current.peek();
    const index = run?.index.peek();
    const { data } = this.#keptOf(plot.id);
    if (run && index) this.#waveforms.want(plot, { run, index, event: this.#deps.event.peek() }, (found) => (data.value = found));
    else data.value = NO_DATA;
  }

  async #buildOne(plot: Plot): Promise<void> {
    const kept = this.#keptOf(plot.id);
    const turn = ++kept.turn;
    const filters = [plot.filter.trim(), plot.table === '' ? this.#goodFilter : ''].filter((text) => text !== '');
    const of = plot.table === '' ? (text: string) => this.#columns.of(text) : this.#columns.ofTable(this.tables.peek().get(plot.table), plot.table);
    const data = await buildPlotData(plot, { of, filters, tables: this.tables.peek(), last: kept.data.peek() }, () => kept.turn !== turn);
    if (data && kept.turn === turn) kept.data.value = data;
  }

  #keptOf(id: string): Kept {
    let kept = this.#data.get(id);
    if (!kept) this.#data.set(id, (kept = { data: signal(NO_DATA), turn: 0 }));
    return kept;
  }
}

/** Whether a plot is of waveforms, not of columns. */
function isWaveform({ kind }: Plot): boolean {
  return kind === 'waveform' || kind === 'waveform-average' || kind === 'waveform-stack';
}

/** The expressions that a plot is made of. */
function textsOf({ x, y, filter }: Plot): string[] {
  return [x, ...y, filter].map((text) => text.trim()).filter((text) => text !== '');
}
