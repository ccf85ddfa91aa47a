import { datagramsOfEvent, rowsOf } from '../format/run-index.ts';
import { BEGIN_CALIB_CYCLE, BEGIN_RUN, CONFIGURE, END_CALIB_CYCLE, L1_ACCEPT } from '../format/transition.ts';
import type { Arena } from '../wasm/arena.ts';
import { AddressBook } from './address-book.ts';
import { Configurations } from './configurations.ts';
import { DatagramReader, type ReadNow } from './datagram-reader.ts';
import { EnvView } from './env-view.ts';
import { EpicsStore } from './epics-store.ts';
import { EventView, type EventSource } from './event-view.ts';
import { ModuleFailure, type Callback, type ModuleSet } from './module-set.ts';
import { Pictures } from './pictures.ts';
import type { PartOutputs } from './part-outputs.ts';
import { datagramsOfPart, transitionsBefore } from './plan-parts.ts';
import type { FromWorker, JobPart, JobSetup, PartOutcome } from './protocol.ts';
import { encodeState, reviveState } from './state-codec.ts';
import { Skip, Stop, Terminate } from './user-globals.ts';

const END_RUN = 7;
/** The page hears of a worker so often, and of each of the first callbacks: whatever hangs is named then. */
const HEARD_EVERY_MS = 50;
const FIRST_CALLS = 200;

/** What a part leaves for the joining. */
type PartState = { readonly modules: readonly unknown[]; readonly hasRun: boolean; readonly last: number };

export type JobRunnerDeps = {
  readonly modules: ModuleSet;
  readonly outputs: PartOutputs;
  readonly arena: Arena;
  readonly readNow: ReadNow;
  readonly memory: { readonly shouldTurn: boolean; turn(): Promise<void> };
  send(message: FromWorker): void;
};

/** Takes modules through the events of a part, and calls them back at each transition. */
export class JobRunner {
  readonly #setup: JobSetup;
  readonly #deps: JobRunnerDeps;
  readonly #reader: DatagramReader;
  readonly #source: EventSource;
  readonly #env: EnvView;
  #part = 0;
  #done = 0;
  #calls = 0;
  #heardAt = 0;
  /** What is open of the run. */
  #open = { job: false, run: false, cycle: false };
  #hasRun = false;

  constructor(setup: JobSetup, deps: JobRunnerDeps) {
    this.#setup = setup;
    this.#deps = deps;
    const { index, files, runNumber, dark, jobName } = setup;
    const { outputs, modules } = deps;
    const reader = new DatagramReader(index, files, deps.readNow, deps.arena);
    const configurations = new Configurations(index, reader);
    const book = new AddressBook(index, () => configurations.aliases(index), (text) => outputs.note(text));
    const epics = new EpicsStore(index, reader);
    this.#reader = reader;
    const pictures = new Pictures(index, files, dark, deps.arena, () => configurations.aliases(index));
    this.#source = { index, reader, configurations, book, pictures, runNumber };
    this.#env = new EnvView({ index, configurations, book, epics, outputs, dark, jobName, moduleNow: () => modules.where.module });
  }

