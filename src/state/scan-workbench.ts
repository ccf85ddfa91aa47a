import { computed, effect, signal, untracked, type ReadonlySignal } from '@preact/signals-core';
import { trueRows } from '../analysis/evaluate.ts';
import { scanMap, scanSteps, type ScanMap, type ScanSteps } from '../analysis/scan.ts';
import { quantityText } from '../analysis/quantity.ts';
import { toProblem, type Problem } from '../base/errors.ts';
import { LatestWork } from './latest-work.ts';
import type { OpenRun } from './open-run.ts';
import type { Quantities } from './quantities.ts';

/** What is averaged at each step of a scan. */
export type StepsWish = {
  /** An expression. */
  readonly quantity: string;
  /** Names of control PVs; empty `second` for one control. */
  readonly control: string;
  readonly second: string;
  /** Each calib cycle is a step of its own, also where the control comes back to a value. */
  readonly byCycle: boolean;
  /** Events where it is false are left out; empty for none. */
  readonly filter: string;
};

/** Mean and error of a quantity per step, or over two controls. */
export type StepsResult = { readonly run: OpenRun; readonly wish: StepsWish; readonly share: number; readonly steps: ScanSteps | null; readonly map: ScanMap | null };

export type ScanWorkbenchDeps = {
  readonly session: { readonly current: ReadonlySignal<OpenRun | null>; readonly quantities: Quantities };
};

/** Any quantity against any control PV: mean and error at each step; kept up to date for its panel. */
export class ScanWorkbench {
  readonly #deps: ScanWorkbenchDeps;
  readonly #result = signal<StepsResult | null>(null);
  readonly #problem = signal<Problem | null>(null);
  readonly #work: LatestWork;
  readonly #typed = signal<{ readonly label: string; readonly wish: StepsWish } | null>(null);
  /** Nothing is read before somebody looks. */
  readonly isWatched = signal(false);

  constructor(deps: ScanWorkbenchDeps) {
    this.#deps = deps;
    this.#work = new LatestWork((error) => {
      this.#result.value = null;
      this.#problem.value = toProblem(error);
    });
    effect(() => this.#follow());
  }

  readonly wish: ReadonlySignal<StepsWish | null> = computed(() => {
    const run = this.#deps.session.current.value;
    const typed = this.#typed.value;
    if (!run?.index.value) return null;
    return typed?.label === run.label ? typed.wish : { quantity: '', control: run.table.value?.controls[0] ?? '', second: '', byCycle: true, filter: '' };
  });
  get result(): ReadonlySignal<StepsResult | null> {
    return this.#result;
  }
  get problem(): ReadonlySignal<Problem | null> {
    return this.#problem;
  }

  change(part: Partial<StepsWish>): void {
    const run = this.#deps.session.current.peek();
    const wish = this.wish.peek();
    if (run && wish) this.#typed.value = { label: run.label, wish: { ...wish, ...part } };
  }

  /** @throws {XtcError} 'bad-expression', 'unknown-source', 'unreadable', 'aborted' */
  async read(run: OpenRun, wish: StepsWish, stop?: AbortSignal): Promise<StepsResult> {
    const control = (name: string): string => quantityText({ kind: 'control', name });
    const texts = [control(wish.control), wish.quantity, 'cycle', ...(wish.second === '' ? [] : [control(wish.second)]), ...(wish.filter.trim() === '' ? [] : [wish.filter])];
    const columns = (await this.#deps.session.quantities.read(run, texts, { signal: stop })).map(({ data }) => data);
    const rows = wish.filter.trim() === '' ? null : trueRows(columns[columns.length - 1]);
    const [first, quantity, cycle] = columns;
    if (wish.second === '') return { run, wish, share: 1, steps: scanSteps(first, quantity, wish.byCycle ? cycle : null, rows), map: null };
    return { run, wish, share: 1, steps: null, map: scanMap(first, columns[3], quantity, rows) };
  }

  #follow(): void {
    const run = this.#deps.session.current.value;
    const wish = this.wish.value;
    if (!this.isWatched.value) return;
    if (!run || !wish || wish.quantity.trim() === '' || wish.control === '') {
      this.#work.clear();
      this.#result.value = null;
      this.#problem.value = null;
      return;
    }
    void run.index.value;
    const { quantities } = this.#deps.session;
    void [quantities.definitions.value, quantities.dark]; // Another one, and it is read again.
    const read = async (stop: AbortSignal): Promise<void> => {
      this.#problem.value = null;
      const result = await this.read(run, wish, stop);
      if (!stop.aborted) this.#result.value = result;
    };
    untracked(() => this.#work.ask({ group: `${run.label} ${JSON.stringify(wish)}`, do: read }));
  }
}
