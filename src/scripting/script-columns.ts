import { rowNumbers } from '../analysis/columns.ts';
import { trueRows } from '../analysis/evaluate.ts';
import { TIME_FACTOR } from '../analysis/delay-scan.ts';
import type { NdArray } from '../base/arrays.ts';
import { XtcError } from '../base/errors.ts';
import type { Dark } from '../calib/dark.ts';
import { delayScanDefaults } from '../state/delay-scans.ts';
import type { OpenRun } from '../state/open-run.ts';
import type { Session } from '../state/session.ts';

/** Which events count: those that a filter lets through, of those that are named. */
export type ScriptChoice = {
  /** As it is typed in the window: `XppSb3Ipm-1|Ipimb-0 IpmFex.sum > 0.1 and evr(140)`. */
  filter?: string;
  /** Numbers of events; all when absent. */
  events?: ArrayLike<number>;
  signal?: AbortSignal;
};
/** A delay scan as the tutorial's configuration file says it. */
export type ScriptDelayScanOptions = {
  control?: string;
  /** Address of a monitor, of which the sum is taken, or an expression. */
  norm?: string;
  /** Address of a monitor, of which channel 1 is taken, or an expression. */
  signal?: string;
  /** Events with a smaller norm are left out; 0.1 when absent, null takes all. */
  threshold?: number | null;
  /** Added to the control times `factor`; the phase cavity's first time when absent, empty for nothing. */
  time?: string;
  /** 1000, ps to fs, when absent. */
  factor?: number;
  filter?: string;
  /** Ends it. */
  stop?: AbortSignal;
};
export type ScriptDelayScan = { delay: Float64Array; raw: Float64Array; norm: Float64Array };
export type ScriptAverage = { source?: string; filter?: string; events?: ArrayLike<number>; dark?: Dark | null; signal?: AbortSignal };

/** Numbers of whole runs for scripts: as the Plots tab has them. */
export class ScriptColumns {
  readonly #run: OpenRun;
  readonly #session: Session;

  constructor(run: OpenRun, session: Session) {
    this.#run = run;
    this.#session = session;
  }

  /** Columns by the texts that asked for them. */
  async columns(texts: readonly string[], { filter = '', events, signal }: ScriptChoice): Promise<Record<string, Float64Array>> {
    const isFiltered = filter.trim() !== '';
    const read = await this.#session.quantities.read(this.#run, isFiltered ? [...texts, filter] : texts, { signal });
    const chosen = this.#rows(isFiltered ? trueRows(read[texts.length].data) : null, events);
    const numbers = chosen && rowNumbers(chosen);
    // Copies: what is kept for the window is not a script's to change.
    return Object.fromEntries(texts.map((text, i) => [text, numbers ? Float64Array.from(numbers, (row) => read[i].data[row]) : read[i].data.slice()]));
  }

  async delayScan({ stop, ...wish }: ScriptDelayScanOptions): Promise<ScriptDelayScan> {
    const defaults = { ...delayScanDefaults(this.#run.index.value?.kinds ?? [], this.#run.table.value?.controls ?? []), factor: TIME_FACTOR };
    const given = Object.fromEntries(Object.entries(wish).filter(([, value]) => value !== undefined));
    const { delay, raw, norm } = await this.#session.workbench.delayScans.read(this.#run, { ...defaults, ...given }, { signal: stop });
    return { delay, raw, norm };
  }

  async averageImage(source: string | null, { filter = '', events, dark = null, signal }: ScriptAverage): Promise<NdArray<'f32'>> {
    const passing = filter.trim() === '' ? null : await this.#session.quantities.filter(this.#run, filter, { signal });
    const { image } = await this.#session.workbench.averages.make(this.#run, { source, events: this.#rows(passing, events), dark, signal });
    return image;
  }

  /** 1 for each event that counts; null when all do. */
  #rows(passing: Uint8Array | null, events: ArrayLike<number> | undefined): Uint8Array | null {
    if (!passing && !events) return null;
    const count = this.#run.events;
    const rows = new Uint8Array(count);
    for (const event of events ? Array.from(events) : rows.keys()) {
      if (!Number.isInteger(event) || event < 0 || event >= count) throw new XtcError('out-of-range', `${this.#run.label} has no event ${event}: it has ${count}, counted from 0.`);
      rows[event] = passing ? passing[event] : 1;
    }
    return rows;
  }
}
