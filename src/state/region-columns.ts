import type { ReadonlySignal } from '@preact/signals-core';
import type { Workers } from '../../workers/api.ts';
import type { Quantity, RegionMeasure } from '../analysis/quantity.ts';
import { REGION_MEASURES } from '../analysis/quantity.ts';
import { XtcError } from '../base/errors.ts';
import { pedestalsOf, type Dark } from '../calib/dark.ts';
import { resolveSource } from '../format/address.ts';
import type { LeafKind, RunIndex } from '../format/run-index.ts';
import type { SourceAlias } from '../types/alias.ts';
import type { OpenRun } from './open-run.ts';
import { eventsWithPixels, pixelsRequest } from './picture-requests.ts';

export type RegionQuantity = Extract<Quantity, { kind: 'roi' }>;
/** The dark, and whether it is subtracted. */
type DarkInUse = { readonly dark: ReadonlySignal<Dark | null>; readonly view: { readonly isDarkOn: ReadonlySignal<boolean> } };
type Progress = (share: number) => void;

/** Pictures that a worker should have at least: below that, starting a second one does not pay. */
const EVENTS_PER_WORKER = 8;

/** Measures regions of the pictures of all events, minus the dark while it is on; each region once. */
export class RegionColumns {
  readonly #workers: Workers;
  readonly #session: DarkInUse;
  readonly #kept = new WeakMap<RunIndex, Map<string, Promise<Float64Array>>>();
  readonly #darkIds = new WeakMap<Dark, number>();
  #lastDark = 0;

  constructor(workers: Workers, session: DarkInUse) {
    this.#workers = workers;
    this.#session = session;
  }

  /** The picture source that a quantity means. @throws {XtcError} 'unknown-source' */
  sourceOf(run: OpenRun, { address, region: [x1, x2, y1, y2] }: RegionQuantity, aliases: readonly SourceAlias[]): LeafKind {
    const kinds = run.pictureKinds.value;
    if (kinds.length === 0) throw new XtcError('unknown-source', `${run.label} has no pictures: there is no region to measure.`);
    if (!(x2 > x1 && y2 > y1)) throw new XtcError('out-of-range', `roi(…) takes columns ${x1} to ${x2} and rows ${y1} to ${y2}: the second must be the larger one.`);
    return resolveSource(kinds, address, aliases)[0];
  }

  /** A measure for every event, NaN where it has no good picture. @throws {XtcError} 'bad-dark', 'unreadable', 'aborted' */
  async read(run: OpenRun, kind: LeafKind, quantity: RegionQuantity, onProgress: Progress, signal?: AbortSignal): Promise<Float64Array> {
    const index = run.index.value;
    if (!index) return new Float64Array(0);
    const dark = this.#darkFor(kind);
    const kept = this.#kept.get(index) ?? new Map<string, Promise<Float64Array>>();
    this.#kept.set(index, kept);
    const key = [kind.level, kind.phy, kind.typeId, ...quantity.region, this.#idOf(dark)].join();
    const all = kept.get(key) ?? this.#measure(run, kind, quantity.region, dark, onProgress, signal);
    kept.set(key, all);
    all.catch(() => kept.delete(key)); // So that it can be tried again.
    return columnOf(await all, index.events.length, quantity.measure);
  }

  async #measure(run: OpenRun, kind: LeafKind, [x1, x2, y1, y2]: readonly number[], dark: Dark | null, onProgress: Progress, signal?: AbortSignal): Promise<Float64Array> {
    const events = eventsWithPixels(run, kind, null);
    const width = REGION_MEASURES.length;
    const numbers = new Float64Array(run.events * width).fill(NaN);
    const pool = Array.from({ length: Math.max(1, Math.min(4, navigator.hardwareConcurrency, Math.floor(events.length / EVENTS_PER_WORKER))) }, () => this.#workers.dark());
    const share = Math.ceil(events.length / pool.length);
    const done = pool.map(() => 0);
    const region = { row0: Math.trunc(y1), row1: Math.trunc(y2), column0: Math.trunc(x1), column1: Math.trunc(x2) };
    try {
      await Promise.all(
        pool.map(async (worker, i) => {
          const own = events.slice(i * share, (i + 1) * share);
          const request = { requests: own.map((event) => pixelsRequest(run, event, kind)), region, pedestals: dark && pedestalsOf(dark) };
          const onPart = (count: number): void => {
            done[i] = count;
            onProgress(done.reduce((sum, each) => sum + each, 0) / Math.max(1, events.length));
          };
          const measured = await worker.call((remote, stop) => remote.measureRegions(request, onPart, stop), signal);
          own.forEach((event, nth) => numbers.set(measured.subarray(nth * width, (nth + 1) * width), event * width));
        }),
      );
    } finally {
      for (const worker of pool) worker.dispose();
    }
    return numbers;
  }

  /** A dark of another kind of detector is not subtracted. */
  #darkFor({ typeId }: LeafKind): Dark | null {
    const dark = this.#session.view.isDarkOn.peek() ? this.#session.dark.peek() : null;
    return dark && dark.shape.length === (typeId === 28 ? 4 : 3) ? dark : null;
  }

  #idOf(dark: Dark | null): number {
    if (!dark) return 0;
    const id = this.#darkIds.get(dark) ?? ++this.#lastDark;
    this.#darkIds.set(dark, id);
    return id;
  }
}

function columnOf(numbers: Float64Array, events: number, measure: RegionMeasure): Float64Array {
  const place = REGION_MEASURES.indexOf(measure);
  return Float64Array.from({ length: events }, (_, event) => numbers[event * REGION_MEASURES.length + place]);
}
