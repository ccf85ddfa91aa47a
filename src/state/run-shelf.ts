import { signal, type ReadonlySignal } from '@preact/signals-core';
import type { Workers } from '../../workers/api.ts';
import type { Problem } from '../base/errors.ts';
import { describeForeignFile } from '../format/file-kind.ts';
import { runKeyOf } from '../format/companions.ts';
import { groupFiles } from '../format/group-files.ts';
import { isIndexName } from '../format/index-file.ts';
import type { OrderOptions } from '../format/run-order.ts';
import { filesOfRun, type RunFiles } from '../format/run.ts';
import { FileHandles } from './file-handles.ts';
import { OpenRun } from './open-run.ts';

/** What opening gave: the runs, files of numbers (numbers and others), and the end of the scans. */
export type Opened = {
  readonly runs: readonly OpenRun[];
  readonly numbers: readonly File[];
  readonly scanned: Promise<void>;
};

const NUMBERS = /\.(npy|npz|txt|csv|tsv|data|dat|mat|h5|hdf5)$/i;

/** The runs that are open. */
export class RunShelf {
  readonly #workers: Workers;
  readonly #onProblems: (problems: readonly Problem[]) => void;
  readonly #handles: FileHandles;
  readonly #runs = signal<readonly OpenRun[]>([]);
  readonly #current = signal<OpenRun | null>(null);

  constructor(workers: Workers, onProblems: (problems: readonly Problem[]) => void, handles = new FileHandles()) {
    this.#handles = handles;
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
  async open(files: readonly File[], options: OrderOptions = {}): Promise<Opened> {
    const { runs: groups, others, problems } = groupFiles(this.#withFilesOfOpenRuns(files));
    const isOf = (group: RunFiles) => ({ file }: Problem): boolean => filesOfRun(group).some(({ name }) => name === file);
    this.#onProblems(problems.filter((problem) => !groups.some((group) => isOf(group)(problem))));
    const numbers = others.filter((file) => NUMBERS.test(file.name));
    for (const file of others) {
      if (!numbers.includes(file)) this.#onProblems([await describeForeignFile(file)]);
    }
    const runs = groups.map((group) => new OpenRun(group, this.#workers, options, problems.filter(isOf(group)), this.#handles));
    const given = new Set(runs.flatMap((run) => [run.label, ...run.chunks]));
    // Small data that are open by themselves go with their run as soon as that is opened.
    const isReplaced = (run: OpenRun): boolean => given.has(run.label) || run.chunks.every((file) => given.has(file));
    for (const replaced of this.#runs.value.filter(isReplaced)) replaced.close();
    this.#runs.value = [...this.#runs.value.filter((run) => !isReplaced(run)), ...runs];
    const scanned = Promise.all(runs.map((run) => run.scan().then(() => this.#dropEmpty(run)))).then(() => undefined);
    return { runs, numbers, scanned };
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
    const keys = new Set(files.map((file) => runKeyOf(file.name)));
    const joined = this.#runs.value.filter(({ files: run, chunks }, _, { length }) => {
      const isNamed = run.experiment !== '' && keys.has(`${run.experiment} ${run.run}`);
      if (chunks.some(({ name }) => names.has(name))) return false;
      // An index file that was renamed can only be meant for the run that is open.
      return isNamed || (length === 1 && files.every(({ name }) => isIndexName(name) && runKeyOf(name) === null));
    });
    return [...files, ...joined.flatMap((run) => run.allFiles).filter((file) => !names.has(file.name))];
  }

  select(run: OpenRun): void {
    this.#current.value = run;
  }

  close(run: OpenRun): void {
    run.close();
    this.#runs.value = this.#runs.value.filter((other) => other !== run);
    if (this.#current.value === run) this.#current.value = this.#runs.value[this.#runs.value.length - 1] ?? null;
  }

  dismissProblems(): void {
    for (const run of this.#runs.value) run.dismissProblems();
  }
}
