import { signal, type ReadonlySignal } from '@preact/signals-core';
import { BlobSource } from '../format/byte-source.ts';
import { firstClock } from '../format/first-clock.ts';
import { groupFiles } from '../format/group-files.ts';
import { companionsOfRun, filesOfRun, type RunFiles } from '../format/run.ts';

/** A run that may be opened: what is known of it without a scan. */
export type RunOffer = {
  readonly label: string;
  readonly files: readonly File[];
  readonly streams: number;
  readonly chunks: number;
  readonly byteLength: number;
  /** Date of its first datagram, or of its files when that cannot be told yet; ms since 1970. */
  readonly date: number;
};

/** So many runs are opened at once without a question. */
const MOST_AT_ONCE = 3;

/** The runs of a folder, from which the user chooses. */
export class RunOffers {
  readonly #offers = signal<readonly RunOffer[]>([]);
  readonly #isShown = signal(false);
  #round = 0;

  get all(): ReadonlySignal<readonly RunOffer[]> {
    return this.#offers;
  }
  /** Whether they are to be shown now. */
  get isShown(): ReadonlySignal<boolean> {
    return this.#isShown;
  }

  /**
   * Lists the runs of these files when there are too many to open them all, or several in a folder.
   * @returns the files that need no choice: all when nothing is listed, otherwise those that belong to no run
   */
  offer(files: readonly File[], isFolder: boolean): readonly File[] {
    const { runs, others } = groupFiles(files);
    if (runs.length <= (isFolder ? 1 : MOST_AT_ONCE)) return files;
    this.#offers.value = runs.map(offerOf);
    this.#isShown.value = true;
    void this.#readDates(runs, ++this.#round);
    return others.filter((file) => !runs.some((run) => companionsOfRun(run).includes(file)));
  }

  show(): void {
    this.#isShown.value = true;
  }
  hide(): void {
    this.#isShown.value = false;
  }

  /** One header of each run, one run after the other: dates come as they are read. */
  async #readDates(runs: readonly RunFiles[], round: number): Promise<void> {
    for (const [i, run] of runs.entries()) {
      const { file } = run.streams[0].chunks[0];
      // A file that cannot be read keeps its own date; opening it says what is wrong.
      const seconds = await firstClock(new BlobSource(file, file.name)).catch(() => null);
      if (round !== this.#round) return;
      if (seconds !== null) this.#offers.value = this.#offers.value.map((offer, at) => (at === i ? { ...offer, date: seconds * 1000 } : offer));
    }
  }
}

function offerOf(run: RunFiles): RunOffer {
  const files = filesOfRun(run);
  return {
    label: run.label,
    files: [...files, ...companionsOfRun(run)],
    streams: run.streams.length,
    chunks: run.streams.reduce((sum, { chunks }) => sum + chunks.length, 0),
    byteLength: files.reduce((sum, { size }) => sum + size, 0),
    date: Math.min(...files.map(({ lastModified }) => lastModified)),
  };
}
