import { batch, computed, effect, signal, type ReadonlySignal } from '@preact/signals-core';
import type { Workers } from '../../workers/api.ts';
import { XtcError, toProblem, type Problem } from '../base/errors.ts';
import type { Region } from '../base/region.ts';
import type { Dark } from '../calib/dark.ts';
import { DEFAULT_LEVELS, type Limits } from '../image/levels.ts';
import type { RegionStats } from '../image/measure.ts';
import type { Frame } from '../pipeline/frame.ts';
import { Columns } from './columns.ts';
import { Darks } from './darks.ts';
import { Devices } from './devices.ts';
import { EpicsLists } from './epics-lists.ts';
import { Inspector } from './inspector.ts';
import { DatagramSelection } from './datagram-selection.ts';
import { DatagramTexts } from './datagram-texts.ts';
import { Excerpts } from './excerpts.ts';
import { FileHandles } from './file-handles.ts';
import { Follow } from './follow.ts';
import { Jobs } from './jobs.ts';
import { LeafValues } from './leaf-values.ts';
import { ModuleRuns } from './module-runs.ts';
import type { OpenRun } from './open-run.ts';
import { Opening, type OpenOptions } from './opening.ts';
import { Picture } from './picture.ts';
import { Player } from './player.ts';
import { Plots } from './plots.ts';
import { Quantities } from './quantities.ts';
import { Reading } from './reading.ts';
import { RunIndexes } from './run-indexes.ts';
import { RunShelf } from './run-shelf.ts';
import { makeSampleFiles } from './sample-files.ts';
import { Saves } from './saves.ts';
import { Selection } from './selection.ts';
import type { PageServices } from './saving.ts';
import { Tasks, type Task } from './tasks.ts';
import { ViewState } from './view.ts';
import { wishPicture } from './wish-picture.ts';
import { Workbench } from './workbench.ts';

/** All wishes of the user go through here; all that is shown comes from its signals. */
export class Session {
  readonly view = new ViewState();
  readonly darks: Darks;
  readonly opening: Opening;
  /** The datagram that is looked at in the Datagrams tab. */
  readonly datagrams: DatagramSelection;
  /** The classic text of what is marked there. */
  readonly texts: DatagramTexts;
  /** That datagram taken apart: tree, fields, bytes. */
  readonly inspector: Inspector;
  readonly epics: EpicsLists;
  readonly reading: Reading;
  /** What the payloads of a run say. */
  readonly values: LeafValues;
  /** The devices of the run, and the value of the chosen one. */
  readonly devices: Devices;
  /** Numbers of all events: of quantities that are found, and of expressions over them. */
  readonly columns: Columns;
  readonly quantities: Quantities;
  readonly plots: Plots;
  /** Events that all views mark. */
  readonly selection: Selection;
  /** What the Plots tab works with: delay scans, averages, files of arrays. */
  readonly workbench: Workbench;
  /** User modules, and the queue of the Batch tab. */
  readonly modules: ModuleRuns;
  readonly jobs: Jobs;
  /** Pictures, pixels, darks and summaries as files. */
  readonly saves: Saves;
  /** Trimmed runs and healthy parts. */
  readonly excerpts: Excerpts;
  /** Which files can be looked at again. */
  readonly handles = new FileHandles();
  readonly follow: Follow;
  readonly indexes: RunIndexes;
  readonly #workers: Workers;
  readonly #shelf: RunShelf;
  readonly #tasks = new Tasks();
  readonly #picture: Picture;
  readonly #player: Player;
  readonly #problems = signal<readonly Problem[]>([]);
  readonly #event = signal(0);
  readonly #wantedSource = signal<string | null>(null);
  readonly #dark = signal<Dark | null>(null);
  readonly #notice = signal('');

