import type { ColumnsApi, RemoteWorker, Workers } from '../../workers/api.ts';
import { XtcError, type Problem } from '../base/errors.ts';
import type { Dark } from '../calib/dark.ts';
import { placesOfDatagrams, placesOfEvents, sharesOf, type PlannedPlaces } from '../format/plan-places.ts';
import type { RunIndex } from '../format/run-index.ts';
import type { ColumnsPart, LeafQuantity } from '../pipeline/column-request.ts';
import type { ConfigurationPlace } from '../pipeline/read-values.ts';
import { payloadType } from '../types/registry.ts';
import { placeOf } from './configuration-place.ts';
import { heldNumbers, numbersOfEvents } from './column-merge.ts';
import type { ColumnsRun } from './columns-run.ts';
import { indexColumn } from './index-columns.ts';
import { mostWorkers } from './most-workers.ts';
import { readRegionColumns } from './region-columns.ts';
import { isHeld, isLeafQuantity, quantityKey, type RegionQuantity, type ResolvedQuantity } from './resolved-quantity.ts';

/** How far a pass is: part of its bytes, and the columns as far as they are filled. */
export type ColumnsProgress = (share: number, columns: readonly Float64Array[]) => void;

export type ReadColumnsOptions = { readonly onProgress?: ColumnsProgress; readonly signal?: AbortSignal };

/** A column that was read, of an index. */
type Kept = { readonly index: RunIndex; readonly numbers: Promise<Float64Array>; done: Float64Array | null };

/** So many bytes a worker should have at least: below that, a second one does not pay. */
const BYTES_PER_WORKER = 32 * 1024 * 1024;
/** As many are started ahead as soon have work in a run of some megabytes. */
const WARM_WORKERS = 2;
const SHOW_EVERY_MS = 60;

export type ColumnsDeps = {
  readonly workers: Workers;
  readonly report: (problems: readonly Problem[]) => void;
  /** Gives a worker the dark that it is to subtract. */
  readonly giveDark: (worker: RemoteWorker<ColumnsApi>, dark: Dark) => Promise<unknown>;
  /** Workers at a time; the numbers do not depend on it. */
  readonly most?: number;
};

/** Reads columns of runs with a pool of workers; each column once. */
export class Columns {
  readonly #workers: Workers;
  readonly #report: (problems: readonly Problem[]) => void;
  readonly #giveDark: ColumnsDeps['giveDark'];
  readonly #most: number;
  readonly #pool: RemoteWorker<ColumnsApi>[] = [];
  readonly #kept = new WeakMap<ColumnsRun, Map<string, Kept>>();

  constructor({ workers, report, giveDark, most = mostWorkers() }: ColumnsDeps) {
    this.#workers = workers;
    this.#report = report;
    this.#giveDark = giveDark;
    this.#most = most;
  }

