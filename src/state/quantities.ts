import { signal } from '@preact/signals-core';
import type { Column } from '../analysis/columns.ts';
import { parseDefinitions, quantitiesToRead, withDefinitions, type Definition } from '../analysis/definitions.ts';
import { evaluate, trueRows } from '../analysis/evaluate.ts';
import { parseExpression, type Expression } from '../analysis/expression.ts';
import { quantityText } from '../analysis/quantity.ts';
import type { Dark } from '../calib/dark.ts';
import type { Columns, ReadColumnsOptions } from './columns.ts';
import type { Darks } from './darks.ts';
import type { EpicsLists } from './epics-lists.ts';
import type { LeafValues } from './leaf-values.ts';
import type { OpenRun } from './open-run.ts';
import { resolveQuantity, type RunNames } from './resolve-quantity.ts';

export type QuantitiesParts = {
  readonly columns: Columns;
  readonly epics: EpicsLists;
  readonly values: LeafValues;
  /** The dark that is subtracted from pictures now. */
  readonly darkInUse: () => Dark | null;
  readonly darks: Pick<Darks, 'idOf'>;
};

/** Expressions as users write them → columns of a run. */
export class Quantities {
  /** The user's own names, one `name = expression` a line. */
  readonly definitions = signal('');
  readonly #columns: Columns;
  readonly #epics: EpicsLists;
  readonly #values: LeafValues;
  readonly #darkInUse: () => RunNames['dark'];

  constructor(parts: QuantitiesParts) {
    this.#darkInUse = () => {
      const dark = parts.darkInUse();
      return dark && { dark, id: parts.darks.idOf(dark) };
    };
    this.#columns = parts.columns;
    this.#epics = parts.epics;
    this.#values = parts.values;
  }

  /** The dark that regions of pictures are read with: a signal's value for who computes with it. */
  get dark(): Dark | null {
    return this.#darkInUse()?.dark ?? null;
  }

  /**
   * One column for each expression, of all events; NaN where one is missing.
   * @param options `onProgress` is given the columns as far as they are filled
   * @throws {XtcError} 'bad-expression', 'unknown-source', 'unreadable', 'aborted'
   */
  async read(run: OpenRun, texts: readonly string[], options: { onProgress?: (share: number, columns: readonly Column[]) => void; signal?: AbortSignal } = {}): Promise<Column[]> {
    const names = await this.#namesOf(run);
    const sources = sourcesOf(names);
    const definitions = parseDefinitions(this.definitions.value, sources);
    const expressions = texts.map((text) => parseExpression(text, sources));
    const wanted = quantitiesToRead(expressions, definitions);
    const resolved = await Promise.all(wanted.map((quantity) => resolveQuantity(names, quantity)));
    const units = new Map(wanted.map((quantity, i) => [quantityText(quantity), resolved[i].unit]));
    const compute = (read: readonly Float64Array[]): Column[] => {
      // As many as were read: while a run is scanned its index grows under the reading.
      const count = read.at(0)?.length ?? run.index.value?.events.length ?? 0;
      const numbers = new Map(wanted.map((quantity, i) => [quantityText(quantity), ofLength(read[i], count)]));
      return computed({ texts, expressions, definitions, numbers, units, count });
    };
    return compute(await this.#columns.read(run, resolved.map(({ quantity }) => quantity), progressOf(compute, options)));
  }

  /** Which events a filter lets through: 1 or 0 for each. @throws {XtcError} as `read` */
  async filter(run: OpenRun, text: string, options: { signal?: AbortSignal } = {}): Promise<Uint8Array> {
    const [{ data }] = await this.read(run, [text], options);
    return trueRows(data);
  }

  /** That a run has all that an expression needs. @throws {XtcError} 'bad-expression', 'unknown-source', 'out-of-range' */
  async resolve(run: OpenRun, text: string): Promise<void> {
    const names = await this.#namesOf(run);
    const sources = sourcesOf(names);
    const wanted = quantitiesToRead([parseExpression(text, sources)], parseDefinitions(this.definitions.value, sources));
    await Promise.all(wanted.map((quantity) => resolveQuantity(names, quantity)));
  }

  async #namesOf(run: OpenRun): Promise<RunNames> {
    return {
      label: run.label,
      kinds: run.index.value?.kinds ?? [],
      aliases: await this.#values.aliases(run),
      controls: run.table.value?.controls ?? [],
      pictures: run.pictureKinds.value,
      dark: this.#darkInUse(),
      pvs: () => this.#epics.of(run),
    };
  }
}

/** Names that need no quotes in expressions. */
function sourcesOf({ kinds, aliases }: RunNames): string[] {
  return [...new Set([...kinds.map(({ source }) => source), ...aliases.map(({ alias }) => alias)])];
}

/** A column as long as the others: one of an index that has grown meanwhile is cut or filled up with gaps. */
function ofLength(column: Float64Array, count: number): Float64Array {
  if (column.length === count) return column;
  const filled = new Float64Array(count).fill(NaN);
  filled.set(column.subarray(0, count));
  return filled;
}

type Computation = {
  readonly texts: readonly string[];
  readonly expressions: readonly Expression[];
  readonly definitions: readonly Definition[];
  readonly numbers: ReadonlyMap<string, Float64Array>;
  readonly units: ReadonlyMap<string, string>;
  readonly count: number;
};

function computed({ texts, expressions, definitions, numbers, units, count }: Computation): Column[] {
  const all = withDefinitions(numbers, definitions, count);
  return expressions.map((expression, i) => ({
    name: texts[i],
    unit: expression.kind === 'quantity' ? (units.get(expression.key) ?? '') : '',
    data: evaluate(expression, all, count),
  }));
}

function progressOf(compute: (read: readonly Float64Array[]) => Column[], { onProgress, signal }: { onProgress?: (share: number, columns: readonly Column[]) => void; signal?: AbortSignal }): ReadColumnsOptions {
  return { signal, onProgress: onProgress && ((share, read) => onProgress(share, compute(read))) };
}
