import { signal, type ReadonlySignal } from '@preact/signals-core';
import type { SandboxServices } from '../modules/sandbox-contract.ts';
import type { Job, JobRequest } from './job.ts';
import { ModuleJob } from './module-job.ts';

/** Runs user modules, each job in a sandbox of its own. */
export class ModuleRuns {
  readonly #services: SandboxServices;
  readonly #jobs = signal<readonly Job[]>([]);

  constructor(services: SandboxServices) {
    this.#services = services;
  }

  /** The jobs that are under way, in the order in which they were started. */
  get running(): ReadonlySignal<readonly Job[]> {
    return this.#jobs;
  }

  /** Starts a job; what goes wrong is among its problems. */
  start(request: JobRequest): Job {
    const job = new ModuleJob(request, this.#services);
    this.#jobs.value = [...this.#jobs.value, job];
    void job.done.then(() => (this.#jobs.value = this.#jobs.value.filter((other) => other !== job)));
    return job;
  }
}
