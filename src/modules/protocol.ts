import type { RunIndex } from '../format/run-index.ts';
import type { Dark } from '../calib/dark.ts';
import type { ModuleSource } from './module-source.ts';
import type { LogLine, ModulePlot, ModuleProblem, SavedArrays } from './outputs.ts';

/** Everything that a worker of a job has to know; it is told once. */
export type JobSetup = {
  readonly index: RunIndex;
  /** In the order of `index.files`. */
  readonly files: readonly File[];
  /** Bytes of the kernels: a compiled module cannot cross into the sandbox. */
  readonly kernels: Uint8Array;
  readonly modules: readonly Omit<ModuleSource, 'source'>[];
  readonly onError: 'stop' | 'continue';
  readonly dark: Dark | null;
  readonly runNumber: number;
  readonly jobName: string;
};

/** Events `from` … `to`-1 that one worker goes through in order. */
export type JobPart = {
  readonly number: number;
  readonly from: number;
  readonly to: number;
  /** The first part has the run's beginning, the last one its end. */
  readonly isFirst: boolean;
  readonly isLast: boolean;
};

/** `end` of its events, or what a module or an error made of it. */
export type PartOutcome = 'end' | 'stop' | 'terminate' | 'failed';

/** From the page to a worker. */
export type ToWorker =
  | { readonly type: 'setup'; readonly setup: JobSetup }
  /** `isWhole`: the job is this part alone, and its modules live from beginning to end. */
  | { readonly type: 'part'; readonly part: JobPart; readonly isWhole: boolean }
  /** Puts the states of all parts together and ends the job. */
  | { readonly type: 'join'; readonly states: readonly unknown[]; readonly part: number };

/** What a part has given since the last message. */
export type PartOutput = {
  readonly part: number;
  readonly lines: readonly LogLine[];
  readonly plots: readonly ModulePlot[];
  readonly saved: readonly SavedArrays[];
  /** More text for files of `env.mkfile`. */
  readonly texts: readonly { readonly module: string; readonly name: string; readonly text: string }[];
  readonly problems: readonly ModuleProblem[];
};

/** Where a worker is. */
export type Whereabouts = { readonly module: string; readonly callback: string; readonly event: number };

/** From a worker to the page; none of it is to be trusted, the user's code could have sent it. */
export type FromWorker =
  | { readonly type: 'ready'; readonly canJoin: boolean; readonly hasCycleEnds: boolean }
  | ({ readonly type: 'at'; readonly part: number; readonly done: number } & Whereabouts)
  | ({ readonly type: 'output' } & PartOutput)
  | { readonly type: 'ended'; readonly part: number; readonly outcome: PartOutcome; readonly state: unknown }
  | { readonly type: 'broken'; readonly problem: ModuleProblem };
