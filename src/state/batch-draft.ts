import { computed, signal, type ReadonlySignal } from '@preact/signals-core';
import { XtcError } from '../base/errors.ts';
import type { BatchWish, BatchWork, ColumnForm } from './batch-wish.ts';
import { delayScanDefaults, type DelayScanWish } from './delay-scans.ts';
import type { Batch } from './batch.ts';
import type { JobsDeps } from './jobs-deps.ts';
import type { ModuleConfig } from './module-config.ts';
import type { ModuleLibrary } from './module-library.ts';
import { runnable } from './module-library.ts';
import type { OpenRun } from './open-run.ts';

/** What is set in the Batch tab, before it becomes a job. */
export type BatchFields = {
  readonly kind: BatchWork['kind'];
  /** Labels of runs that are left out. */
  readonly leftOut: readonly string[];
  readonly skip: number;
  /** All when null. */
  readonly count: number | null;
  readonly cores: number;
  /** Id of a module of the library; `cfg` for all that the pyana.cfg names. */
  readonly module: string;
  readonly onError: 'stop' | 'continue';
  /** Of pictures; empty for the first of a run. */
  readonly source: string;
  readonly subtractsDark: boolean;
  /** One a line. */
  readonly quantities: string;
  readonly form: ColumnForm;
  readonly scanForm: 'npy' | 'txt' | 'mat' | 'h5';
};

const FIRST: BatchFields = {
  kind: 'modules', leftOut: [], skip: 0, count: null, cores: 1, module: 'cfg', onError: 'stop', source: '', subtractsDark: false,
  quantities: 'time\nPhaseCavity.fitTime1', form: 'csv', scanForm: 'npy',
};

/** What a draft is made from, and where it goes. */
type BatchPlace = {
  readonly library: ModuleLibrary;
  readonly config: ModuleConfig;
  readonly batch: Batch;
  /** Offers a file to be saved. */
  offer(name: string, file: Blob): void;
};

/** The fields of the Batch tab, and the jobs and scripts that are made of them. */
export class BatchDraft {
  readonly fields = signal(FIRST);
  readonly #jobs: BatchPlace;
  readonly #deps: JobsDeps;
  readonly #scan = signal<DelayScanWish | null>(null);

  constructor(jobs: BatchPlace, deps: JobsDeps) {
    this.#jobs = jobs;
    this.#deps = deps;
  }

  /** The runs that a job would go over. */
  readonly runs: ReadonlySignal<readonly OpenRun[]> = computed(() => {
    const { leftOut } = this.fields.value;
    return this.#deps.session.runs.value.filter(({ label }) => !leftOut.includes(label));
  });

  /** The delay scan as it would be read: what was typed, else what the run on the screen suggests. */
  readonly scan: ReadonlySignal<DelayScanWish> = computed(() => {
    const run = this.#deps.session.current.value;
    return this.#scan.value ?? delayScanDefaults(run?.index.value?.kinds ?? [], run?.table.value?.controls ?? []);
  });

  change(part: Partial<BatchFields>): void {
    this.fields.value = { ...this.fields.peek(), ...part };
  }
  changeScan(part: Partial<DelayScanWish>): void {
    this.#scan.value = { ...this.scan.peek(), ...part };
  }

  /** Puts the job on all chosen runs into the queue. */
  async queue(): Promise<void> {
    try {
      const runs = this.runs.peek();
      if (runs.length === 0) throw new XtcError('out-of-range', 'No run is chosen for the job.');
      this.#jobs.batch.add(runs, await this.wish());
    } catch (error) {
      this.#deps.report(error);
    }
  }

  /** Saves the job as a `pyana.cfg`, or as a script for psana. */
  async save(form: 'pyana' | 'psana'): Promise<void> {
    try {
      const { scriptOf } = await import('./batch-script.ts');
      const { name, text } = scriptOf(form, await this.wish(), this.runs.peek());
      this.#jobs.offer(name, new Blob([text], { type: 'text/plain' }));
    } catch (error) {
      this.#deps.report(error);
    }
  }

  /** @throws {XtcError} when the fields make no job */
  async wish(): Promise<BatchWish> {
    const { skip, count, cores } = this.fields.peek();
    return { work: await this.#work(), events: { skip, count }, cores };
  }

  async #work(): Promise<BatchWork> {
    const { kind, source, subtractsDark, quantities, form, scanForm, onError } = this.fields.peek();
    const dark = this.#deps.session.dark.peek();
    switch (kind) {
      case 'modules':
        return { kind, modules: await this.#modules(), onError, dark };
      case 'dark':
        return { kind, source: source || null };
      case 'average':
        return { kind, source: source || null, dark: subtractsDark ? dark : null };
      case 'columns': {
        const wanted = quantities.split('\n').map((line) => line.trim()).filter((line) => line !== '');
        if (wanted.length === 0) throw new XtcError('bad-expression', 'No quantity is named: write one a line.');
        return { kind, quantities: wanted, form };
      }
      case 'delay scan':
        return { kind, wish: this.scan.peek(), form: scanForm };
    }
  }

  async #modules() {
    const { library, config } = this.#jobs;
    const { module: id } = this.fields.peek();
    if (id !== 'cfg') {
      const module = [...library.own.peek(), ...library.examples].find((each) => each.id === id);
      if (!module) throw new XtcError('unsupported', 'The chosen module is no longer there.');
      return [await runnable(module)];
    }
    const { modules, problems } = config.plan.peek();
    const wrong = problems.find((problem) => problem.kind === 'wrong');
    if (modules.length === 0) throw new XtcError('unsupported', `pyana.cfg names no module that runs here.${wrong ? ` Line ${wrong.line}: ${wrong.message}` : ''}`);
    return Promise.all(modules.map(({ module, label, params }) => runnable(module, label, params)));
  }
}