  /** Starts a small pool, so that the first pass does not wait for it. */
  warm(): void {
    for (const worker of this.#poolOf(WARM_WORKERS)) void worker.call((remote) => remote.rememberGrowing([])).catch(() => undefined);
  }

  /**
   * The numbers of all events that the run's index knows, one array for each quantity; NaN where an event has none.
   * @throws {XtcError} 'unreadable', 'aborted', 'bad-query'
   */
  async read(run: ColumnsRun, quantities: readonly ResolvedQuantity[], options: ReadColumnsOptions = {}): Promise<Float64Array[]> {
    const index = run.index.value;
    if (!index) return quantities.map(() => new Float64Array(0));
    const kept = this.#keptOf(run, index);
    const missing = new Map<string, LeafQuantity | RegionQuantity>();
    for (const quantity of quantities) {
      const key = quantityKey(quantity);
      if (kept.has(key)) continue;
      if (isLeafQuantity(quantity) || quantity.kind === 'region') missing.set(key, quantity);
      else {
        const done = indexColumn(index, quantity.kind);
        kept.set(key, { index, numbers: Promise.resolve(done), done });
      }
    }
    if (missing.size > 0) this.#keep(kept, run, index, missing, quantities, options);
    const none = Promise.resolve(new Float64Array(0));
    return Promise.all(quantities.map((quantity) => kept.get(quantityKey(quantity))?.numbers ?? none));
  }

  /**
   * The numbers of events `from` … `to`-1 only, not kept: for lines around the event shown.
   * @throws {XtcError} 'out-of-range' for events that the run does not have, and as `read`
   */
  async window(run: ColumnsRun, quantity: LeafQuantity, from: number, to: number, signal?: AbortSignal): Promise<Float64Array> {
    const index = run.index.value;
    const events = index?.events.length ?? 0;
    if (!index || !(Number.isInteger(from) && Number.isInteger(to) && from >= 0 && to <= events)) {
      throw new XtcError('out-of-range', `The run has ${events} events, counted from 0; ${from} to ${to} were asked for.`);
    }
    const known = this.#keptOf(run, index).get(quantityKey(quantity))?.done;
    if (known) return known.slice(from, to);
    const places = placesOfEvents(index, [quantity], from, to);
    const column = new Float64Array(Math.max(0, to - from)).fill(NaN);
    const [numbers] = await this.#readPlaces(run, index, places, [quantity], { signal });
    numbersOfEvents(index, places, numbers, column, from);
    return column;
  }

  #keep(kept: Map<string, Kept>, run: ColumnsRun, index: RunIndex, missing: ReadonlyMap<string, LeafQuantity | RegionQuantity>, quantities: readonly ResolvedQuantity[], options: ReadColumnsOptions): void {
    const keys = [...missing.keys()];
    const empty = new Float64Array(index.events.length).fill(NaN);
    const columnOf = (quantity: ResolvedQuantity, filling: readonly Float64Array[]): Float64Array => {
      const key = quantityKey(quantity);
      return filling[keys.indexOf(key)] ?? kept.get(key)?.done ?? empty;
    };
    const onProgress = options.onProgress && ((share: number, filling: readonly Float64Array[]) => options.onProgress?.(share, quantities.map((quantity) => columnOf(quantity, filling))));
    const pass = this.#pass(run, index, [...missing.values()], { ...options, onProgress });
    keys.forEach((key, i) => {
      const column: Kept = { index, numbers: pass.then((columns) => (column.done = columns[i])), done: null };
      column.numbers.catch(() => undefined); // Whoever asked hears of it.
      kept.set(key, column);
    });
    // A pass that was stopped or failed is made again when its columns are asked for again.
    pass.catch(() => keys.forEach((key) => kept.delete(key)));
  }

