import { signal } from '@preact/signals-core';
import type { Column } from '../analysis/columns.ts';
import { parseDefinitions, quantitiesToRead, withDefinitions, type Definition } from '../analysis/definitions.ts';
import { evaluate } from '../analysis/evaluate.ts';
import { parseExpression, type Expression } from '../analysis/expression.ts';
import { quantityText, type Quantity } from '../analysis/quantity.ts';
import type { Columns, ReadColumnsOptions } from './columns.ts';
import type { EpicsLists } from './epics-lists.ts';
import type { LeafValues } from './leaf-values.ts';
import type { OpenRun } from './open-run.ts';
import type { RegionColumns, RegionQuantity } from './region-columns.ts';
import { resolveQuantity, type RunNames } from './resolve-quantity.ts';

/** Expressions as users write them → columns of a run. */
export class Quantities {
  /** The user's own names, one `name = expression` a line. */
  readonly definitions = signal('');
  readonly #columns: Columns;
  readonly #epics: EpicsLists;
  readonly #values: LeafValues;
  readonly #regions: RegionColumns;

  constructor(parts: { readonly columns: Columns; readonly epics: EpicsLists; readonly values: LeafValues; readonly regions: RegionColumns }) {
    this.#regions = parts.regions;
    this.#columns = parts.columns;
    this.#epics = parts.epics;
    this.#values = parts.values;
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
    const all = quantitiesToRead(expressions, definitions);
    const regions = all.filter(isRegion);
    const kinds = regions.map((quantity) => this.#regions.sourceOf(run, quantity, names.aliases));
    const plain = all.filter((quantity) => !isRegion(quantity));
    const resolved = await Promise.all(plain.map((quantity) => resolveQuantity(names, quantity)));
    const wanted = [...plain, ...regions];
    const units = new Map(wanted.map((quantity, i) => [quantityText(quantity), isRegion(quantity) ? regionUnit(quantity) : resolved[i].unit]));
    const compute = (read: readonly Float64Array[]): Column[] => {
      // As many as were read: while a run is scanned its index grows under the reading.
      const count = read.at(0)?.length ?? run.index.value?.events.length ?? 0;
      const numbers = new Map(wanted.map((quantity, i) => [quantityText(quantity), ofLength(read.at(i), count)]));
      return computed({ texts, expressions, definitions, numbers, units, count });
    };
    const read = await this.#columns.read(run, resolved.map(({ quantity }) => quantity), progressOf(compute, options));
    for (const [i, quantity] of regions.entries()) {
      const onProgress = (share: number): void => options.onProgress?.((i + share) / regions.length, compute(read));
      read.push(await this.#regions.read(run, kinds[i], quantity, onProgress, options.signal));
    }
    return compute(read);
  }

  /** Which events a filter lets through: 1 or 0 for each. @throws {XtcError} as `read` */
  async filter(run: OpenRun, text: string, options: { signal?: AbortSignal } = {}): Promise<Uint8Array> {
    const [{ data }] = await this.read(run, [text], options);
    return Uint8Array.from(data, (value) => (value !== 0 && !Number.isNaN(value) ? 1 : 0));
  }

  /** That a run has all that an expression needs. @throws {XtcError} 'bad-expression', 'unknown-source' */
  async resolve(run: OpenRun, text: string): Promise<void> {
    const names = await this.#namesOf(run);
    const sources = sourcesOf(names);
    const wanted = quantitiesToRead([parseExpression(text, sources)], parseDefinitions(this.definitions.value, sources));
    for (const quantity of wanted) {
      if (isRegion(quantity)) this.#regions.sourceOf(run, quantity, names.aliases);
      else await resolveQuantity(names, quantity);
    }
  }

  async #namesOf(run: OpenRun): Promise<RunNames> {
    return {
      label: run.label,
      kinds: run.index.value?.kinds ?? [],
      aliases: await this.#values.aliases(run),
      controls: run.table.value?.controls ?? [],
      pvs: () => this.#epics.of(run),
    };
  }
}

/** Names that need no quotes in expressions. */
function sourcesOf({ kinds, aliases }: RunNames): string[] {
  return [...new Set([...kinds.map(({ source }) => source), ...aliases.map(({ alias }) => alias)])];
}

function isRegion(quantity: Quantity): quantity is RegionQuantity {
  return quantity.kind === 'roi';
}

function regionUnit({ measure }: RegionQuantity): string {
  return measure === 'count' ? '' : measure === 'x' || measure === 'y' ? 'pixels' : 'ADU';
}

/** A column as long as the others: one that is not read yet, or of an index that has grown, is filled up with gaps. */
function ofLength(column: Float64Array | undefined, count: number): Float64Array {
  if (column?.length === count) return column;
  const filled = new Float64Array(count).fill(NaN);
  if (column) filled.set(column.subarray(0, count));
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
