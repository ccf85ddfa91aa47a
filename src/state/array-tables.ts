import { signal, type ReadonlySignal } from '@preact/signals-core';
import type { Column, Table } from '../analysis/columns.ts';
import { asColumns } from '../arrays/as-columns.ts';
import { isArraysName, readArrays } from '../arrays/read-arrays.ts';
import { XtcError } from '../base/errors.ts';
import type { Dark } from '../calib/dark.ts';
import type { Darks } from './darks.ts';
import type { Plots } from './plots.ts';

/** Columns of a dropped file that are equally long. */
export type ArrayTable = {
  /** The file's name, with the length where a file has columns of several lengths. */
  readonly name: string;
  readonly file: string;
  readonly table: Table;
};

/** Endings that pedestals have too: these files are asked for pedestals first. */
const PEDESTALS = /\.(npy|txt|data|dat)$/i;
/** What the columns of a saved delay scan are called, in its order. */
const DELAY_SCAN = ['delay', 'raw', 'norm'];

export type ArrayTablesDeps = {
  readonly darks: Darks;
  readonly plots: Pick<Plots, 'tables'>;
  say(notice: string): void;
};

/** Files of arrays: what is no pedestal becomes tables, whose columns are plotted like quantities. */
export class ArrayTables {
  readonly #deps: ArrayTablesDeps;
  readonly #all = signal<readonly ArrayTable[]>([]);

  constructor(deps: ArrayTablesDeps) {
    this.#deps = deps;
  }

  get all(): ReadonlySignal<readonly ArrayTable[]> {
    return this.#all;
  }

  /**
   * Reads a file of numbers: as a dark when it has the shape of one, else into tables.
   * @returns the dark; null when the file became tables
   * @throws {XtcError} 'bad-dark' or 'bad-array' with what was found, 'empty-file', 'unreadable'
   */
  async take(file: File): Promise<Dark | null> {
    if (!PEDESTALS.test(file.name)) return this.add(file);
    try {
      return await this.#deps.darks.read(file);
    } catch (problem) {
      if (!(problem instanceof XtcError) || problem.code !== 'bad-dark') throw problem;
      const tables = await this.#tablesOf(file).catch((other: unknown) => {
        // What cannot be read as either is told as what it most likely was meant for.
        if (other instanceof XtcError) return [];
        throw other;
      });
      if (tables.length === 0) throw problem;
      this.#keep(file.name, tables);
      return null;
    }
  }

  /** Reads a file into tables. @throws {XtcError} 'bad-array' when it has no columns of numbers, 'empty-file', 'unreadable' */
  async add(file: File): Promise<null> {
    const tables = await this.#tablesOf(file);
    if (tables.length === 0) throw new XtcError('bad-array', `${file.name} has no lists or tables of numbers with at most 64 columns: there is nothing to plot.`, { file: file.name });
    this.#keep(file.name, tables);
    return null;
  }

  /** Forgets all tables of a file. */
  remove(file: string): void {
    this.#set(this.#all.peek().filter((table) => table.file !== file));
  }

  async #tablesOf(file: File): Promise<ArrayTable[]> {
    if (!isArraysName(file.name) && !PEDESTALS.test(file.name)) return [];
    const { arrays } = await readArrays(file, file.name);
    const byLength = new Map<number, Column[]>();
    for (const array of arrays) {
      for (const column of named(asColumns(array))) {
        const columns = byLength.get(column.data.length) ?? [];
        columns.push(column);
        byLength.set(column.data.length, columns);
      }
    }
    return [...byLength].map(([length, columns]) => ({
      name: byLength.size === 1 ? file.name : `${file.name} (${length} rows)`,
      file: file.name,
      table: { length, columns },
    }));
  }

  #keep(file: string, tables: readonly ArrayTable[]): void {
    this.#set([...this.#all.peek().filter((table) => table.file !== file), ...tables]);
    const columns = tables.flatMap(({ table }) => table.columns);
    this.#deps.say(`Read ${file}: ${columns.length} ${columns.length === 1 ? 'column' : 'columns'} of ${[...new Set(tables.map(({ table }) => table.length))].join(', ')} rows. They are in the Plots tab.`);
  }

  #set(tables: readonly ArrayTable[]): void {
    this.#all.value = tables;
    this.#deps.plots.tables.value = new Map(tables.map(({ name, table }) => [name, table]));
  }
}

/** The three columns of a saved delay scan by their names instead of their places, and such of names that need quotes plainly. */
function named(columns: readonly Column[]): Column[] {
  const isScan = columns.length === DELAY_SCAN.length && columns.every(({ name }, i) => name.endsWith(`[${i}]`)) && /delay/i.test(columns[0].name);
  return columns.map((column, i) => ({ ...column, name: isScan ? DELAY_SCAN[i] : plain(column.name) }));
}

/** `MyGroup/delaytime` → `delaytime`; what is no letter, digit, `_` or place becomes `_`. */
function plain(name: string): string {
  const last = name.slice(name.lastIndexOf('/') + 1);
  const [, stem, place] = /^(.*?)((?:\[\d+\])?)$/s.exec(last) ?? ['', last, ''];
  const word = stem.replaceAll(/\W+/g, '_').replace(/^(?=\d)/, '_') || 'column';
  return place === '' ? word : `${word}_${place.slice(1, -1)}`;
}

/** The columns of a table that look like a saved delay scan: delay and normalised signal; null when there are none. */
export function savedScanOf({ table }: ArrayTable): { readonly delay: Float64Array; readonly raw: Float64Array | null; readonly norm: Float64Array } | null {
  const find = (names: readonly string[]): Float64Array | null => table.columns.find(({ name }) => names.includes(name))?.data ?? null;
  const [delay, raw, norm] = [find(['delay', 'delaytime']), find(['raw', 'rawsignal']), find(['norm', 'normsignal'])];
  if (delay && norm) return { delay, raw, norm };
  // A text file of three columns has no names.
  const [first, second, third, ...others] = table.columns;
  return third && others.length === 0 ? { delay: first.data, raw: second.data, norm: third.data } : null;
}