  constructor(workers: Workers, page: PageServices) {
    this.#workers = workers;
    const say = (notice: string): void => void (this.#notice.value = notice);
    const report = (error: unknown): void => this.report(error);
    this.darks = new Darks(workers);
    this.#picture = new Picture(workers.frame, this.view, report);
    this.#shelf = new RunShelf(workers, (problems) => this.#addProblems(problems), this.handles);
    this.indexes = new RunIndexes({ workers, page, say, report });
    this.follow = new Follow({ session: this, readers: [workers.frame, workers.reader], say, report });
    this.opening = new Opening(this, this.#shelf, (file) => this.#useNumbers(file));
    this.datagrams = new DatagramSelection(this);
    this.texts = new DatagramTexts({ workers, page, tasks: this.#tasks, view: this.view, current: this.current, datagrams: this.datagrams, say, report });
    this.values = new LeafValues(workers.reader, this.#event);
    this.reading = new Reading(workers, this.darks);
    this.inspector = new Inspector({ session: this, page, say, report: (error) => this.report(error) });
    this.epics = new EpicsLists({ workers, current: this.current, report: (problems) => this.#addProblems(problems) });
    this.columns = new Columns({ workers, report: (problems) => this.#addProblems(problems), giveDark: (worker, dark) => this.darks.idFor(worker, dark) });
    this.devices = new Devices({ session: this, page, say, report });
    this.quantities = new Quantities({ columns: this.columns, epics: this.epics, values: this.values, darks: this.darks, darkInUse: () => this.darkInUse() });
    this.plots = new Plots({ current: this.current, event: this.#event, quantities: this.quantities, values: this.values, tasks: this.#tasks });
    this.selection = new Selection(this.current);
    this.saves = new Saves({ session: this, limits: this.#picture.limits, page, say });
    this.excerpts = new Excerpts({ page, tasks: this.#tasks, say, report });
    this.workbench = new Workbench({ session: this, workers, tasks: this.#tasks, page, say, report });
    this.modules = new ModuleRuns(workers.modules);
    this.jobs = new Jobs({ session: this, page, say, report });
    this.#player = new Player({
      view: this.view,
      next: () => this.#stepForward(),
      shown: () => this.#picture.loader.idle(),
    });
    effect(() => wishPicture(this, workers.frame, this.#picture.loader));
  }

  /** Every open run, in the order in which it was opened, and the one that is shown. */
  get runs(): ReadonlySignal<readonly OpenRun[]> {
    return this.#shelf.runs;
  }
  get current(): ReadonlySignal<OpenRun | null> {
    return this.#shelf.current;
  }
  /** Problems of opening, of steps, and of all runs. */
  readonly problems: ReadonlySignal<readonly Problem[]> = computed(() => [
    ...this.#problems.value,
    ...this.#shelf.runs.value.flatMap((run) => run.openProblems.value),
  ]);

  /** Event shown, 0 … events-1 of the current run. */
  get event(): ReadonlySignal<number> {
    return this.#event;
  }
  /** Number of events of the current run that are known so far. */
  readonly events: ReadonlySignal<number> = computed(() => this.current.value?.index.value?.events.length ?? 0);
  /** Image source shown, in printed form; null when the run has no pictures. */
  readonly source: ReadonlySignal<string | null> = computed(() => {
    const sources = this.current.value?.imageSources.value ?? [];
    const wanted = this.#wantedSource.value;
    return wanted && sources.includes(wanted) ? wanted : (sources[0] ?? null);
  });
  get frame(): ReadonlySignal<Frame | null> {
    return this.#picture.loader.frame;
  }
  /** Why there is no picture of the event, in a sentence; empty when there is one. */
  get frameAbsence(): ReadonlySignal<string> {
    return this.#picture.loader.absence;
  }
  /** True while a newer picture is being made. */
  get isFramePending(): ReadonlySignal<boolean> {
    return this.#picture.loader.isPending;
  }
  /** Limits that the picture is drawn with. They stay put when the event changes. */
  get limits(): ReadonlySignal<Limits> {
    return this.#picture.limits;
  }
  /** Numbers of the drawn region of the picture. */
  get regionStats(): ReadonlySignal<RegionStats | null> {
    return this.#picture.regionStats;
  }
  /** The dark in use; `view.isDarkOn` says whether it is subtracted. */
  get dark(): ReadonlySignal<Dark | null> {
    return this.#dark;
  }
  get tasks(): ReadonlySignal<readonly Task[]> {
    return this.#tasks.all;
  }
  /** Short note for the status line: `Copied.`, `Saved e153-r0141-ev0.npy.` */
  get notice(): ReadonlySignal<string> {
    return this.#notice;
  }

  /** Opens runs and pedestal files; problems go to `problems`. Resolves with the runs when all scans have ended. */
  open(files: readonly File[], options?: OpenOptions): Promise<readonly OpenRun[]> {
    this.#notice.value = '';
    return this.opening.open(files, options);
  }

  /** Writes the sample runs and opens them as if the user had chosen them. */
  async openSample(): Promise<void> {
    try {
      await this.open(await makeSampleFiles(this.#workers, this.#tasks));
    } catch (error) {
      this.report(error);
    }
  }

  selectRun(run: OpenRun): void {
    this.#player.stop();
    batch(() => {
      this.#shelf.select(run);
      this.#event.value = 0;
    });
  }

  closeRun(run: OpenRun): void {
    this.#shelf.close(run);
    this.#event.value = 0;
  }

  dismissProblems(): void {
    this.#problems.value = [];
    this.#shelf.dismissProblems();
  }

  /** Goes to an event; clamps to the run. */
  selectEvent(event: number): void {
    this.#event.value = Math.max(0, Math.min(Math.trunc(event) || 0, this.events.value - 1));
  }
  stepEvent(by: number): void {
    this.selectEvent(this.#event.value + by);
  }
  selectSource(source: string): void {
    this.#wantedSource.value = source;
  }
  togglePlay(): void {
    this.#player.toggle();
  }

  setRegion(region: Region | null): void {
    this.view.region.value = region;
  }
  /** Sets the limits again by the chosen percentiles of the picture shown. */
  autoLevels(): void {
    const { levels } = this.view;
    const { value } = levels;
    levels.value = value.mode === 'percentile' ? { ...value } : { ...DEFAULT_LEVELS };
  }

  /** Averages the first `events` events (all when null) of a run into the dark in use. */
  async makeDark(run: OpenRun, events: number | null): Promise<void> {
    const source = run.imageSources.value.includes(this.source.value ?? '') ? this.source.value : null;
    try {
      const dark = await this.#tasks.run(`Making a dark from ${run.label}`, (report, stop) =>
        this.darks.make(run, source, events, (done, of) => report(done / of, `${done} of ${of} events`), stop),
      );
      this.useDark(dark);
    } catch (error) {
      if (error instanceof XtcError && error.code === 'aborted') this.#notice.value = 'Dark cancelled.';
      else this.report(error);
    }
  }
  useDark(dark: Dark | null): void {
    batch(() => {
      this.#dark.value = dark;
      this.view.isDarkOn.value = dark !== null;
    });
  }
  /** What is subtracted now. */
  darkInUse(): Dark | null {
    return this.view.isDarkOn.value ? this.#dark.value : null;
  }
  clearDark(): void {
    this.useDark(null);
  }
  toggleDark(): void {
    this.view.isDarkOn.value = !this.view.isDarkOn.value;
  }

  #stepForward(): boolean {
    const before = this.#event.value;
    this.stepEvent(1);
    return this.#event.value > before;
  }

  /** Pedestals become the dark, other numbers tables to plot. */
  async #useNumbers(file: File): Promise<void> {
    try {
      const dark = await this.#tasks.run(`Reading ${file.name}`, () => this.workbench.tables.take(file));
      if (dark) this.useDark(dark);
    } catch (error) {
      this.report(error);
    }
  }

  /** Puts what went wrong on the list of problems. */
  report(error: unknown): void {
    this.#addProblems([toProblem(error)]);
  }
  #addProblems(problems: readonly Problem[]): void {
    if (problems.length > 0) this.#problems.value = [...this.#problems.peek(), ...problems];
  }
}
