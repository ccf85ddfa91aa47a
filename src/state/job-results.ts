import { signal } from '@preact/signals-core';
import { toProblem } from '../base/errors.ts';
import type { LogLine, ModuleFile, ModulePlot, ModuleProblem, SavedArrays } from '../modules/outputs.ts';
import type { PartOutput } from '../modules/protocol.ts';
import { PartOrder } from './part-order.ts';

/** Lines that are kept. */
const MOST_LINES = 10_000;
const MOST_PROBLEMS = 1000;
/** Files of a job together. */
const MOST_BYTES = 4e9;

type Pending = { readonly module: string; readonly name: string } & ({ readonly saved: SavedArrays } | { readonly texts: string[] });

/** What a job gives, in the order of its events. */
export class JobResults {
  readonly log = signal<{ readonly lines: readonly LogLine[]; readonly dropped: number }>({ lines: [], dropped: 0 });
  readonly plots = signal<readonly ModulePlot[]>([]);
  readonly files = signal<readonly ModuleFile[]>([]);
  readonly problems = signal<readonly ModuleProblem[]>([]);
  readonly #order = new PartOrder((output) => this.#show(output));
  readonly #pending = new Map<string, Pending>();
  #bytes = 0;

  /** @param isLate it comes behind all parts */
  add(output: PartOutput, isLate: boolean): void {
    if (isLate) this.#show(output);
    else this.#order.add(output);
  }
  endPart(part: number): void {
    this.#order.end(part);
  }
  cut(part: number): void {
    this.#order.cut(part);
  }
  problem(problem: ModuleProblem): void {
    if (this.problems.value.length < MOST_PROBLEMS) this.problems.value = [...this.problems.value, problem];
  }
  note(text: string): void {
    this.#print([{ module: '', text, kind: 'note' }]);
  }

  /** Makes the files of what was saved; those that cannot be made become problems. */
  async writeFiles(): Promise<void> {
    if (this.#pending.size === 0) return;
    // Writers of files are loaded when one is written.
    const { savedFile } = await import('./module-files.ts');
    const files: ModuleFile[] = [];
    for (const pending of this.#pending.values()) {
      const { module, name } = pending;
      try {
        files.push({ module, name, blob: 'saved' in pending ? await savedFile(pending.saved) : new Blob(pending.texts, { type: 'text/plain' }) });
      } catch (error) {
        this.problem({ module, callback: 'save', event: -1, line: 0, column: 0, message: `${name} could not be written: ${toProblem(error).message}` });
      }
    }
    this.files.value = files;
  }

  #show({ lines, plots, saved, texts, problems }: PartOutput): void {
    if (lines.length > 0) this.#print(lines);
    if (plots.length > 0) {
      const all = new Map([...this.plots.value, ...plots].map((plot) => [plot.name, plot]));
      this.plots.value = [...all.values()];
    }
    for (const each of saved) {
      this.#weigh(each.arrays.reduce((bytes, { array }) => bytes + array.data.byteLength, 0));
      this.#pending.set(each.name, { module: each.module, name: each.name, saved: each });
    }
    for (const { module, name, text } of texts) {
      this.#weigh(2 * text.length);
      const known = this.#pending.get(name);
      if (known && 'texts' in known) known.texts.push(text);
      else this.#pending.set(name, { module, name, texts: [text] });
    }
    problems.forEach((problem) => this.problem(problem));
  }

  #print(lines: readonly LogLine[]): void {
    const all = [...this.log.value.lines, ...lines];
    this.log.value = { lines: all.slice(-MOST_LINES), dropped: this.log.value.dropped + Math.max(0, all.length - MOST_LINES) };
  }

  #weigh(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes > MOST_BYTES) throw new RangeError(`The files of this job take more than ${MOST_BYTES / 1e9} GB.`);
  }
}