  /** Goes through a part. Everything it gives is sent. @param isWhole the job is this part alone */
  async run(part: JobPart, isWhole: boolean): Promise<void> {
    const { modules, outputs } = this.#deps;
    this.#begin(part.number);
    let [outcome, state]: [PartOutcome, PartState | null] = ['end', null];
    try {
      outputs.isMuted = !part.isFirst;
      modules.create();
      const { first, end } = datagramsOfPart(this.#setup.index, part);
      await this.#repeatBeginning(first);
      outputs.isMuted = false;
      outcome = await this.#through(part, first, end, isWhole);
      if (isWhole && outcome !== 'terminate') await this.#finish();
      if (!isWhole && modules.hasCycleEnds && this.#open.cycle) await this.#endCycle();
      if (!isWhole) state = { modules: modules.states(encodeState), hasRun: this.#hasRun, last: Math.max(0, end - 1) };
    } catch (error) {
      outcome = this.#failure(error);
    }
    this.#flush();
    this.#deps.send({ type: 'ended', part: part.number, outcome, state });
  }

  /** Puts parts together and ends the job. @param part number under which the rest of the output goes */
  async join(states: readonly unknown[], part: number): Promise<void> {
    const { modules } = this.#deps;
    this.#begin(part);
    let outcome: PartOutcome = 'end';
    try {
      const parts = states as readonly PartState[];
      EnvView.goTo(this.#env, parts.at(-1)?.last ?? 0, 0);
      modules.join(parts.map((each) => each.modules), (prototype, state) => reviveState(prototype, state, this.#env));
      this.#open = { job: true, run: parts.some(({ hasRun }) => hasRun), cycle: false };
      await this.#finish();
    } catch (error) {
      outcome = this.#failure(error);
    }
    this.#flush();
    this.#deps.send({ type: 'ended', part, outcome, state: null });
  }

  #begin(part: number): void {
    this.#part = part;
    this.#done = 0;
    this.#open = { job: false, run: false, cycle: false };
    this.#hasRun = false;
    this.#deps.outputs.begin(part);
  }

  #failure(error: unknown): PartOutcome {
    if (!(error instanceof ModuleFailure)) this.#deps.outputs.problem(this.#deps.modules.problemOf(error));
    return 'failed';
  }

  /** A part that does not begin with the run is told how it began. */
  async #repeatBeginning(first: number): Promise<void> {
    const before = transitionsBefore(this.#setup.index, first);
    if (before.configure >= 0) await this.#transition(CONFIGURE, before.configure);
    if (before.run >= 0) await this.#transition(BEGIN_RUN, before.run);
    if (before.cycle >= 0) await this.#transition(BEGIN_CALIB_CYCLE, before.cycle);
  }

  async #through({ from, to, number }: JobPart, first: number, end: number, isWhole: boolean): Promise<PartOutcome> {
    const { index } = this.#setup;
    const rows = rowsOf(index);
    const isSingle = index.partners.length === 0;
    let event = from;
    for (let datagram = first; datagram < end; ++datagram) {
      const transition = rows.transition(datagram);
      if (transition !== L1_ACCEPT) {
        if (transition !== END_RUN || isWhole) await this.#transition(transition, datagram);
        continue;
      }
      if (event >= to || datagram !== index.events[event]) continue;
      const waits = this.#reader.prepare(datagram);
      if (waits) {
        this.#deps.modules.where = { module: '', callback: 'reading', event };
        await waits;
      }
      if (this.#deps.memory.shouldTurn) await this.#deps.memory.turn();
      if (!this.#open.job) await this.#transition(CONFIGURE, datagram);
      EnvView.goTo(this.#env, datagram, number);
      const view = new EventView(this.#source, isSingle ? [datagram] : datagramsOfEvent(index, event), event);
      const answer = this.#callAll('event', [view, this.#env], event);
      const said: unknown = answer instanceof Promise ? await answer : answer;
      ++this.#done;
      ++event;
      if (said === Stop) return 'stop';
      if (said === Terminate) return 'terminate';
    }
    return 'end';
  }

  async #transition(transition: number, datagram: number): Promise<void> {
    const given = (): [EventView, EnvView] => {
      EnvView.goTo(this.#env, datagram, this.#part);
      return [new EventView(this.#source, [datagram], -1), this.#env];
    };
    if (transition === CONFIGURE && !this.#open.job) {
      this.#open.job = true;
      await this.#callAll('beginjob', given());
    } else if (transition === BEGIN_RUN) {
      if (!this.#open.job) await this.#transition(CONFIGURE, datagram);
      this.#open.run = true;
      this.#hasRun = true;
      await this.#callAll('beginrun', given());
    } else if (transition === BEGIN_CALIB_CYCLE) {
      if (!this.#open.job) await this.#transition(CONFIGURE, datagram);
      if (this.#open.cycle) await this.#endCycle();
      this.#open.cycle = true;
      await this.#callAll('begincalibcycle', given());
    } else if (transition === END_CALIB_CYCLE && this.#open.cycle) {
      EnvView.goTo(this.#env, datagram, this.#part);
      await this.#endCycle();
    } else if (transition === END_RUN && this.#open.run) {
      EnvView.goTo(this.#env, datagram, this.#part);
      await this.#endRun();
    }
  }

  async #endCycle(): Promise<void> {
    this.#open.cycle = false;
    await this.#callAll('endcalibcycle', [this.#env]);
  }

  async #endRun(): Promise<void> {
    if (this.#open.cycle) await this.#endCycle();
    this.#open.run = false;
    await this.#callAll('endrun', [this.#env]);
  }

  /** Closes what a file that was cut off, or a job that ends early, has left open. */
  async #finish(): Promise<void> {
    if (this.#open.cycle) await this.#endCycle();
    if (this.#open.run) await this.#endRun();
    await this.#callAll('endjob', [this.#env]);
  }

  /** Calls the modules back one after another, without a promise unless one of them gives one. */
  #callAll(callback: Callback, given: readonly unknown[], event = -1, from = 0): unknown {
    const { modules } = this.#deps;
    for (let i = from; i < modules.count; ++i) {
      modules.where = { module: modules.titleOf(i), callback, event };
      this.#hear();
      const answer = modules.call(i, callback, given);
      if (answer instanceof Promise) return answer.then((said: unknown) => (callback === 'event' && isVerdict(said) ? said : this.#callAll(callback, given, event, i + 1)));
      if (callback === 'event' && isVerdict(answer)) return answer;
    }
    return null;
  }

  #hear(): void {
    const now = performance.now();
    const isDue = now - this.#heardAt > HEARD_EVERY_MS;
    if (!isDue && this.#calls >= FIRST_CALLS) return;
    ++this.#calls;
    this.#deps.send({ type: 'at', part: this.#part, done: this.#done, ...this.#deps.modules.where });
    if (!isDue) return;
    this.#heardAt = now;
    this.#flush();
  }

  #flush(): void {
    const output = this.#deps.outputs.take();
    if (output) this.#deps.send({ type: 'output', ...output });
  }
}

function isVerdict(said: unknown): boolean {
  return said === Skip || said === Stop || said === Terminate;
}
