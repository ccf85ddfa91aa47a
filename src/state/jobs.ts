import { signal, type ReadonlySignal } from '@preact/signals-core';
import { BatchDraft } from './batch-draft.ts';
import { Batch } from './batch.ts';
import { ModuleConfig } from './module-config.ts';
import { ModuleLibrary, runnable, type KeptModule } from './module-library.ts';
import type { Job, JobRequest } from './job.ts';
import type { JobsDeps } from './jobs-deps.ts';

/** How the modules of the Modules tab are run. */
export type JobOptions = {
  readonly skip: number;
  /** All when null. */
  readonly count: number | null;
  readonly workers: number;
  readonly onError: 'stop' | 'continue';
  /** A callback that takes longer is ended: it may be an endless loop. */
  readonly patienceSeconds: number;
};

/** What the Modules and Batch tabs work with: modules, their configuration, the job that runs, the queue. */
export class Jobs {
  readonly library: ModuleLibrary;
  /** The `pyana.cfg` of the Modules tab. */
  readonly config: ModuleConfig;
  /** The fields of the Batch tab. */
  readonly draft: BatchDraft;
  readonly batch: Batch;
  readonly options = signal<JobOptions>({ skip: 0, count: null, workers: 1, onError: 'stop', patienceSeconds: 30 });
  readonly #deps: JobsDeps;
  readonly #current = signal<Job | null>(null);

  constructor(deps: JobsDeps) {
    this.#deps = deps;
    this.library = new ModuleLibrary(deps);
    this.config = new ModuleConfig({ library: this.library, page: deps.page });
    this.batch = new Batch(deps);
    this.draft = new BatchDraft(this, deps);
  }

  /** The job started last in the Modules tab. */
  get current(): ReadonlySignal<Job | null> {
    return this.#current;
  }

  /** Runs the module in the editor over the run on the screen; ends the one before. */
  async runModule(module: KeptModule = this.library.current.peek()): Promise<void> {
    await this.#start(async () => [await runnable(module)]);
  }

  /** Runs what the configuration says over the run on the screen; modules of XtcExplorer become plots. */
  async runConfig(): Promise<void> {
    const plan = this.config.plan.peek();
    const { plots } = this.#deps.session;
    for (const spec of plan.plots) plots.add(spec);
    if (plan.plots.length > 0) this.#deps.say(`${plan.plots.length} plots of the configuration are in the Plots tab.`);
    if (plan.modules.length === 0) return;
    const { job } = plan;
    if (job) this.options.value = { ...this.options.peek(), skip: job.skip, count: job.events, workers: job.cores };
    await this.#start(() => Promise.all(plan.modules.map(({ module, label, params }) => runnable(module, label, params))));
  }

  /** Offers a file to the user. */
  offer(name: string, blob: Blob): void {
    this.#deps.page.download(blob, name);
    this.#deps.say(`Saved ${name}`);
  }

  readonly #start = async (prepare: () => Promise<JobRequest['modules']>): Promise<void> => {
    const { current, dark, modules } = this.#deps.session;
    const run = current.peek();
    if (!run) return;
    this.#current.peek()?.cancel();
    try {
      const { skip, count, workers, onError, patienceSeconds } = this.options.peek();
      const sources = await prepare();
      this.#current.value = modules.start({ run, modules: sources, events: { from: 0, count, skip }, workers, onError, dark: dark.peek(), patienceSeconds });
    } catch (error) {
      this.#deps.report(error);
    }
  };
}
