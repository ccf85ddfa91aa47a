import type { Caller, FrameApi, RemoteWorker, DarkApi, Workers } from '../../workers/api.ts';
import { XtcError } from '../base/errors.ts';
import { pedestalsOf, type Dark } from '../calib/dark.ts';
import type { LeafKind } from '../format/run-index.ts';
import { mostWorkers } from './most-workers.ts';
import type { OpenRun } from './open-run.ts';
import { eventsWithPixels, pictureKind, pixelsRequest } from './picture-requests.ts';

/** A worker that subtracts darks. */
type DarkTaker = Pick<FrameApi, 'setDark'>;

/** How far a dark is. */
export type DarkProgress = (eventsDone: number, events: number) => void;

/** Events each member of the pool should have at least: below that, starting a worker costs more than it gives. */
const EVENTS_PER_WORKER = 4;

/** Darks a worker remembers (9 MB each for CSPad); an older one crosses again when it is needed again. */
const DARKS_PER_WORKER = 4;

/** Makes darks with a pool of workers, reads them from files, and gives pedestals to the workers that subtract them. */
export class Darks {
  readonly #workers: Workers;
  readonly #ids = new WeakMap<Dark, number>();
  readonly #known = new WeakMap<Caller<DarkTaker>, Map<number, Promise<void>>>();
  #lastId = 0;

  constructor(workers: Workers) {
    this.#workers = workers;
  }

  /**
   * Averages the first `limit` events (all when null) that carry `source`. Sums are exact integers, so the result does
   * not depend on the number of workers.
   * @throws {XtcError} 'unknown-source', 'aborted', and what reading throws
   */
  async make(run: OpenRun, source: string | null, limit: number | null, onProgress: DarkProgress, signal?: AbortSignal): Promise<Dark> {
    const kind = pictureKind(run, source);
    return this.average(run, kind, eventsWithPixels(run, kind, limit), onProgress, signal);
  }

  /** The same over chosen events. @throws {XtcError} 'out-of-range' when there are none, 'aborted', and what reading throws */
  async average(run: OpenRun, kind: LeafKind, events: readonly number[], onProgress: DarkProgress, signal?: AbortSignal): Promise<Dark> {
    if (events.length === 0) throw new XtcError('out-of-range', `${run.label} has no events with pixels of ${kind.source} to average.`);
    const pool = this.#startPool(events.length);
    const done = pool.map(() => 0);
    try {
      const share = Math.ceil(events.length / pool.length);
      const parts = await Promise.all(
        pool.map((worker, i) => {
          const requests = events.slice(i * share, (i + 1) * share).map((event) => pixelsRequest(run, event, kind));
          const report = (eventsDone: number) => {
            done[i] = eventsDone;
            onProgress(done.reduce((sum, count) => sum + count, 0), events.length);
          };
          return worker.call((remote, stop) => remote.accumulate(requests, report, stop), signal);
        }),
      );
      return await pool[0].call((remote) => remote.combine(parts, kind.source, run.label));
    } finally {
      for (const worker of pool) worker.dispose();
    }
  }

  #startPool(events: number): RemoteWorker<DarkApi>[] {
    const size = Math.max(1, Math.min(mostWorkers(), Math.floor(events / EVENTS_PER_WORKER)));
    return Array.from({ length: size }, () => this.#workers.dark());
  }

  /** Pedestals from a `.npy` or text file. @throws {XtcError} 'bad-dark' */
  async read(file: File): Promise<Dark> {
    const worker = this.#workers.dark();
    try {
      return await worker.call((remote) => remote.readDarkFile(file));
    } finally {
      worker.dispose();
    }
  }

  /** Number of a dark, under which any worker knows it once it was given. */
  idOf(dark: Dark): number {
    const id = this.#ids.get(dark) ?? ++this.#lastId;
    this.#ids.set(dark, id);
    return id;
  }

  /** Number under which `worker` knows the dark; its pedestals cross the first time only. */
  async idFor(worker: Caller<DarkTaker>, dark: Dark): Promise<number> {
    const id = this.idOf(dark);
    const known = this.#known.get(worker) ?? new Map<number, Promise<void>>();
    this.#known.set(worker, known);
    let given = known.get(id);
    if (!given) {
      given = worker.call((remote) => remote.setDark(id, pedestalsOf(dark)));
      known.set(id, given);
      const [oldest] = known.keys();
      if (known.size > DARKS_PER_WORKER) {
        known.delete(oldest);
        await worker.call((remote) => remote.setDark(oldest, null));
      }
    }
    await given;
    return id;
  }
}
