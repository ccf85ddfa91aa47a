import { batch, computed, effect, signal, type ReadonlySignal } from '@preact/signals-core';
import type { Workers } from '../../workers/api.ts';
import { XtcError, toProblem, type Problem } from '../base/errors.ts';
import type { Region } from '../base/region.ts';
import type { Dark } from '../calib/dark.ts';
import { DEFAULT_LEVELS, type Limits } from '../image/levels.ts';
import type { RegionStats } from '../image/measure.ts';
import type { NdArray } from '../base/arrays.ts';
import type { XtcNode } from '../format/xtc.ts';
import type { ByteRange, Frame } from '../pipeline/frame.ts';
import { Darks } from './darks.ts';
import type { OpenRun } from './open-run.ts';
import { pictureKind, pixelsRequest } from './picture-requests.ts';
import { Picture } from './picture.ts';
import { Player } from './player.ts';
import { RunShelf } from './run-shelf.ts';
import { Saving, type PageServices } from './saving.ts';
import { Tasks, type Task } from './tasks.ts';
import { ViewState } from './view.ts';

/** Which pixels of an event a script wants. */
export type ReadImageOptions = { source?: string; dark?: Dark | null; assembled?: boolean };

/** All wishes of the user go through here; all that is shown comes from its signals. */
export class Session {
  readonly view = new ViewState();
  readonly darks: Darks;
  readonly #workers: Workers;
  readonly #shelf: RunShelf;
  readonly #saving: Saving;
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
    this.darks = new Darks(workers);
    this.#picture = new Picture(workers.frame, this.view, (error) => this.#report(error));
    this.#shelf = new RunShelf(workers, (problems) => this.#addProblems(problems));
    this.#saving = new Saving(page);
    this.#player = new Player({
      view: this.view,
      next: () => this.#stepForward(),
      shown: () => this.#picture.loader.idle(),
    });
    effect(() => this.#wishFrame());
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
  async open(files: readonly File[]): Promise<readonly OpenRun[]> {
    this.#notice.value = '';
    const { runs, pedestals, scanned } = await this.#shelf.open(files);
    for (const file of pedestals) await this.#useDarkFile(file);
    if (runs.length > 0) this.selectRun(runs[runs.length - 1]);
    await scanned;
    return runs;
  }

  /** Writes the sample runs and opens them as if the user had chosen them. */
  async openSample(): Promise<void> {
    const worker = this.#workers.sample();
    try {
      const files = await this.#tasks.run('Writing the sample run', () => worker.call((remote) => remote.makeSample()));
      await this.open(files);
    } catch (error) {
      this.#report(error);
    } finally {
      worker.dispose();
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

  cancelScan(run: OpenRun): void {
    run.cancelScan();
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
      else this.#report(error);
    }
  }
  useDark(dark: Dark | null): void {
    batch(() => {
      this.#dark.value = dark;
      this.view.isDarkOn.value = dark !== null;
    });
  }
  clearDark(): void {
    this.useDark(null);
  }
  toggleDark(): void {
    this.view.isDarkOn.value = !this.view.isDarkOn.value;
  }

  /** The tree of one datagram. */
  readTree(datagram: ByteRange): Promise<XtcNode> {
    return this.#workers.reader.call((worker) => worker.readTree(datagram));
  }

  /** The pixels of one event, away from the screen: sections, or the picture when `assembled`. */
  async readImage(run: OpenRun, event: number, options: ReadImageOptions): Promise<NdArray> {
    const { reader } = this.#workers;
    const request = pixelsRequest(run, event, pictureKind(run, options.source));
    const darkId = options.dark ? await this.darks.idFor(reader, options.dark) : null;
    if (!options.assembled) return reader.call<NdArray>((worker) => worker.readSections(request, darkId));
    const frame = await reader.call((worker, signal) =>
      worker.makeFrame({ ...request, event, darkId, omitSaturated: false, region: null }, signal),
    );
    return frame.image;
  }

  saveImage(): void {
    this.#saveFrame((run, frame) => this.#saving.image(run, frame));
  }
  saveSections(): void {
    this.#saveFrame((run, frame) => this.#saving.sections(run, frame));
  }
  saveDark(): void {
    const dark = this.#dark.value;
    if (dark) this.#say(this.#saving.dark(dark));
  }
  /** The picture as seen, with its colour bar. */
  async savePng(): Promise<void> {
    const [run, frame] = [this.current.value, this.frame.value];
    if (run && frame) this.#say(await this.#saving.picture(run, frame, this.#picture.limits.value, this.view));
  }
  saveSummary(): void {
    const run = this.current.value;
    if (run) this.#say(this.#saving.summary(run));
  }
  async copySummary(): Promise<void> {
    const run = this.current.value;
    if (!run) return;
    await this.#saving.copySummary(run);
    this.#notice.value = 'Summary copied.';
  }

  #saveFrame(save: (run: OpenRun, frame: Frame) => string): void {
    const [run, frame] = [this.current.value, this.frame.value];
    if (run && frame) this.#say(save(run, frame));
  }
  #say(savedName: string): void {
    this.#notice.value = `Saved ${savedName}`;
  }

  #stepForward(): boolean {
    const before = this.#event.value;
    this.stepEvent(1);
    return this.#event.value > before;
  }

  async #useDarkFile(file: File): Promise<void> {
    try {
      this.useDark(await this.#tasks.run(`Reading ${file.name}`, () => this.darks.read(file)));
    } catch (error) {
      this.#report(error);
    }
  }

  /** Asks for the picture of what is selected; runs again when any of it changes. */
  #wishFrame(): void {
    const [run, source, event] = [this.current.value, this.source.value, this.#event.value];
    const dark = this.view.isDarkOn.value ? this.#dark.value : null;
    const omitSaturated = this.view.omitSaturated.value;
    if (!run || !source || event >= this.events.value) {
      if (!run?.progress.peek()) this.#picture.loader.clear();
      return;
    }
    const kind = pictureKind(run, source);
    const load = async (stop: AbortSignal) => {
      const usable = dark && dark.shape.length === (kind.typeId === 28 ? 4 : 3) ? dark : null;
      const darkId = usable ? await this.darks.idFor(this.#workers.frame, usable) : null;
      const region = this.view.region.peek();
      const request = { ...pixelsRequest(run, event, kind), event, darkId, omitSaturated, region };
      return this.#workers.frame.call((worker, signal) => worker.makeFrame(request, signal), stop);
    };
    this.#picture.loader.show({ group: `${run.label} ${source}`, load });
  }

  #report(error: unknown): void {
    this.#addProblems([toProblem(error)]);
  }
  #addProblems(problems: readonly Problem[]): void {
    if (problems.length > 0) this.#problems.value = [...this.#problems.peek(), ...problems];
  }
}

export type { Task };
export type SessionApi = Session;
