import { batch, computed, signal, type ReadonlySignal, type Signal } from '@preact/signals-core';
import type { RemoteWorker, ScanApi, Workers } from '../../workers/api.ts';
import { XtcError, toProblem, type Problem } from '../base/errors.ts';
import type { OrderOptions } from '../format/run-order.ts';
import { companionsOfRun, filesOfRun, type RunFiles } from '../format/run.ts';
import { datagramRef, imageSources } from '../format/run-index.ts';
import type { DatagramRef, LeafKind, RunIndex } from '../format/run-index.ts';
import { scanText } from '../format/scan-text.ts';
import type { ScanTable } from '../format/scan-table.ts';
import { FileHandles } from './file-handles.ts';
import type { OpenedRun } from '../pipeline/open-run.ts';
import type { RunOrigin } from '../pipeline/known-indexes.ts';
import type { ScanProgress } from '../pipeline/run-scan.ts';

/** A run that is open: its files and what the scan has found in them so far. */
export class OpenRun {
  /** With which it is scanned. */
  readonly options: OrderOptions;
  /** True while its files are looked at again and again; then that they end inside a datagram, or are empty, is no problem. */
  readonly isFollowing = signal(false);
  readonly #files: Signal<RunFiles>;
  readonly #workers: Workers;
  /** The worker that can go on where the scan ended. */
  #growing: RemoteWorker<ScanApi> | null = null;
  #kept: Promise<void> = Promise.resolve();
  #chunks: readonly File[];
  readonly #handles: FileHandles;
  #stop = new AbortController();
  #isClosed = false;
  readonly #progress = signal<ScanProgress | null>(null);
  readonly #table = signal<ScanTable | null>(null);
  readonly #index = signal<RunIndex | null>(null);
  readonly #found: readonly Problem[];
  readonly #problems: Signal<readonly Problem[]>;
  readonly #elapsedMs = signal(0);
  readonly #isPartial = signal(false);
  readonly #origin = signal<RunOrigin>('scan');
  readonly #isStopping = signal(false);
  readonly #indexedShare = signal(0);
  readonly #areProblemsDismissed = signal(false);

  /** @param options where the run ends, and how clocks are compared  @param found what its file names say is wrong */
  constructor(files: RunFiles, workers: Workers, options: OrderOptions = {}, found: readonly Problem[] = [], handles = new FileHandles()) {
    this.#handles = handles;
    this.#files = signal(files);
    this.options = options;
    this.#found = found;
    this.#problems = signal(found);
    this.#chunks = filesOfRun(files);
    this.#workers = workers;
  }

  get files(): RunFiles {
    return this.#files.value;
  }
  /** All files that data are read from, in the order in which RunIndex.files names them. */
  get chunks(): readonly File[] {
    return this.#chunks;
  }
  get byteLength(): number {
    return this.files.streams.reduce((sum, { chunks }) => chunks.reduce((bytes, { file }) => bytes + file.size, sum), 0);
  }

  get label(): string {
    return this.files.label;
  }

  /** All files it was opened from, its indexes too. */
  get allFiles(): readonly File[] {
    return [...this.chunks, ...companionsOfRun(this.files)];
  }

  /** How far the scan is; null once it has ended. */
  get progress(): ReadonlySignal<ScanProgress | null> {
    return this.#progress;
  }
  get table(): ReadonlySignal<ScanTable | null> {
    return this.#table;
  }
  get index(): ReadonlySignal<RunIndex | null> {
    return this.#index;
  }
  readonly problems: ReadonlySignal<readonly Problem[]> = computed(() =>
    this.isFollowing.value ? this.#problems.value.filter(({ code }) => code !== 'truncated' && code !== 'empty-file') : this.#problems.value,
  );
  /** True when the user stopped the scan: the run ends where it was stopped. */
  get isPartial(): ReadonlySignal<boolean> {
    return this.#isPartial;
  }
  /** Where what is known of the run comes from. */
  get origin(): ReadonlySignal<RunOrigin> {
    return this.#origin;
  }
  /** True from the wish to stop the scan until it has ended. */
  get isStopping(): ReadonlySignal<boolean> {
    return this.#isStopping;
  }
  /** Part of the run's bytes that `index` tells of, 0 … 1. */
  get indexedShare(): ReadonlySignal<number> {
    return this.#indexedShare;
  }

  /** The (source, type) pairs that have pictures. */
  readonly pictureKinds: ReadonlySignal<readonly LeafKind[]> = computed(() => {
    const index = this.#index.value;
    return index ? imageSources(index) : [];
  });

  /** Printed names of the sources that have pictures. */
  readonly imageSources: ReadonlySignal<readonly string[]> = computed(() =>
    this.pictureKinds.value.map((kind) => kind.source),
  );

  /** Number of events found so far. */
  get events(): number {
    return this.#index.value?.events.length ?? 0;
  }

