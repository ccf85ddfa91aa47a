import type { ReadonlySignal } from '@preact/signals-core';
import type { Dark } from '../calib/dark.ts';
import type { AverageImages } from './average-image.ts';
import type { Darks } from './darks.ts';
import type { DelayScans } from './delay-scans.ts';
import type { Job, JobRequest } from './job.ts';
import type { OpenRun } from './open-run.ts';
import type { Plots } from './plots.ts';
import type { Quantities } from './quantities.ts';
import type { PageServices } from './saving.ts';

/** Parts of Session. */
export type JobsDeps = {
  readonly session: {
    readonly current: ReadonlySignal<OpenRun | null>;
    readonly runs: ReadonlySignal<readonly OpenRun[]>;
    readonly dark: ReadonlySignal<Dark | null>;
    readonly source: ReadonlySignal<string | null>;
    readonly darks: Darks;
    readonly quantities: Quantities;
    readonly plots: Plots;
    readonly modules: { start(request: JobRequest): Job };
    readonly workbench: { readonly averages: AverageImages; readonly delayScans: DelayScans };
  };
  readonly page: PageServices;
  say(notice: string): void;
  report(error: unknown): void;
};
