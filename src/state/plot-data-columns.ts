import type { Column, Table } from '../analysis/columns.ts';
import { evaluate } from '../analysis/evaluate.ts';
import { parseExpression, quantitiesOf } from '../analysis/expression.ts';
import { quantityText } from '../analysis/quantity.ts';
import { XtcError, toProblem, type Problem } from '../base/errors.ts';
import type { Dark } from '../calib/dark.ts';
import type { RunIndex } from '../format/run-index.ts';
import type { OpenRun } from './open-run.ts';
import type { Quantities } from './quantities.ts';
import type { Tasks } from './tasks.ts';

/** What there is of an expression: its column as far as it is filled, how far that is, and why there is none. */
export type ReadText = { readonly column: Column | null; readonly share: number; readonly problem: Problem | null };

/** What columns hang on: another of these, and they are read again. */
export type ColumnsOf = {
  readonly run: OpenRun | null;
  readonly index: RunIndex | null;
  readonly definitions: string;
  /** What is subtracted from pictures: only expressions with regions hang on it. */
  readonly dark: Dark | null;
};

/** What an entry was read from. */
type From = { readonly index: RunIndex; readonly dark: Dark | null };
type Entry = ReadText & { readonly from: From };

/** How often a pass is asked for again that another plot's end has stopped. */
const TRIES = 3;

/** The columns of all plots together: what is not there yet is read in one pass, a column that is there stays. */
export class PlotColumns {
  readonly #quantities: Quantities;
  readonly #tasks: Tasks;
  readonly #changed: (isDone: boolean) => void;
  readonly #entries = new Map<string, Entry>();
  #of: ColumnsOf = { run: null, index: null, definitions: '', dark: null };
  #stop = new AbortController();

  /** @param changed told whenever there is more to see; `isDone` at the end of a pass */
  constructor(quantities: Quantities, tasks: Tasks, changed: (isDone: boolean) => void) {
    this.#quantities = quantities;
    this.#tasks = tasks;
    this.#changed = changed;
  }

  of(text: string): ReadText | null {
    return this.#entries.get(text.trim()) ?? null;
  }

  /** The same of a table: its columns go by their names, `event` is the number of the row. */
  ofTable(table: Table | undefined, name: string): (text: string) => ReadText | null {
    return (text) => {
      try {
        if (!table) throw new XtcError('unknown-source', `There is no table ${name} any more: drop its file again.`);
        return { column: columnOfTable(table, text), share: 1, problem: null };
      } catch (error) {
        return { column: null, share: 1, problem: toProblem(error) };
      }
    };
  }

