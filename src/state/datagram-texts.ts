import { effect, signal, type ReadonlySignal } from '@preact/signals-core';
import type { Workers } from '../../workers/api.ts';
import { XtcError, throwIfAborted } from '../base/errors.ts';
import type { Verbosity } from '../format/reader-text.ts';
import type { DatagramSelection } from './datagram-selection.ts';
import type { OpenRun } from './open-run.ts';
import { runName, type PageServices } from './saving.ts';
import type { Tasks } from './tasks.ts';
import { choiceLength, firstOf, textRequest, type DatagramChoice } from './text-request.ts';
import type { ViewState } from './view.ts';

export type DatagramTextsDeps = {
  readonly workers: Workers;
  readonly tasks: Tasks;
  readonly page: PageServices;
  readonly view: ViewState;
  readonly current: ReadonlySignal<OpenRun | null>;
  readonly datagrams: DatagramSelection;
  say(notice: string): void;
  report(error: unknown): void;
};

/** The text on the screen. */
export type ShownText = {
  /** Of the first datagrams that are marked. */
  readonly text: string;
  /** Marked ones that are left out. */
  readonly left: number;
  /** Characters of the others that are. */
  readonly cut: number;
};

/** Marked datagrams that are shown: a text is looked at by its beginning. */
const MOST_SHOWN = 100;
/** More takes the browser too long to lay out. */
const MOST_CHARACTERS = 250_000;

/** The classic text of datagrams: on the screen, to the clipboard, to a file of any length. */
export class DatagramTexts {
  /** How much is said of each datagram. */
  readonly verbosity = signal<Verbosity>(1);
  /** Whether the text is looked at. */
  readonly isOpen = signal(false);
  readonly #deps: DatagramTextsDeps;
  readonly #shown = signal<ShownText | null>(null);
  #stop = new AbortController();

  constructor(deps: DatagramTextsDeps) {
    this.#deps = deps;
    effect(() => this.#follow());
  }

  get shown(): ReadonlySignal<ShownText | null> {
    return this.#shown;
  }

  /** @throws {XtcError} 'out-of-range', 'unsupported' when the text is too long for a string, 'truncated', 'unreadable', 'aborted' */
  async read(run: OpenRun, choice: DatagramChoice, verbosity: Verbosity, stop?: AbortSignal): Promise<string> {
    const request = await textRequest(run, choice, verbosity);
    const text = await this.#deps.workers.text.call((worker, signal) => worker.readText(request, signal), stop);
    throwIfAborted(stop);
    return text;
  }

  /** Copies the text of all marked datagrams. */
  async copy(): Promise<void> {
    const { current, page, say } = this.#deps;
    const [run, marked] = [current.value, this.choice('marked')];
    if (!run || !marked) return;
    await this.#attempt(async () => {
      await page.copyText(await this.read(run, marked, this.verbosity.value));
      say('Text copied.');
    });
  }

  /** Writes the text of the marked datagrams, of those found, or of the whole run to a file that the user chooses. */
  async save(which: 'marked' | 'found' | 'run'): Promise<void> {
    const { current, datagrams, page, tasks, workers, say } = this.#deps;
    const run = current.value;
    const choice = this.choice(which);
    if (!run || !choice) return;
    await this.#attempt(async () => {
      const name = `${runName(run)}${which === 'run' ? '' : which === 'found' ? '-found' : `-dg${datagrams.range.value?.from ?? 0}`}.txt`;
      // First of all: the browser asks only in answer to a click.
      const target = await page.chooseTarget(name);
      const request = await textRequest(run, choice, this.verbosity.value);
      const blob = await tasks.run(`Writing the text of ${choiceLength(choice)} datagrams`, (report, stop) =>
        workers.text.call((worker, signal) => worker.saveText(request, target, ({ done, of }) => report(done / of, `${Math.floor((100 * done) / of)} %`), signal), stop),
      );
      if (blob) page.download(blob, name);
      say(`Saved ${target?.name ?? name}`);
    });
  }

  /** The datagrams that `save` would write; null when there are none. */
  choice(which: 'marked' | 'found' | 'run'): DatagramChoice | null {
    const { current, datagrams } = this.#deps;
    const index = current.value?.index.value;
    if (which === 'marked') return this.#marked();
    const found = which === 'found' ? datagrams.search.matches.value : null;
    return found ?? (index && index.datagrams > 0 ? { from: 0, to: index.datagrams - 1 } : null);
  }

  /** Of a range only what is listed. */
  #marked(): DatagramChoice | null {
    const { range, search } = this.#deps.datagrams;
    const [marked, matches] = [range.value, search.matches.value];
    if (!marked || !matches || marked.from === marked.to) return marked;
    return matches.subarray(search.lineOf(marked.from), search.lineOf(marked.to + 1));
  }

  /** Reads what is marked while the text is looked at; the latest wish wins. */
  #follow(): void {
    const { view, current } = this.#deps;
    const [run, marked, verbosity] = [current.value, this.#marked(), this.verbosity.value];
    const isLookedAt = this.isOpen.value && view.tab.value === 'Datagrams';
    this.#stop.abort();
    this.#stop = new AbortController();
    if (!run || !marked) this.#shown.value = null;
    else if (isLookedAt) void this.#show(run, marked, verbosity, this.#stop.signal);
  }

  async #show(run: OpenRun, marked: DatagramChoice, verbosity: Verbosity, stop: AbortSignal): Promise<void> {
    await this.#attempt(async () => {
      const text = await this.read(run, firstOf(marked, MOST_SHOWN), verbosity, stop);
      const end = text.length <= MOST_CHARACTERS ? text.length : text.lastIndexOf('\n', MOST_CHARACTERS) + 1;
      this.#shown.value = { text: text.slice(0, end), left: Math.max(0, choiceLength(marked) - MOST_SHOWN), cut: text.length - end };
    });
  }

  /** Reports what goes wrong; what was stopped did not. */
  async #attempt(step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (error) {
      if (!(error instanceof XtcError && error.code === 'aborted')) this.#deps.report(error);
    }
  }
}
