import type { Histogram2d } from '../analysis/histogram-2d.ts';
import { throwIfAborted, toProblem, XtcError } from '../base/errors.ts';
import type { LeafKind, RunIndex } from '../format/run-index.ts';
import { waveformsOf, type Waveform } from '../types/waveforms.ts';
import type { LeafValues } from './leaf-values.ts';
import type { OpenRun } from './open-run.ts';
import { NO_DATA, type Plot, type PlotData, type PlotLine } from './plot-data.ts';
import type { Tasks } from './tasks.ts';

/** What waveforms are read from. */
export type WaveformPlace = { readonly run: OpenRun; readonly index: RunIndex; readonly event: number };

type Kept = { readonly key: string; readonly index: RunIndex; readonly stop: AbortController };

/** Plots of averages grow at most this often. */
const GROW_EVERY_MS = 100;
/** Cells of a stack, at most: neighbours are averaged. */
const STACK_ROWS = 128;
const STACK_COLUMNS = 256;

/** Waveforms of the event shown, averaged over all events, or one above the other as a picture. */
export class PlotWaveforms {
  readonly #values: Pick<LeafValues, 'ofEvent' | 'configuration'>;
  readonly #tasks: Tasks;
  readonly #kept = new Map<string, Kept>();

  constructor(values: Pick<LeafValues, 'ofEvent' | 'configuration'>, tasks: Tasks) {
    this.#values = values;
    this.#tasks = tasks;
  }

  /** Reads what a plot needs, unless it is being read or there; `show` is given what there is so far. */
  want(plot: Plot, { run, index, event }: WaveformPlace, show: (data: PlotData) => void): void {
    const key = [run.label, plot.kind, plot.source, plot.range?.join() ?? '', plot.kind === 'waveform' ? event : ''].join('\n');
    const kept = this.#kept.get(plot.id);
    if (kept?.key === key && kept.index === index) return;
    kept?.stop.abort();
    const stop = new AbortController();
    this.#kept.set(plot.id, { key, index, stop });
    const read = plot.kind === 'waveform' ? this.#single(plot, run, index, event, stop.signal).then(show) : this.#many(plot, run, index, stop.signal, show);
    read.catch((error: unknown) => {
      if (!stop.signal.aborted) show({ ...NO_DATA, share: 1, problem: toProblem(error) });
    });
  }

  forget(id: string): void {
    this.#kept.get(id)?.stop.abort();
    this.#kept.delete(id);
  }

  async #single(plot: Plot, run: OpenRun, index: RunIndex, event: number, signal: AbortSignal): Promise<PlotData> {
    const found = await this.#ofEvent(run, kindsOf(index, plot.source), event, signal);
    return { ...NO_DATA, share: 1, kept: { kept: found.length > 0 ? 1 : 0, all: 1 }, lines: found.map((wave) => lineOf(wave, plot.range)) };
  }

  #many(plot: Plot, run: OpenRun, index: RunIndex, signal: AbortSignal, show: (data: PlotData) => void): Promise<void> {
    const kinds = kindsOf(index, plot.source);
    return this.#tasks.run(`Reading waveforms of ${plot.source}`, async (report, cancel) => {
      const both = AbortSignal.any([signal, cancel]);
      const sums = new WaveformSums(plot, index.events.length);
      let shownAt = performance.now();
      for (let event = 0; event < index.events.length; ++event) {
        sums.add(event, await this.#ofEvent(run, kinds, event, both));
        throwIfAborted(both);
        if (performance.now() - shownAt < GROW_EVERY_MS) continue;
        shownAt = performance.now();
        report(event / index.events.length, `${event} of ${index.events.length} events`);
        show(sums.data(event / index.events.length));
      }
      show(sums.data(1));
    });
  }

  async #ofEvent(run: OpenRun, kinds: readonly LeafKind[], event: number, signal: AbortSignal): Promise<Waveform[]> {
    const waves: Waveform[] = [];
    for (const kind of kinds) {
      for (const { schema, values } of await this.#values.ofEvent(run, event, kind, signal)) {
        if (!values) continue;
        const configuration = await this.#values.configuration(run, kind, undefined, signal);
        waves.push(...waveformsOf(schema, values, configuration?.values ?? {}));
      }
    }
    return waves;
  }
}

