import { batch, signal, type ReadonlySignal } from '@preact/signals-core';
import { XtcError, toProblem, type Problem } from '../base/errors.ts';
import { workText, type BatchFile, type BatchWish } from './batch-wish.ts';
import type { JobsDeps } from './jobs-deps.ts';
import type { OpenRun } from './open-run.ts';
import { runName } from './saving.ts';

export type BatchState = 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';

/** One job on one run, as it stands. */
export type BatchItem = {
  readonly id: number;
  readonly title: string;
  readonly run: OpenRun;
  readonly wish: BatchWish;
  readonly state: BatchState;
  readonly done: number;
  /** Events; 0 while it is not known. */
  readonly total: number;
  /** Milliseconds since it began; stands when it has ended. */
  readonly elapsedMs: number;
  /** The last lines. */
  readonly log: readonly string[];
  readonly files: readonly BatchFile[];
  readonly problem: Problem | null;
};

const MOST_LINES = 2000;
const SHOW_EVERY_MS = 100;

/** Jobs over one or many runs, one after the other. */
export class Batch {
  readonly #deps: JobsDeps;
  readonly #items = signal<readonly BatchItem[]>([]);
  #nextId = 1;
  #stop: { readonly id: number; readonly controller: AbortController } | null = null;
  #isWorking = false;

  constructor(deps: JobsDeps) {
    this.#deps = deps;
  }

  /** All of them, in the order in which they are worked through. */
  get items(): ReadonlySignal<readonly BatchItem[]> {
    return this.#items;
  }

  /** Puts a job on each of the runs at the end of the queue, which begins at once when it stood. */
  add(runs: readonly OpenRun[], wish: BatchWish): void {
    const added = runs.map((run): BatchItem => ({
      id: this.#nextId++, title: workText(wish.work), run, wish, state: 'waiting', done: 0, total: 0, elapsedMs: 0, log: [], files: [], problem: null,
    }));
    this.#items.value = [...this.#items.peek(), ...added];
    void this.#work();
  }

  /** Takes a waiting job out of its turn, stops one that runs; what has ended stays. */
  cancel(id: number): void {
    if (this.#stop?.id === id) this.#stop.controller.abort();
    else this.#change(id, (item) => (item.state === 'waiting' ? { state: 'cancelled' } : {}));
  }

  cancelAll(): void {
    batch(() => {
      for (const { id } of this.#items.peek()) this.cancel(id);
    });
  }

  /** Takes away all that have ended, with their files. */
  clear(): void {
    this.#items.value = this.#items.peek().filter(({ state }) => state === 'waiting' || state === 'running');
  }

  /** Offers one file of a job. */
  saveFile({ name, blob }: BatchFile): void {
    this.#deps.page.download(blob, name);
    this.#deps.say(`Saved ${name}`);
  }

  /** Offers the files of jobs as one zip, a folder for each job; with their logs. */
  async saveZip(items: readonly BatchItem[] = this.#items.peek()): Promise<void> {
    const files = items.flatMap((item) => {
      const folder = `${String(item.id).padStart(2, '0')}-${runName(item.run)}`;
      const log = item.log.length > 0 ? [{ name: `${folder}/log.txt`, blob: new Blob([`${item.log.join('\n')}\n`]) }] : [];
      return [...item.files.map(({ name, blob }) => ({ name: `${folder}/${name}`, blob })), ...log];
    });
    const { writeZip } = await import('../export/zip.ts');
    if (files.length > 0) this.saveFile({ name: 'batch.zip', blob: await writeZip(files) });
  }

  async #work(): Promise<void> {
    if (this.#isWorking) return;
    this.#isWorking = true;
    try {
      for (let item = this.#next(); item; item = this.#next()) await this.#do(item);
    } finally {
      this.#isWorking = false;
    }
  }

  #next(): BatchItem | undefined {
    return this.#items.peek().find(({ state }) => state === 'waiting');
  }

  async #do({ id, run, wish }: BatchItem): Promise<void> {
    const controller = new AbortController();
    this.#stop = { id, controller };
    const start = performance.now();
    const elapsed = (): { elapsedMs: number } => ({ elapsedMs: performance.now() - start });
    this.#change(id, () => ({ state: 'running' }));
    const lines: string[] = [];
    let [done, total, shownAt] = [0, 0, -Infinity];
    const show = (isLast: boolean): void => {
      if (!isLast && performance.now() - shownAt < SHOW_EVERY_MS) return;
      shownAt = performance.now();
      this.#change(id, () => ({ done, total, log: [...lines], ...elapsed() }));
    };
    const report = {
      progress: (now: number, of: number): void => {
        [done, total] = [now, of];
        show(false);
      },
      log: (text: string): void => {
        lines.push(text);
        if (lines.length > MOST_LINES) lines.shift();
        show(false);
      },
    };
    try {
      const { doBatchWork } = await import('./batch-work.ts');
      const files = await doBatchWork(this.#deps, run, wish, report, controller.signal);
      [done] = [total];
      show(true);
      this.#change(id, () => ({ state: 'done', files, ...elapsed() }));
    } catch (error) {
      const isStopped = controller.signal.aborted || (error instanceof XtcError && error.code === 'aborted');
      show(true);
      this.#change(id, () => (isStopped ? { state: 'cancelled', ...elapsed() } : { state: 'failed', problem: toProblem(error), ...elapsed() }));
    } finally {
      this.#stop = null;
    }
  }

  #change(id: number, change: (item: BatchItem) => Partial<BatchItem>): void {
    this.#items.value = this.#items.peek().map((item) => (item.id === id ? { ...item, ...change(item) } : item));
  }
}

/** Milliseconds that a job still takes, if it goes on as it did; null while that is not known. */
export function timeLeft({ state, done, total, elapsedMs }: BatchItem): number | null {
  return state === 'running' && done > 0 && total > 0 ? (elapsedMs * (total - done)) / done : null;
}