  /** Reads what is missing of these expressions, and forgets others. */
  want(of: ColumnsOf, texts: ReadonlySet<string>): void {
    const { run, index, definitions, dark } = of;
    if (run !== this.#of.run || of.definitions !== this.#of.definitions) {
      this.#stop.abort();
      this.#stop = new AbortController();
      this.#entries.clear();
    }
    this.#of = of;
    for (const text of this.#entries.keys()) if (!texts.has(text)) this.#entries.delete(text);
    if (!run || !index) return;
    const wished = new Map([...texts].map((text) => [text, { index, dark: mayHaveRegion(text, definitions) ? dark : null }]));
    const missing = [...wished].filter(([text, from]) => !isSame(this.#entries.get(text)?.from, from));
    if (missing.length === 0) return;
    // What an older index or another dark told stays on the screen until the new columns are there.
    for (const [text, from] of missing) this.#entries.set(text, { column: this.#entries.get(text)?.column ?? null, share: 0, problem: null, from });
    void this.#read(run, new Map(missing), this.#stop.signal);
  }

  /** So that what was stopped or failed is read when it is wanted again. */
  forgetProblems(): void {
    for (const [text, { problem }] of this.#entries) if (problem) this.#entries.delete(text);
  }

  async #read(run: OpenRun, wished: ReadonlyMap<string, From>, stop: AbortSignal): Promise<void> {
    const texts = [...wished.keys()];
    const set = (text: string, read: ReadText): void => {
      const from = wished.get(text);
      if (from && !stop.aborted && isSame(this.#entries.get(text)?.from, from)) this.#entries.set(text, { ...read, from });
    };
    const fail = (text: string, error: unknown): undefined => {
      set(text, { column: null, share: 1, problem: toProblem(error) });
    };
    const checked = await Promise.all(texts.map((text) => this.#quantities.resolve(run, text).then(() => text, (error: unknown) => fail(text, error))));
    const good = checked.filter((text) => text !== undefined);
    if (stop.aborted) return;
    const grown = new Set(good.filter((text) => this.#entries.get(text)?.column));
    const onProgress = (share: number, columns: readonly Column[]): void => {
      // A longer index is read from its start: until it is through, the shorter one shows more.
      good.forEach((text, i) => set(text, { column: grown.has(text) ? (this.#entries.get(text)?.column ?? null) : columns[i], share, problem: null }));
      this.#changed(false);
    };
    try {
      if (good.length > 0) {
        const columns = await this.#tasks.run(`Reading ${good.length === 1 ? good[0] : `${good.length} quantities`}`, (report, cancel) =>
          this.#tryRead(run, good, AbortSignal.any([stop, cancel]), (share, filled) => {
            report(share, '');
            onProgress(share, filled);
          }),
        );
        good.forEach((text, i) => set(text, { column: columns[i], share: 1, problem: null }));
      }
    } catch (error) {
      for (const text of good) fail(text, error);
    }
    if (!stop.aborted) this.#changed(true);
  }

  /** A column that is being read for somebody else ends with them: then it is read again. */
  async #tryRead(run: OpenRun, texts: readonly string[], signal: AbortSignal, onProgress: (share: number, columns: readonly Column[]) => void): Promise<Column[]> {
    for (let tries = 1; ; ++tries) {
      try {
        return await this.#quantities.read(run, texts, { signal, onProgress });
      } catch (error) {
        if (signal.aborted || tries === TRIES || !(error instanceof XtcError && error.code === 'aborted')) throw error;
      }
    }
  }
}

function isSame(a: From | undefined, b: From): boolean {
  return a?.index === b.index && a.dark === b.dark;
}

/** Whether an expression may name a region of a picture, itself or by one of the user's names. */
function mayHaveRegion(text: string, definitions: string): boolean {
  return text.includes('roi(') || definitions.includes('roi(');
}

/** An expression over the columns of a table. @throws {XtcError} 'bad-expression', 'unknown-source' */
export function columnOfTable(table: Table, text: string): Column {
  const expression = parseExpression(text, table.columns.map(({ name }) => name));
  const numbers = new Map(table.columns.map(({ name, data }) => [quantityText({ kind: 'name', name }), data]));
  for (const quantity of quantitiesOf(expression)) {
    const key = quantityText(quantity);
    if (numbers.has(key)) continue;
    if (quantity.kind === 'event' && quantity.column === 'event') numbers.set(key, Float64Array.from({ length: table.length }, (_, row) => row));
    // A column of a file may be called `time` or `cycle`.
    else {
      const found = table.columns.find(({ name }) => name === key);
      if (!found) throw new XtcError('unknown-source', `There is no column ${key}. There are ${table.columns.map(({ name }) => name).join(', ')}.`);
      numbers.set(key, found.data);
    }
  }
  // A column as it is needs no copy.
  const whole = expression.kind === 'quantity' ? numbers.get(expression.key) : undefined;
  const unit = expression.kind === 'quantity' ? (table.columns.find(({ name }) => quantityText({ kind: 'name', name }) === expression.key || name === expression.key)?.unit ?? '') : '';
  return { name: text, unit, data: whole ?? evaluate(expression, numbers, table.length) };
}
