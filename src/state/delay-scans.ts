import { computed, effect, signal, untracked, type ReadonlySignal } from '@preact/signals-core';
import type { Column } from '../analysis/columns.ts';
import { delayScan, rebinScan, TIME_FACTOR, type DelayScan, type RatioKind, type RebinnedScan } from '../analysis/delay-scan.ts';
import type { BinWish } from '../analysis/bins.ts';
import { trueRows } from '../analysis/evaluate.ts';
import { scatterSpec, type PlotSpec } from '../analysis/plot-spec.ts';
import { scanSteps, type ScanSteps } from '../analysis/scan.ts';
import { PLAIN_ADDRESS, quantityText } from '../analysis/quantity.ts';
import { toProblem, type Problem } from '../base/errors.ts';
import type { LeafKind } from '../format/run-index.ts';
import { typeName } from '../format/type-id.ts';
import { LatestWork } from './latest-work.ts';
import type { OpenRun } from './open-run.ts';
import type { PlotOptions } from './plot-data.ts';
import type { Quantities } from './quantities.ts';

/** What a delay scan is made of, as the tutorial's configuration file says it. */
export type DelayScanWish = {
  /** Name of the control PV. */
  readonly control: string;
  /** Address of a monitor, of which the sum is taken, or an expression. */
  readonly norm: string;
  /** Address of a monitor, of which channel 1 is taken, or an expression. */
  readonly signal: string;
  /** Events with a smaller norm are left out; null takes all. */
  readonly threshold: number | null;
  /** What is added to the control, times `factor`; empty for nothing. */
  readonly time: string;
  /** What one unit of the time is in the unit of the control, with its sign. */
  readonly factor: number;
  /** Events where it is false are left out; empty for none. */
  readonly filter: string;
};

/** How the scan is put into bins of time. */
export type RebinWish = { readonly by: 'count' | 'width'; readonly count: number; readonly width: number; readonly ratio: RatioKind };

/** A scan as far as it has been read. */
export type DelayScanResult = {
  readonly run: OpenRun;
  readonly wish: DelayScanWish;
  /** Part that has been read, 1 when it is complete. */
  readonly share: number;
  readonly scan: DelayScan;
  /** The control and the normalised signal of each event used: what is put into steps. */
  readonly steps: ScanSteps;
};

/** More bins than this are a slip of the hand. */
const MOST_BINS = 10_000;
const NORM = 'XppSb3Ipm-1|Ipimb-0';
const SIGNAL = 'XppSb3Pim-1|Ipimb-0';
const FIT_TIME = 'PhaseCavity.fitTime1';

/** What a delay scan of a run is likely to be made of: the tutorial's devices where it has them, else the first that fit. */
export function delayScanDefaults(kinds: readonly LeafKind[], controls: readonly string[]): DelayScanWish {
  const monitors = [...new Set(kinds.filter(({ typeId }) => typeName(typeId) === 'IpmFex').map(({ source }) => source))];
  const norm = monitors.includes(NORM) ? NORM : (monitors.find((source) => /ipm/i.test(source.split('|')[0])) ?? monitors[0] ?? '');
  const others = monitors.filter((source) => source !== norm);
  const signalSource = others.includes(SIGNAL) ? SIGNAL : (others[0] ?? norm);
  const hasCavity = kinds.some(({ source }) => source === 'PhaseCavity');
  return { control: controls[0] ?? '', norm, signal: signalSource, threshold: 0.1, time: hasCavity ? FIT_TIME : '', factor: TIME_FACTOR, filter: '' };
}

/** The expressions that a delay scan reads: control, norm, signal, then time and filter where there are any. */
export function delayScanTexts(wish: DelayScanWish): { readonly control: string; readonly norm: string; readonly signal: string; readonly time: string; readonly filter: string } {
  const { time, filter } = wish;
  return { control: quantityText({ kind: 'control', name: wish.control.trim() }), norm: ofMonitor(wish.norm, 'sum'), signal: ofMonitor(wish.signal, 'channel[1]'), time: time.trim(), filter: filter.trim() };
}

/** An address alone is that of a monitor. */
function ofMonitor(text: string, path: string): string {
  const address = text.trim();
  return PLAIN_ADDRESS.test(address) ? quantityText({ kind: 'member', address, type: 'IpmFex', path }) : address;
}

export type DelayScansDeps = {
  readonly session: { readonly current: ReadonlySignal<OpenRun | null>; readonly quantities: Quantities };
  report(error: unknown): void;
};

/** Delay scans with a point detector: read from a run, rebinned, kept up to date for the panel. */
export class DelayScans {
  readonly #deps: DelayScansDeps;
  readonly #result = signal<DelayScanResult | null>(null);
  readonly #problem = signal<Problem | null>(null);
  readonly #work: LatestWork;
  readonly #typed = signal<{ readonly label: string; readonly wish: DelayScanWish } | null>(null);
  /** Nothing is read before somebody looks. */
  readonly isWatched = signal(false);
  readonly bins = signal<RebinWish>({ by: 'count', count: 10, width: 100, ratio: 'mean-of-ratios' });

