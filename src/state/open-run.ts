import { computed, signal, type ReadonlySignal } from '@preact/signals-core';
import type { Workers } from '../../workers/api.ts';
import { XtcError, toProblem, type Problem } from '../base/errors.ts';
import type { RunFiles } from '../format/run.ts';
import { datagramRef, imageSources } from '../format/run-index.ts';
import type { DatagramRef, LeafKind, RunIndex } from '../format/run-index.ts';
import { scanText } from '../format/scan-text.ts';
import type { ScanTable } from '../format/scan-table.ts';
import type { ScanProgress } from '../pipeline/scan-run.ts';

/** A run that is open: its files and what the scan has found in them so far. */
export class OpenRun {
  readonly files: RunFiles;
  /** All chunk files in the order in which RunIndex.files names them. */
  readonly chunks: readonly File[];
  readonly byteLength: number;
  readonly #workers: Workers;
  readonly #stop = new AbortController();
  readonly #progress = signal<ScanProgress | null>(null);
  readonly #table = signal<ScanTable | null>(null);
  readonly #index = signal<RunIndex | null>(null);
  readonly #problems = signal<readonly Problem[]>([]);
  readonly #areProblemsDismissed = signal(false);
  readonly #elapsedMs = signal(0);
  readonly #isPartial = signal(false);
  #hasEnded = false;

  constructor(files: RunFiles, workers: Workers) {
    this.files = files;
    this.chunks = files.streams.flatMap((stream) => stream.chunks.map((chunk) => chunk.file));
    this.byteLength = this.chunks.reduce((sum, file) => sum + file.size, 0);
    this.#workers = workers;
  }

  get label(): string {
    return this.files.label;
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
  get problems(): ReadonlySignal<readonly Problem[]> {
    return this.#problems;
  }
  /** True when the user stopped the scan: the run ends where it was stopped. */
  get isPartial(): ReadonlySignal<boolean> {
    return this.#isPartial;
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

  /** Reads the run once; `index` and `table` fill up while it goes on. Never throws: what goes wrong is in `problems`. */
  async scan(): Promise<void> {
    const worker = this.#workers.scan();
    try {
      const result = await worker.call(
        (remote, stop) => remote.scanRun(this.files, (progress) => this.#onProgress(progress), stop),
        this.#stop.signal,
      );
      this.#index.value = result.index;
      this.#table.value = result.table;
      this.#problems.value = result.problems;
      this.#elapsedMs.value = result.elapsedMs;
      this.#isPartial.value = result.isPartial;
    } catch (error) {
      this.#problems.value = [toProblem(error)];
    } finally {
      this.#hasEnded = true;
      this.#progress.value = null;
      worker.dispose();
    }
  }

  #onProgress(progress: ScanProgress): void {
    if (this.#hasEnded) return; // Progress comes through a port of its own and may be overtaken by the result.
    this.#progress.value = progress;
    if (progress.table) this.#table.value = progress.table;
    if (progress.index) this.#index.value = progress.index;
  }

  /** Ends the scan; what was read is kept. */
  cancelScan(): void {
    this.#stop.abort();
  }

  /** The problems that the user has not dismissed. */
  readonly openProblems: ReadonlySignal<readonly Problem[]> = computed(() =>
    this.#areProblemsDismissed.value ? [] : this.#problems.value,
  );

  /** Takes the problems off the list; what was found stays as it is. */
  dismissProblems(): void {
    this.#areProblemsDismissed.value = true;
  }

  /** The classic text of xtcscanner. */
  summary(): string {
    const table = this.#table.value;
    const index = this.#index.value;
    if (!table || !index) return '';
    return scanText(index, table, { byteLength: this.byteLength, seconds: this.#elapsedMs.value / 1000 });
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

export type OpenRunApi = OpenRun;
