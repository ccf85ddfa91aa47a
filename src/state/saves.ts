import type { ReadonlySignal } from '@preact/signals-core';
import type { Dark } from '../calib/dark.ts';
import type { ArrayForm } from '../export/array-file.ts';
import type { Limits } from '../image/levels.ts';
import type { Frame } from '../pipeline/frame.ts';
import type { EpicsLists } from './epics-lists.ts';
import type { OpenRun } from './open-run.ts';
import { Saving, type PageServices } from './saving.ts';
import type { ViewState } from './view.ts';

/** What is saved, and where to: parts of Session. */
export type SavesDeps = {
  readonly session: {
    readonly current: ReadonlySignal<OpenRun | null>;
    readonly frame: ReadonlySignal<Frame | null>;
    readonly dark: ReadonlySignal<Dark | null>;
    readonly view: ViewState;
    readonly epics: EpicsLists;
  };
  /** That the picture is drawn with. */
  readonly limits: ReadonlySignal<Limits>;
  readonly page: PageServices;
  /** Says what was done. */
  say(notice: string): void;
};

/** Saves and copies what is on the screen; does nothing where there is nothing. */
export class Saves {
  readonly #deps: SavesDeps;
  readonly #saving: Saving;

  constructor(deps: SavesDeps) {
    this.#deps = deps;
    this.#saving = new Saving(deps.page);
  }

  /** The picture's values. */
  async image(form?: ArrayForm): Promise<void> {
    await this.#frame((run, frame) => this.#saving.image(run, frame, form));
  }
  /** The raw pixels. */
  async sections(form?: ArrayForm): Promise<void> {
    await this.#frame((run, frame) => this.#saving.sections(run, frame, form));
  }
  /** The dark in use. */
  dark(): void {
    const dark = this.#deps.session.dark.value;
    if (dark) this.#saved(this.#saving.dark(dark));
  }
  /** The picture as seen, with its colour bar. */
  async picture(): Promise<void> {
    const { session, limits } = this.#deps;
    const [run, frame] = [session.current.value, session.frame.value];
    if (run && frame) this.#saved(await this.#saving.picture(run, frame, limits.value, session.view));
  }
  /** The classic text. */
  summary(): void {
    const { current, epics } = this.#deps.session;
    if (current.value) this.#saved(this.#saving.summary(current.value, epics.inText.value));
  }
  /** The classic text, to the clipboard. */
  async copySummary(): Promise<void> {
    const { current, epics } = this.#deps.session;
    if (!current.value) return;
    await this.#saving.copySummary(current.value, epics.inText.value);
    this.#deps.say('Summary copied.');
  }

  async #frame(save: (run: OpenRun, frame: Frame) => Promise<string>): Promise<void> {
    const { current, frame } = this.#deps.session;
    if (current.value && frame.value) this.#saved(await save(current.value, frame.value));
  }
  #saved(name: string): void {
    this.#deps.say(`Saved ${name}`);
  }
}
