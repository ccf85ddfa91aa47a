import type { LogLine, ModulePlot, ModuleProblem, SavedArrays } from './outputs.ts';
import type { PartOutput } from './protocol.ts';

const LONGEST_LINE = 20_000;
/** Lines that are handed over at once at most: a module that prints without end fills no memory. */
const MOST_LINES = 5_000;

/** Gathers what modules give until it is handed over. */
export class PartOutputs {
  /** While true everything that is given is dropped: a part repeats the beginning of the run only to know it. */
  isMuted = false;
  #part = 0;
  #lines: LogLine[] = [];
  #dropped = 0;
  #plots = new Map<string, ModulePlot>();
  #saved: SavedArrays[] = [];
  #texts: { module: string; name: string; text: string }[] = [];
  #problems: ModuleProblem[] = [];

  /** Begins with a part; nothing of the one before may be left. */
  begin(part: number): void {
    this.#part = part;
  }

  print(module: string, text: string): void {
    this.#line({ module, text: text.length > LONGEST_LINE ? `${text.slice(0, LONGEST_LINE)}…` : text, kind: 'print' });
  }
  note(text: string): void {
    this.#line({ module: '', text, kind: 'note' });
  }
  plot(plot: ModulePlot): void {
    if (!this.isMuted) this.#plots.set(plot.name, plot);
  }
  save(saved: SavedArrays): void {
    if (!this.isMuted) this.#saved.push(saved);
  }
  write(module: string, name: string, text: string): void {
    if (!this.isMuted) this.#texts.push({ module, name, text });
  }
  problem(problem: ModuleProblem): void {
    this.#problems.push(problem);
  }

  /** What was given since; null when it was nothing. */
  take(): PartOutput | null {
    if (this.#dropped > 0) this.#lines.push({ module: '', text: `${this.#dropped} more lines were printed.`, kind: 'note' });
    const output = { part: this.#part, lines: this.#lines, plots: [...this.#plots.values()], saved: this.#saved, texts: this.#texts, problems: this.#problems };
    const isEmpty = [output.lines, output.plots, output.saved, output.texts, output.problems].every((list) => list.length === 0);
    this.#lines = [];
    this.#dropped = 0;
    this.#plots = new Map();
    this.#saved = [];
    this.#texts = [];
    this.#problems = [];
    return isEmpty ? null : output;
  }

  #line(line: LogLine): void {
    if (this.isMuted) return;
    if (this.#lines.length < MOST_LINES) this.#lines.push(line);
    else ++this.#dropped;
  }
}