/** Sums of each channel, and the picture of the first one. */
class WaveformSums {
  readonly #plot: Plot;
  readonly #events: number;
  readonly #sums = new Map<string, { readonly first: Waveform; readonly sum: Float64Array; count: number }>();
  #stack: { readonly sums: Float64Array; readonly counts: Uint32Array; readonly rows: number; readonly columns: number; readonly first: PlotLine } | null = null;
  #found = 0;

  constructor(plot: Plot, events: number) {
    this.#plot = plot;
    this.#events = events;
  }

  add(event: number, waves: readonly Waveform[]): void {
    if (waves.length > 0) ++this.#found;
    for (const wave of waves) {
      const known = this.#sums.get(wave.label) ?? { first: wave, sum: new Float64Array(wave.y.length), count: 0 };
      this.#sums.set(wave.label, known);
      // One of another length is of another setting of the digitiser: it cannot be added.
      if (wave.y.length !== known.sum.length) continue;
      wave.y.forEach((value, i) => (known.sum[i] += value));
      ++known.count;
    }
    if (this.#plot.kind === 'waveform-stack' && waves.length > 0) this.#put(event, lineOf(waves[0], this.#plot.range));
  }

  data(share: number): PlotData {
    const base = { ...NO_DATA, share, kept: { kept: this.#found, all: this.#events } };
    if (this.#found === 0 && share === 1) throw new XtcError('unknown-source', `No event has waveforms of ${this.#plot.source}.`);
    if (this.#plot.kind === 'waveform-stack') return { ...base, density: this.#picture() };
    const mean = ({ first, sum, count }: { first: Waveform; sum: Float64Array; count: number }): Waveform => ({ ...first, y: sum.map((value) => value / count) });
    return { ...base, lines: [...this.#sums.values()].map((known) => lineOf(mean(known), this.#plot.range)) };
  }

  #put(event: number, line: PlotLine): void {
    if (line.x.length < 2) return;
    const [rows, columns] = [Math.min(STACK_ROWS, this.#events), Math.min(STACK_COLUMNS, line.x.length)];
    this.#stack ??= { sums: new Float64Array(rows * columns), counts: new Uint32Array(rows * columns), rows, columns, first: line };
    const stack = this.#stack;
    const row = Math.floor((event * stack.rows) / this.#events);
    for (let i = 0; i < line.y.length; ++i) {
      const at = row * stack.columns + Math.min(stack.columns - 1, Math.floor((i * stack.columns) / line.y.length));
      stack.sums[at] += line.y[i];
      ++stack.counts[at];
    }
  }

  #picture(): Histogram2d | null {
    const stack = this.#stack;
    if (!stack) return null;
    const { x } = stack.first;
    const [low, high] = [x[0], x[x.length - 1]];
    const edges = (from: number, to: number, count: number): Float64Array => Float64Array.from({ length: count + 1 }, (_, i) => from + ((to - from) * i) / count);
    return {
      x: { edges: edges(low, high, stack.columns), spacing: 'linear' },
      y: { edges: edges(0, this.#events, stack.rows), spacing: 'linear' },
      counts: stack.sums.map((sum, i) => (stack.counts[i] === 0 ? NaN : sum / stack.counts[i])),
      shape: [stack.rows, stack.columns],
      outside: 0,
      missing: 0,
    };
  }
}

function kindsOf({ kinds }: RunIndex, source: string): LeafKind[] {
  const found = kinds.filter((kind) => kind.source === source);
  if (found.length === 0) throw new XtcError('unknown-source', `The run has no ${source}. It has ${[...new Set(kinds.map((kind) => kind.source))].join(', ')}.`);
  return found;
}

/** @param range samples, half open */
function lineOf({ label, x0, dx, x, xUnit, y, yUnit }: Waveform, range?: readonly number[]): PlotLine {
  const [from, to] = range?.length === 2 ? range : [0, y.length];
  return { label, x: (x ?? Float64Array.from(y, (_, i) => x0 + i * dx)).slice(from, to), y: y.slice(from, to), xUnit, yUnit };
}
