import { computed, effect, signal, type ReadonlySignal } from '@preact/signals-core';
import type { Workers } from '../../workers/api.ts';
import { toProblem, type Problem } from '../base/errors.ts';
import { rowsOf, type RunIndex } from '../format/run-index.ts';
import { CONFIGURE } from '../format/transition.ts';
import { TYPE_EPICS } from '../format/type-id.ts';
import type { DatagramPlace, EpicsPv } from '../pipeline/list-epics.ts';
import type { OpenRun } from './open-run.ts';

/** Configures are looked for in the first datagrams: a run has one, a run that was configured again a few. */
const SEARCHED_DATAGRAMS = 10_000;

export type EpicsListsDeps = {
  readonly workers: Workers;
  readonly current: ReadonlySignal<OpenRun | null>;
  report(problems: readonly Problem[]): void;
};

/** The EPICS PVs of runs, read from their Configures when they are asked for, once. */
export class EpicsLists {
  readonly #deps: EpicsListsDeps;
  readonly #lists = new WeakMap<OpenRun, Promise<readonly EpicsPv[]>>();
  readonly #read = signal<{ readonly run: OpenRun; readonly pvs: readonly EpicsPv[] } | null>(null);

  /** Whether the classic text lists the PVs, as with the scanner's option -e. */
  readonly isInText = signal(false);

  constructor(deps: EpicsListsDeps) {
    this.#deps = deps;
    effect(() => this.#follow());
  }

  /** PVs of the current run; null until its Configure has been found and read. */
  readonly current: ReadonlySignal<readonly EpicsPv[] | null> = computed(() => {
    const read = this.#read.value;
    return read && read.run === this.#deps.current.value ? read.pvs : null;
  });

  /** Names for the classic text of the current run; undefined when it shall not list them. */
  readonly inText: ReadonlySignal<readonly string[] | undefined> = computed(() =>
    this.isInText.value ? this.current.value?.map((pv) => pv.name) : undefined,
  );

  /**
   * PVs of a run, in the order of its Configure.
   * @throws {XtcError} 'unreadable'; records that cannot be read go to the problems
   */
  of(run: OpenRun): Promise<readonly EpicsPv[]> {
    const known = this.#lists.get(run) ?? this.#list(run);
    this.#lists.set(run, known);
    known.catch(() => this.#lists.delete(run)); // So that it can be tried again.
    return known;
  }

  /** Reads the list of the run on the screen once its scan has ended. */
  #follow(): void {
    const run = this.#deps.current.value;
    const index = run?.index.value;
    if (!run || !index || run.progress.value || !index.kinds.some((kind) => kind.typeId === TYPE_EPICS)) return;
    if (this.#read.peek()?.run === run) return;
    this.of(run).then(
      (pvs) => (this.#read.value = { run, pvs }),
      (error: unknown) => this.#deps.report([toProblem(error, 'unreadable')]),
    );
  }

  async #list(run: OpenRun): Promise<readonly EpicsPv[]> {
    const places = configurePlaces(run);
    const { pvs, problems } = await this.#deps.workers.reader.call((worker) => worker.listEpics(places));
    this.#deps.report(problems);
    return pvs;
  }
}

/**
 * Where Configures are: those of the run, which come once for all streams, then the first datagram of each stream, for
 * recorders that describe PVs of their own.
 */
function configurePlaces(run: OpenRun): DatagramPlace[] {
  const index = run.index.peek();
  const places = index ? configuresOf(index).map((row) => ({ file: run.chunks[index.fileOf[row]], offset: rowsOf(index).offset(row) })) : [];
  const heads = run.files.streams.flatMap(({ chunks }) => chunks.slice(0, 1).map(({ file }) => ({ file, offset: 0 })));
  return [...places, ...heads.filter((head) => !places.some(({ file, offset }) => file === head.file && offset === 0))];
}

function configuresOf(index: RunIndex): number[] {
  const rows = rowsOf(index);
  const found: number[] = [];
  for (let row = 0; row < Math.min(index.datagrams, SEARCHED_DATAGRAMS); ++row) {
    if (rows.transition(row) === CONFIGURE) found.push(row);
  }
  return found;
}