  /** What is kept of a run; nothing of an older index of it. */
  #keptOf(run: ColumnsRun, index: RunIndex): Map<string, Kept> {
    const kept = this.#kept.get(run) ?? new Map<string, Kept>();
    for (const [key, column] of kept) if (column.index !== index) kept.delete(key);
    this.#kept.set(run, kept);
    return kept;
  }

  /** One pass over the leaves, of events or, where records hold until the next one, of all datagrams; then the pictures. */
  async #pass(run: ColumnsRun, index: RunIndex, quantities: readonly (LeafQuantity | RegionQuantity)[], options: ReadColumnsOptions): Promise<Float64Array[]> {
    const columns = quantities.map(() => new Float64Array(index.events.length).fill(NaN));
    const chosen = quantities.flatMap((quantity, i) => (isLeafQuantity(quantity) ? [i] : []));
    const wanted = quantities.filter(isLeafQuantity);
    if (wanted.length > 0) {
      const places = wanted.some(isHeld) ? placesOfDatagrams(index, wanted) : placesOfEvents(index, wanted);
      const show = (numbers: readonly Float64Array[]): void =>
        chosen.forEach((i, nth) => (isHeld(wanted[nth]) ? heldNumbers : numbersOfEvents)(index, places, numbers[nth], columns[i]));
      show(await this.#readPlaces(run, index, places, wanted, { ...options, onProgress: (share, numbers) => (show(numbers), options.onProgress?.(share, columns)) }));
    }
    await this.#readRegions(run, quantities, columns, options);
    return columns;
  }

  async #readRegions(run: ColumnsRun, quantities: readonly ResolvedQuantity[], columns: Float64Array[], { onProgress, signal }: ReadColumnsOptions): Promise<void> {
    const chosen = quantities.flatMap((quantity, i) => (quantity.kind === 'region' ? [i] : []));
    if (chosen.length === 0) return;
    const wanted = chosen.map((i) => quantities[i]).filter((quantity) => quantity.kind === 'region');
    const show = (read: readonly Float64Array[]): void => chosen.forEach((i, nth) => columns[i].set(read[nth]));
    const pool = this.#poolOf(this.#most);
    const report = (share: number, read: readonly Float64Array[]): void => (show(read), onProgress?.(share, columns));
    show(await readRegionColumns(run, wanted, pool, { giveDark: this.#giveDark, onProgress: report, signal }));
  }

  async #readPlaces(run: ColumnsRun, index: RunIndex, places: PlannedPlaces, quantities: readonly LeafQuantity[], { onProgress, signal }: ReadColumnsOptions): Promise<Float64Array[]> {
    const total = places.byteLength.reduce((sum, bytes) => sum + bytes, 0);
    const numbers = quantities.map(() => new Float64Array(places.datagram.length).fill(NaN));
    const pool = this.#poolOf(Math.max(1, Math.ceil(total / BYTES_PER_WORKER)));
    const base = { files: run.chunks, quantities, configurations: configurationsOf(run, index, quantities) };
    let [done, shownAt] = [0, -Infinity];
    const take = (from: number, part: ColumnsPart): void => {
      part.columns.forEach((column, nth) => numbers[nth].set(column, from + part.first));
      done += part.columns[0].length;
      if (!onProgress || performance.now() - shownAt < SHOW_EVERY_MS) return;
      onProgress(done / places.datagram.length, numbers);
      shownAt = performance.now();
    };
    await Promise.all(
      sharesOf(places, pool.length).map(async ({ first, places: share }, i) => {
        const arrivals = new Arrivals(share.datagram.length);
        const onPart = (part: ColumnsPart): void => {
          take(first, part);
          arrivals.add(part.columns[0].length);
        };
        const problems = await pool[i].call((remote, stop) => remote.readColumns({ ...base, places: share }, onPart, stop), signal);
        await arrivals.all;
        if (problems.length > 0) this.#report(problems);
      }),
    );
    return numbers;
  }

  #poolOf(wanted: number): RemoteWorker<ColumnsApi>[] {
    const size = Math.max(1, Math.min(this.#most, wanted));
    while (this.#pool.length < size) this.#pool.push(this.#workers.columns());
    return this.#pool.slice(0, size);
  }
}

/** Parts have a port of their own: they may still come when the call that sends them has ended. */
class Arrivals {
  readonly all: Promise<void>;
  #resolve: () => void = () => undefined;
  #missing: number;

  constructor(count: number) {
    this.#missing = count;
    this.all = new Promise((resolve) => (this.#resolve = resolve));
    this.add(0);
  }

  add(count: number): void {
    this.#missing -= count;
    if (this.#missing <= 0) this.#resolve();
  }
}

/** The configurations that the payloads asked for are described by. */
function configurationsOf(run: ColumnsRun, index: RunIndex, quantities: readonly LeafQuantity[]): ConfigurationPlace[] {
  const needed = new Set<string>();
  for (const { level, phy, typeId } of quantities) {
    for (const kind of index.kinds) {
      if (kind.level !== level || kind.phy !== phy || kind.typeId !== typeId) continue;
      for (const wanted of payloadType(typeId, kind.version)?.configurations ?? []) needed.add(`${level} ${phy} ${wanted}`);
    }
  }
  return index.configurations.filter(({ kind: { level, phy, typeId } }) => needed.has(`${level} ${phy} ${typeId}`)).map((found) => placeOf(run, found));
}
