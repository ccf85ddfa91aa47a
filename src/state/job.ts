import type { ReadonlySignal } from '@preact/signals-core';
import type { Dark } from '../calib/dark.ts';
import type { ModuleSource } from '../modules/module-source.ts';
import type { LogLine, ModuleFile, ModulePlot, ModuleProblem } from '../modules/outputs.ts';
import type { OpenRun } from './open-run.ts';

/** What a job is to do. */
export type JobRequest = {
  readonly run: OpenRun;
  /** In the order in which each event goes through them. */
  readonly modules: readonly ModuleSource[];
  /** `count` events (all when null) from `from + skip` on; damaged ones count. */
  readonly events: { readonly from: number; readonly count: number | null; readonly skip?: number };
  /** At most so many; 1 where a module does not say how its parts join. */
  readonly workers: number;
  /** Whether the first error ends the job, or each is noted and the next event tried. */
  readonly onError: 'stop' | 'continue';
  /** What `env.calib` gives; null for none. */
  readonly dark: Dark | null;
  /** A callback that takes longer is ended; 30 s when absent. */
  readonly patienceSeconds?: number;
};

export type JobState =
  | 'starting'
  | 'running'
  | 'joining' // parts of several workers are put together
  | 'done'
  | 'failed' // ended by a problem, the last one of `problems`
  | 'cancelled';

/** How far a job is, in events. */
export type JobProgress = { readonly done: number; readonly total: number };

/** A job that is under way or has ended. All it gives grows while it runs, in the order of the events. */
export type Job = {
  readonly request: JobRequest;
  readonly state: ReadonlySignal<JobState>;
  readonly progress: ReadonlySignal<JobProgress>;
  /** The last lines that were printed; `dropped` is how many earlier ones are no longer kept. */
  readonly log: ReadonlySignal<{ readonly lines: readonly LogLine[]; readonly dropped: number }>;
  readonly plots: ReadonlySignal<readonly ModulePlot[]>;
  readonly files: ReadonlySignal<readonly ModuleFile[]>;
  readonly problems: ReadonlySignal<readonly ModuleProblem[]>;
  /** Ends it at once; what it gave stays. */
  cancel(): void;
  /** Resolves when it has ended, never rejects. */
  readonly done: Promise<JobState>;
};