  /** Takes what an index of the run tells, or reads it once; `index` and `table` fill up while it goes on. Never throws: what goes wrong is in `problems`. */
  async scan(isRescan = false): Promise<void> {
    try {
      this.#takeOver(await this.#open(this.files, isRescan, this.#handles.mayGrow(this.files)));
    } catch (error) {
      this.#problems.value = [...this.#found, toProblem(error)];
    } finally {
      this.#isStopping.value = false;
      this.#progress.value = null;
    }
  }

  /** Scans the files again, whatever indexes of them there are. */
  async rescan(): Promise<void> {
    this.cancelScan();
    this.#stop = new AbortController();
    await this.scan(true);
  }

  /**
   * Goes on in files that have grown; a run that was not scanned here is scanned once.
   * @param files the same streams, with their files as they are now  @param show given what makes the growth visible
   * @throws {XtcError} what the scan throws, 'aborted' when the run was closed
   */
  async grow(files: RunFiles, show: (update: () => void) => void): Promise<void> {
    const result = this.#growing
      ? await this.#growing.call((remote, stop) => remote.growRun(files, stop))
      : await this.#open(files, true, true).finally(() => (this.#progress.value = null));
    show(() =>
      batch(() => {
        this.#files.value = files;
        this.#chunks = filesOfRun(files);
        this.#takeOver(result);
      }),
    );
  }

  async #open(files: RunFiles, isRescan: boolean, isGrowing: boolean): Promise<OpenedRun> {
    const worker = this.#workers.scan();
    let canGrow = false;
    let isOver = false;
    // Progress has a port of its own: it may still come when the result is there.
    const onProgress = (progress: ScanProgress): void => {
      if (!isOver) this.#onProgress(progress);
    };
    try {
      const handles = isGrowing ? this.#handles.ofRun(files) : [];
      const options = { ...this.options, isRescan, isGrowing, handles };
      const result = await worker.call((remote, stop) => remote.openRun(files, options, onProgress, stop), this.#stop.signal);
      canGrow = result.canGrow && !this.#isClosed;
      return result;
    } finally {
      isOver = true;
      if (canGrow) this.#growing = worker;
      // An index that cannot be kept is made again the next time.
      else this.#kept = worker.call((remote) => remote.kept()).catch(() => undefined).finally(() => worker.dispose());
    }
  }

  #takeOver(result: OpenedRun): void {
    this.#index.value = result.index;
    this.#table.value = result.table;
    this.#problems.value = [...this.#found, ...result.problems];
    this.#elapsedMs.value = result.elapsedMs;
    this.#isPartial.value = result.isPartial;
    this.#origin.value = result.origin;
    this.#indexedShare.value = result.isPartial ? shareOf(this.#progress.value) : 1;
  }

  /** Resolves when the browser keeps the index of the run for the next time, or when there is none to be kept. */
  get kept(): Promise<void> {
    return this.#kept;
  }

  /** Ends all work on the run. */
  close(): void {
    this.#isClosed = true;
    this.isFollowing.value = false;
    this.cancelScan();
    this.#growing?.dispose();
    this.#growing = null;
  }

  #onProgress(progress: ScanProgress): void {
    this.#progress.value = progress;
    if (progress.table) this.#table.value = progress.table;
    if (!progress.index) return;
    this.#index.value = progress.index;
    this.#indexedShare.value = shareOf(progress);
  }

  /** Ends the scan; what was read is kept. */
  cancelScan(): void {
    this.#isStopping.value = this.#progress.value !== null;
    this.#stop.abort();
  }

  /** The problems that the user has not dismissed. */
  readonly openProblems: ReadonlySignal<readonly Problem[]> = computed(() =>
    this.#areProblemsDismissed.value ? [] : this.problems.value,
  );

  /** Takes the problems off the list; what was found stays as it is. */
  dismissProblems(): void {
    this.#areProblemsDismissed.value = true;
  }

  /** The classic text of xtcscanner. @param epics names of PVs to list, as with its option -e */
  summary(epics?: readonly string[]): string {
    const table = this.#table.value;
    const index = this.#index.value;
    if (!table || !index) return '';
    return scanText(index, table, { byteLength: this.byteLength, seconds: this.#elapsedMs.value / 1000 }, epics);
  }

  /** @throws {XtcError} 'out-of-range' when the run has no such event */
  eventRef(event: number): DatagramRef {
    const index = this.#index.value;
    if (!index || !Number.isInteger(event) || event < 0 || event >= index.events.length) {
      throw new XtcError('out-of-range', `${this.label} has no event ${event}: it has ${this.events}, counted from 0.`);
    }
    return datagramRef(index, index.events[event]);
  }

  /** @throws {XtcError} 'out-of-range' when the run has no such datagram */
  datagramRef(datagram: number): DatagramRef {
    const index = this.#index.value;
    if (!index || !Number.isInteger(datagram) || datagram < 0 || datagram >= index.datagrams) {
      throw new XtcError('out-of-range', `${this.label} has no datagram ${datagram}: it has ${index?.datagrams ?? 0}, counted from 0.`);
    }
    return datagramRef(index, datagram);
  }
}

function shareOf(progress: ScanProgress | null): number {
  return progress && progress.bytesTotal > 0 ? progress.bytesDone / progress.bytesTotal : 0;
}

