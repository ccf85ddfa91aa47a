import { signal, computed, type ReadonlySignal } from '@preact/signals-core';
import type { Problem } from '../base/errors.ts';
import type { Region } from '../base/region.ts';
import type { Dark } from '../calib/dark.ts';
import type { RegionStats } from '../image/measure.ts';
import type { Limits } from '../image/levels.ts';
import type { Frame } from '../pipeline/frame.ts';
import type { OpenRun } from './open-run.ts';
import { ViewState } from './view.ts';

/** Work that takes time and can be stopped, shown in the status line. */
export type Task = {
  /** What is going on: `Making dark from e153 r0066`. */
  readonly label: string;
  /** 0 … 1, null when unknown. */
  readonly done: number | null;
  /** `3 of 7 events`. */
  readonly detail: string;
  cancel(): void;
};

/** All wishes of the user go through here; all that is shown comes from its signals. */
export interface SessionApi {
  readonly view: ViewState;
  /** Every open run, in the order in which it was opened. */
  readonly runs: ReadonlySignal<readonly OpenRun[]>;
  readonly current: ReadonlySignal<OpenRun | null>;
  /** Problems of opening and of all runs, newest last. */
  readonly problems: ReadonlySignal<readonly Problem[]>;

  /** Event shown, 0 … events-1 of the current run. */
  readonly event: ReadonlySignal<number>;
  /** Image source shown (printed form) and those the current run has. */
  readonly source: ReadonlySignal<string | null>;
  /** The last picture; stays until the next one is ready. */
  readonly frame: ReadonlySignal<Frame | null>;
  /** True while a newer picture is being made. */
  readonly isFramePending: ReadonlySignal<boolean>;
  /** Limits that the current picture is drawn with. */
  readonly limits: ReadonlySignal<Limits>;
  /** Numbers of the drawn region of the current picture. */
  readonly regionStats: ReadonlySignal<RegionStats | null>;

  /** The dark in use; `view.isDarkOn` says whether it is subtracted. */
  readonly dark: ReadonlySignal<Dark | null>;
  readonly tasks: ReadonlySignal<readonly Task[]>;
  /** Short note for the status line: `Copied.`, `Saved e153-r0141-ev0.npy.` */
  readonly notice: ReadonlySignal<string>;

  /** Opens runs and pedestal files; problems go to `problems`. Resolves when all scans have ended. */
  open(files: readonly File[]): Promise<readonly OpenRun[]>;
  openSample(): Promise<void>;
  selectRun(run: OpenRun): void;
  closeRun(run: OpenRun): void;
  cancelScan(run: OpenRun): void;
  dismissProblems(): void;

  /** Clamps to the run. */
  selectEvent(index: number): void;
  stepEvent(by: number): void;
  selectSource(source: string): void;
  togglePlay(): void;

  setRegion(region: Region | null): void;

  /** Averages the first `events` events (all when null) of a run into the dark in use. */
  makeDark(run: OpenRun, events: number | null): Promise<void>;
  clearDark(): void;
  toggleDark(): void;

  saveImage(): void;
  saveSections(): void;
  saveDark(): void;
  /** The picture as seen, with its colour bar. */
  savePng(): Promise<void>;
  saveSummary(): void;
  copySummary(): Promise<void>;
}

export { signal, computed };
