import type { Page } from '@playwright/test';
import { fixturePath } from './xtc-window.ts';

/** The small delay scan: 120 events in 5 calib cycles. */
export const SMALL_SCAN = ['delayscan_small/e81-r0098-s00-c00.xtc', 'delayscan_small/e81-r0098-s01-c00.xtc'].map(fixturePath);

export type PageJob = {
  readonly state: string;
  readonly lines: readonly string[];
  readonly problems: readonly { module: string; callback: string; event: number; line: number; message: string }[];
  readonly files: readonly { name: string; bytes: number[] }[];
  readonly plots: readonly { name: string; kind: string }[];
  readonly ms: number;
};

export type PageWish = { source: string; name?: string; params?: Record<string, string>; workers?: number; count?: number | null; onError?: 'stop' | 'continue'; patienceSeconds?: number };

/** Runs one module over the run that is shown, and gives what the job gave. */
export function runModule(page: Page, wish: PageWish): Promise<PageJob> {
  return page.evaluate(async ({ source, name = 'mymodule', params = {}, workers = 1, count = null, onError = 'stop', patienceSeconds = 20 }: PageWish) => {
    const session = document.querySelector('xtc-app')?.session;
    const run = session?.current.value;
    if (!session || !run) throw new Error('No run is open.');
    const start = performance.now();
    const job = session.modules.start({ run, modules: [{ name, label: '', source, params }], events: { from: 0, count }, workers, onError, dark: session.dark.value, patienceSeconds });
    const state = await job.done;
    const ms = performance.now() - start;
    const files = await Promise.all(job.files.value.map(async (file) => ({ name: file.name, bytes: [...new Uint8Array(await file.blob.arrayBuffer())] })));
    const plots = job.plots.value.map(({ name: title, kind }) => ({ name: title, kind }));
    return { state, lines: job.log.value.lines.map(({ text }) => text), problems: [...job.problems.value], files, plots, ms };
  }, wish);
}
