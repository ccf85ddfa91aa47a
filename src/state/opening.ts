import { signal } from '@preact/signals-core';
import { throwIfAborted } from '../base/errors.ts';
import type { OrderOptions } from '../format/run-order.ts';
import { keepPlace, placeIn, type PlaceKeeper } from './keep-place.ts';
import type { OpenRun } from './open-run.ts';
import { RunOffers } from './run-offers.ts';
import type { RunShelf } from './run-shelf.ts';

/** How runs are opened; `signal` ends their scans. */
export type OpenOptions = OrderOptions & { readonly signal?: AbortSignal };

/** What opening needs of the session. */
type Opener = PlaceKeeper & { selectRun(run: OpenRun): void };

/** Turns files into runs on the screen. */
export class Opening {
  /** The runs of a folder, to choose from. */
  readonly offers = new RunOffers();
  /** With which runs are scanned from now on. */
  readonly options = signal<OrderOptions>({});
  readonly #session: Opener;
  readonly #shelf: RunShelf;
  readonly #useNumbers: (file: File) => Promise<void>;

  constructor(session: Opener, shelf: RunShelf, useNumbers: (file: File) => Promise<void>) {
    this.#session = session;
    this.#shelf = shelf;
    this.#useNumbers = useNumbers;
  }

  /**
   * Opens runs and files of numbers; a run that gets more files keeps the event that is shown. Resolves with the runs when
   * all scans have ended.
   * @throws {XtcError} 'aborted' when `signal` was aborted before
   */
  async open(files: readonly File[], options: OpenOptions = this.options.value): Promise<readonly OpenRun[]> {
    throwIfAborted(options.signal);
    const session = this.#session;
    const [before, event] = [session.current.value, session.event.peek()];
    const { runs, numbers, scanned } = await this.#shelf.open(files, options);
    options.signal?.addEventListener('abort', () => runs.forEach((run) => run.cancelScan()), { once: true });
    for (const file of numbers) await this.#useNumbers(file);
    const joined = before && runs.find((run) => run.label === before.label);
    const place = joined && placeIn(before, event);
    if (runs.length > 0) session.selectRun(joined ?? runs[runs.length - 1]);
    if (place) keepPlace(joined, place, session);
    await scanned;
    return runs;
  }

  /** Opens what the user dropped or chose; of many runs a list is shown first. */
  async choose(files: readonly File[], isFolder: boolean): Promise<void> {
    const open = this.offers.offer(files, isFolder);
    if (open.length > 0) await this.open(open);
  }
}
