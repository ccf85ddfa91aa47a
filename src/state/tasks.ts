import { signal, type ReadonlySignal } from '@preact/signals-core';

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

export type TaskReport = (done: number | null, detail: string) => void;

/** The work under way. */
export class Tasks {
  readonly #all = signal<readonly Task[]>([]);

  get all(): ReadonlySignal<readonly Task[]> {
    return this.#all;
  }

  /** Runs `work`, shown until it ends; its signal fires when the user cancels. */
  async run<T>(label: string, work: (report: TaskReport, signal: AbortSignal) => Promise<T>): Promise<T> {
    const stop = new AbortController();
    let shown: Task = { label, done: null, detail: '', cancel: () => stop.abort() };
    this.#all.value = [...this.#all.value, shown];
    const report: TaskReport = (done, detail) => {
      const next = { ...shown, done, detail };
      this.#all.value = this.#all.value.map((task) => (task === shown ? next : task));
      shown = next;
    };
    try {
      return await work(report, stop.signal);
    } finally {
      this.#all.value = this.#all.value.filter((task) => task !== shown);
    }
  }
}
