import { signal, type ReadonlySignal } from '@preact/signals-core';
import type { Workers } from '../../workers/api.ts';
import type { Problem } from '../base/errors.ts';
import { describeForeignFile } from '../format/file-kind.ts';
import { groupFiles } from '../format/group-files.ts';
import { OpenRun } from './open-run.ts';

/** What opening gave: the runs, files that may be pedestals, and the end of the scans. */
export type Opened = {
  readonly runs: readonly OpenRun[];
  readonly pedestals: readonly File[];
  readonly scanned: Promise<void>;
};

const PEDESTALS = /\.(npy|txt|data|dat)$/i;

/** The runs that are open. */
export class RunShelf {
  readonly #workers: Workers;
  readonly #onProblems: (problems: readonly Problem[]) => void;
  readonly #runs = signal<readonly OpenRun[]>([]);
  readonly #current = signal<OpenRun | null>(null);

  constructor(workers: Workers, onProblems: (problems: readonly Problem[]) => void) {
    this.#workers = workers;
    this.#onProblems = onProblems;
  }

  get runs(): ReadonlySignal<readonly OpenRun[]> {
    return this.#runs;
  }
  get current(): ReadonlySignal<OpenRun | null> {
    return this.#current;
  }

  /** Groups files into runs and starts their scans. Streams of a run that is open already join it. */
  async open(files: readonly File[]): Promise<Opened> {
    const { runs: groups, others, problems } = groupFiles(this.#withFilesOfOpenRuns(files));
    this.#onProblems(problems);
    const pedestals = others.filter((file) => PEDESTALS.test(file.name));
    for (const file of others) {
      if (!pedestals.includes(file)) this.#onProblems([await describeForeignFile(file)]);
    }
    const runs = groups.map((group) => new OpenRun(group, this.#workers));
    const labels = new Set(runs.map((run) => run.label));
    for (const replaced of this.#runs.value.filter((run) => labels.has(run.label))) replaced.cancelScan();
    this.#runs.value = [...this.#runs.value.filter((run) => !labels.has(run.label)), ...runs];
    const scanned = Promise.all(runs.map((run) => run.scan().then(() => this.#dropEmpty(run)))).then(() => undefined);
    return { runs, pedestals, scanned };
  }

  /** A file in which there is nothing is no run: only what was said about it stays. */
  #dropEmpty(run: OpenRun): void {
    if (run.index.value?.datagrams) return;
    this.#onProblems(run.problems.value);
    this.close(run);
  }

  /**
   * The chosen files, and those of open runs that they add streams or chunks to. When a name comes again the run is
   * opened anew instead, with the chosen files alone.
   */
  #withFilesOfOpenRuns(files: readonly File[]): readonly File[] {
    const names = new Set(files.map((file) => file.name));
    const labels = new Set(groupFiles(files).runs.map((run) => run.label));
    const isAddedTo = (run: OpenRun): boolean =>
      run.files.experiment !== '' && labels.has(run.label) && !run.chunks.some((file) => names.has(file.name));
    return [...files, ...this.#runs.value.filter(isAddedTo).flatMap((run) => run.chunks)];
  }

  select(run: OpenRun): void {
    this.#current.value = run;
  }

  close(run: OpenRun): void {
    run.cancelScan();
    this.#runs.value = this.#runs.value.filter((other) => other !== run);
    if (this.#current.value === run) this.#current.value = this.#runs.value[this.#runs.value.length - 1] ?? null;
  }

  dismissProblems(): void {
    for (const run of this.#runs.value) run.dismissProblems();
  }
}