  constructor(deps: DelayScansDeps) {
    this.#deps = deps;
    this.#work = new LatestWork((error) => (this.#problem.value = toProblem(error)));
    effect(() => this.#follow());
  }

  /** What is asked for: what the user set for this run, else its defaults. */
  readonly wish: ReadonlySignal<DelayScanWish | null> = computed(() => {
    const run = this.#deps.session.current.value;
    const typed = this.#typed.value;
    if (!run?.index.value) return null;
    return typed?.label === run.label ? typed.wish : delayScanDefaults(run.index.value.kinds, run.table.value?.controls ?? []);
  });
  get result(): ReadonlySignal<DelayScanResult | null> {
    return this.#result;
  }
  /** Why there is none. */
  get problem(): ReadonlySignal<Problem | null> {
    return this.#problem;
  }
  get isReading(): ReadonlySignal<boolean> {
    return this.#work.isPending;
  }

  /** The scan in bins of time; null while there is nothing to put into them, or no bins to put it into. */
  readonly rebinned: ReadonlySignal<RebinnedScan | null> = computed(() => {
    const scan = this.#result.value?.scan;
    return scan ? rebin(scan, this.bins.value) : null;
  });

  change(part: Partial<DelayScanWish>): void {
    const run = this.#deps.session.current.peek();
    const wish = this.wish.peek();
    if (run && wish) this.#typed.value = { label: run.label, wish: { ...wish, ...part } };
  }

  /**
   * Delay, raw and normalised signal of the events that have all of them, in their order.
   * @throws {XtcError} 'bad-expression', 'unknown-source', 'unreadable', 'aborted'
   */
  async read(run: OpenRun, wish: DelayScanWish, options: { onProgress?: (share: number, scan: DelayScan) => void; signal?: AbortSignal } = {}): Promise<DelayScan> {
    const texts = delayScanTexts(wish);
    const hasTime = texts.time !== '';
    const wanted = [texts.control, texts.norm, texts.signal, ...(hasTime ? [texts.time] : []), ...(texts.filter === '' ? [] : [texts.filter])];
    const { onProgress, signal: stop } = options;
    const scanOf = (columns: readonly Column[]): DelayScan => {
      const [control, norm, raw] = columns.map(({ data }) => data);
      const time = hasTime ? columns[3].data : null;
      const filter = texts.filter === '' ? null : trueRows(columns[columns.length - 1].data);
      return delayScan({ control, time, norm, signal: raw }, { threshold: wish.threshold, timeFactor: wish.factor }, filter);
    };
    return scanOf(await this.#deps.session.quantities.read(run, wanted, { signal: stop, onProgress: onProgress && ((share, columns) => onProgress(share, scanOf(columns))) }));
  }

  /** Reads the scan that is wished for while somebody looks. */
  #follow(): void {
    const run = this.#deps.session.current.value;
    const wish = this.wish.value;
    if (!this.isWatched.value) return;
    if (!run || !wish || wish.control === '' || wish.norm === '' || wish.signal === '') {
      this.#work.clear();
      this.#result.value = null;
      return;
    }
    void run.index.value;
    const { quantities } = this.#deps.session;
    void [quantities.definitions.value, quantities.dark]; // Another one, and it is read again.
    const show = (share: number, scan: DelayScan): void => {
      this.#result.value = { run, wish, share, scan, steps: scanSteps(scan.control, scan.norm, null) };
    };
    const read = async (stop: AbortSignal): Promise<void> => {
      this.#problem.value = null;
      const onProgress = (share: number, partial: DelayScan): void => {
        if (!stop.aborted) show(share, partial);
      };
      const scan = await this.read(run, wish, { signal: stop, onProgress });
      if (!stop.aborted) show(1, scan);
    };
    untracked(() => this.#work.ask({ group: `${run.label} ${JSON.stringify(wish)}`, do: read }));
  }
}

/** A scan that was saved before, as far as its file tells: the delay stands for the control, the ratio for signal and norm. */
export function scanOfRows({ delay, raw, norm }: { readonly delay: Float64Array; readonly raw: Float64Array | null; readonly norm: Float64Array }): DelayScan {
  const reference = raw ? raw.map((value, i) => value / norm[i]) : norm.map(() => 1);
  const skipped = { filtered: 0, norm: 0, threshold: 0, time: 0, signal: 0, control: 0 };
  return { delay, raw: raw ?? norm, norm, control: delay, reference, rows: Uint32Array.from(delay.keys()), skipped };
}

/** Normalised and raw signal against the delay, event by event, as plots whose points can be selected. */
export function delayPlots(wish: DelayScanWish): readonly (PlotSpec & Pick<PlotOptions, 'filter'>)[] {
  const { control, norm, signal: raw, time, filter } = delayScanTexts(wish);
  const delay = time === '' ? control : `${control} ${wish.factor < 0 ? '-' : '+'} ${Math.abs(wish.factor)} * (${time})`;
  const conditions = [...(wish.threshold === null ? [] : [`(${norm}) >= ${wish.threshold}`]), ...(filter === '' ? [] : [`(${filter})`])];
  return [
    { ...scatterSpec('Normalised signal against delay', delay, `(${raw}) / (${norm})`), labels: ['signal / norm'], filter: conditions.join(' and ') },
    { ...scatterSpec('Raw signal against delay', delay, raw), filter: conditions.join(' and ') },
  ];
}

/** A scan in bins as they are wished for; null when it is empty or they are none. */
export function rebin(scan: DelayScan, { by, count, width, ratio }: RebinWish): RebinnedScan | null {
  if (scan.delay.length === 0) return null;
  const range = scan.delay.reduce(([low, high], delay) => [Math.min(low, delay), Math.max(high, delay)], [Infinity, -Infinity]);
  const bins = by === 'count' ? count : Math.ceil((range[1] - range[0]) / width);
  if (!(width > 0) || !Number.isInteger(count) || !(bins <= MOST_BINS) || (by === 'count' && count < 1)) return null;
  const wish: BinWish = by === 'width' ? { width } : { count };
  return rebinScan(scan, wish, ratio);
}
