import { batch, signal } from '@preact/signals-core';
import { XtcError, toProblem } from '../base/errors.ts';
import { moduleScript, type ModuleScript } from '../modules/module-script.ts';
import { planParts } from '../modules/plan-parts.ts';
import type { FromWorker, JobPart, JobSetup, PartOutcome, Whereabouts } from '../modules/protocol.ts';
import type { ModuleProblem } from '../modules/outputs.ts';
import type { Sandbox, SandboxServices, ScriptError } from '../modules/sandbox-contract.ts';
import { checkedMessage } from './checked-output.ts';
import { JobResults } from './job-results.ts';
import type { Job, JobProgress, JobRequest, JobState } from './job.ts';

const PATIENCE_SECONDS = 30;
const LOOK_EVERY_MS = 500;
const MOST_WORKERS = 16;
const NOWHERE: Whereabouts = { module: '', callback: '', event: -1 };

type WorkerState = { where: Whereabouts; heardAt: number; part: JobPart | null; isReady: boolean };

/** A job of user modules: plans its parts, gives them to workers of a sandbox, and puts together what comes. */
export class ModuleJob implements Job {
  readonly request: JobRequest;
  readonly state = signal<JobState>('starting');
  readonly progress = signal<JobProgress>({ done: 0, total: 0 });
  readonly done: Promise<JobState>;
  readonly #results = new JobResults();
  readonly #services: SandboxServices;
  readonly #script: ModuleScript;
  readonly #workers: WorkerState[];
  #resolve: (state: JobState) => void = () => undefined;
  #sandbox: Sandbox | null = null;
  #setup: JobSetup | null = null;
  #parts: readonly JobPart[] = [];
  #isWhole = true;
  #next = 0;
  #last = Infinity;
  readonly #eventsDone = new Map<number, number>();
  readonly #states = new Map<number, unknown>();
  readonly #outcomes = new Map<number, PartOutcome>();
  #isEnding = false;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(request: JobRequest, services: SandboxServices) {
    this.request = request;
    this.#services = services;
    this.#script = moduleScript(request.modules);
    const count = Math.max(1, Math.min(MOST_WORKERS, Math.trunc(request.workers)));
    this.#workers = Array.from({ length: count }, () => ({ where: NOWHERE, heardAt: 0, part: null, isReady: false }));
    this.done = new Promise((resolve) => (this.#resolve = resolve));
    this.#start().catch((error: unknown) => this.#fail({ ...NOWHERE, line: 0, column: 0, message: toProblem(error).message }));
  }

  get log() {
    return this.#results.log;
  }
  get plots() {
    return this.#results.plots;
  }
  get files() {
    return this.#results.files;
  }
  get problems() {
    return this.#results.problems;
  }

  cancel(): void {
    void this.#end('cancelled');
  }

  async #start(): Promise<void> {
    const { run, modules, dark, onError } = this.request;
    const index = run.index.value;
    if (!index) throw new XtcError('out-of-range', `${run.label} has not been scanned.`);
    if (modules.length === 0) throw new XtcError('out-of-range', 'There are no modules to run.');
    const { from, to } = eventsOf(this.request, index.events.length);
    this.progress.value = { done: 0, total: to - from };
    const kernels = await this.#services.kernels();
    const setup = { index, files: run.chunks, kernels, modules: modules.map(({ name, label, params }) => ({ name, label, params })), onError, dark, runNumber: run.files.run, jobName: run.label };
    const sandbox = await this.#services.start({
      script: this.#script.text,
      workers: this.#workers.length,
      onMessage: (worker, message) => this.#receive(worker, message),
      onError: (error) => this.#scriptFailed(error),
      onGone: () => this.#gone(),
    });
    if (this.#isEnding) {
      sandbox.dispose(); // It was cancelled meanwhile.
      return;
    }
    this.#sandbox = sandbox;
    this.#setup = setup;
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS);
    this.state.value = 'running';
    for (let worker = 0; worker < this.#workers.length; ++worker) this.#setUp(worker);
  }

  #setUp(worker: number): void {
    if (!this.#setup) return;
    this.#workers[worker].heardAt = performance.now();
    this.#workers[worker].where = { ...NOWHERE, callback: 'loading' };
    this.#sandbox?.send(worker, { type: 'setup', setup: this.#setup });
  }

  #receive(worker: number, given: unknown): void {
    if (this.#isEnding) return;
    try {
      const message = checkedMessage(given);
      this.#workers[worker].heardAt = performance.now();
      batch(() => this.#take(worker, message));
    } catch (error) {
      this.#fail({ ...this.#workers[worker].where, line: 0, column: 0, message: toProblem(error).message });
    }
  }

  #take(worker: number, message: FromWorker): void {
    const state = this.#workers[worker];
    switch (message.type) {
      case 'ready':
        state.isReady = true;
        if (worker === 0) this.#plan(message.canJoin, message.hasCycleEnds);
        else this.#feed(worker); // Nothing, when it is there before the plan.
        return;
      case 'at':
        state.where = { module: message.module, callback: message.callback, event: message.event };
        this.#count(message.part, message.done);
        return;
      case 'output':
        this.#results.add(message, message.part >= this.#parts.length);
        return;
      case 'ended':
        if (this.state.value !== 'joining' || message.part === this.#parts.length) state.part = null;
        state.where = NOWHERE;
        this.#partEnded(worker, message.part, message.outcome, message.state);
        return;
      case 'broken':
        this.#fail(message.problem);
    }
  }

  /** Says which worker does what, once it is known whether parts can be joined. */
  #plan(canJoin: boolean, hasCycleEnds: boolean): void {
    const index = this.#setup?.index;
    if (!index) return;
    const { from, to } = eventsOf(this.request, index.events.length);
    this.#parts = canJoin ? planParts(index, from, to, hasCycleEnds) : [{ number: 0, from, to, isFirst: true, isLast: true }];
    this.#isWhole = this.#parts.length === 1;
    if (this.#workers.length > 1 && !canJoin) this.#results.note('The modules do not say how their parts join (merge or static join): they run in order, on one worker.');
    this.#workers.forEach(({ isReady }, worker) => isReady && this.#feed(worker));
  }

  #feed(worker: number): void {
    const part = this.#next <= this.#last ? this.#parts[this.#next] : undefined;
    if (!part) return;
    ++this.#next;
    this.#workers[worker].part = part;
    this.#workers[worker].where = { ...NOWHERE, callback: 'reading', event: part.from };
    this.#sandbox?.send(worker, { type: 'part', part, isWhole: this.#isWhole });
  }

  #partEnded(worker: number, number: number, outcome: PartOutcome, state: unknown): void {
    if (this.state.value === 'joining') {
      // Parts that no longer count may still end.
      if (number === this.#parts.length) void this.#end(outcome === 'failed' ? 'failed' : 'done');
      return;
    }
    const part = this.#parts[number];
    if (!part) return;
    this.#outcomes.set(number, outcome);
    this.#states.set(number, state);
    this.#count(number, part.to - part.from);
    if (outcome !== 'end') {
      this.#last = Math.min(this.#last, number);
      this.#results.cut(number);
    }
    this.#results.endPart(number);
    const last = Math.min(this.#last, this.#parts.length - 1);
    const isComplete = Array.from({ length: last + 1 }, (_, each) => each).every((each) => this.#outcomes.has(each));
    if (!isComplete) { this.#feed(worker); return; }
    const final = this.#outcomes.get(last);
    if (final === 'failed') void this.#end('failed');
    else if (this.#isWhole || final === 'terminate') void this.#end('done');
    else this.#join(last);
  }

  #join(last: number): void {
    this.state.value = 'joining';
    // The first worker may be busy with a part that no longer counts: it comes to this then.
    this.#workers[0].heardAt = performance.now();
    this.#workers[0].where = { ...NOWHERE, callback: 'merge' };
    this.#workers[0].part = this.#parts[0];
    const states = Array.from({ length: last + 1 }, (_, part) => this.#states.get(part));
    this.#states.clear();
    this.#sandbox?.send(0, { type: 'join', states, part: this.#parts.length });
  }

  #count(part: number, done: number): void {
    this.#eventsDone.set(part, done);
    const { total } = this.progress.value;
    let all = 0;
    for (const events of this.#eventsDone.values()) all += events;
    this.progress.value = { done: Math.min(total, all), total };
  }

  /** Ends a job that does not answer any more. */
  #look(): void {
    const patience = this.request.patienceSeconds ?? PATIENCE_SECONDS;
    // While parts are joined only the first worker counts.
    const watched = this.state.value === 'joining' ? this.#workers.slice(0, 1) : this.#workers;
    for (const { heardAt, part, where, isReady } of watched) {
      const isBusy = part !== null || (!isReady && heardAt > 0);
      if (!isBusy || performance.now() - heardAt < 1000 * patience) continue;
      const what = where.callback === 'reading' ? 'Reading' : where.module === '' ? 'The job' : `${where.callback} of ${where.module}`;
      const at = where.event >= 0 ? ` at event ${where.event}, or soon behind it,` : '';
      this.#fail({ ...where, line: 0, column: 0, message: `${what} did not come back within ${patience} s${at} and was ended: it goes round in circles, or ran out of memory.` });
      return;
    }
  }

  #gone(): void {
    const where = this.#workers.find(({ part }) => part !== null)?.where ?? NOWHERE;
    this.#fail({ ...where, line: 0, column: 0, message: 'The browser has ended the sandbox: the modules took more memory than it gives.' });
  }

  #scriptFailed({ message, line, column }: ScriptError): void {
    const { starts } = this.#script;
    // A bracket that is never closed is missed at the end of everything.
    const found = starts.find(({ before, lines }) => line > before && line <= before + lines + 1) ?? (message.includes('SyntaxError') ? starts.at(-1) : undefined);
    const own = found ? { module: found.module, line: Math.min(found.lines, line - found.before), column } : { module: '', line: 0, column: 0 };
    const where = this.#workers.find(({ part }) => part !== null)?.where ?? NOWHERE;
    this.#fail({ ...own, callback: where.callback, event: where.event, message: message.replace(/^Uncaught (\(in promise\) )?/, '') });
  }

  #fail(problem: ModuleProblem): void {
    if (this.#isEnding) return;
    this.#results.problem(problem);
    void this.#end('failed');
  }

  async #end(state: 'done' | 'failed' | 'cancelled'): Promise<void> {
    if (this.#isEnding) return;
    this.#isEnding = true;
    clearInterval(this.#timer);
    this.#sandbox?.dispose();
    this.#sandbox = null;
    await this.#results.writeFiles();
    this.state.value = state;
    this.#resolve(state);
  }
}

function eventsOf({ events }: JobRequest, total: number): { from: number; to: number } {
  const from = Math.min(total, Math.max(0, events.from) + (events.skip ?? 0));
  return { from, to: events.count === null ? total : Math.min(total, from + Math.max(0, events.count)) };
}
