import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { XtcError, type Problem } from '../../base/errors.ts';
import { profileRun, type RunProfile } from '../../format/run-profile.ts';
import type { RunIndex } from '../../format/run-index.ts';

type Wish = { readonly index: RunIndex; readonly width: number; readonly problems: readonly Problem[] };

/** Keeps the profile of a run for a width; renders its element again when a new one is there. */
export class ProfileController implements ReactiveController {
  /** Of the latest index that was finished; null before the first, and without a run. */
  profile: RunProfile | null = null;
  readonly #host: ReactiveControllerHost;
  #wish: Wish | null = null;
  #stop = new AbortController();

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#stop.abort();
    this.#wish = null;
  }

  /** Says what is to be profiled; what is under way for something else is stopped. */
  want(index: RunIndex | null, width: number, problems: readonly Problem[]): void {
    const wish = this.#wish;
    if (wish && wish.index === index && wish.width === width && wish.problems === problems) return;
    if (!index || width === 0) {
      this.#stop.abort();
      this.#wish = null;
      if (!index) this.profile = null;
      return;
    }
    this.#stop.abort();
    this.#stop = new AbortController();
    // Another run's marks would say something wrong; an older index of the same run only says less.
    if (wish && wish.index.files.join() !== index.files.join()) this.profile = null;
    this.#wish = { index, width, problems };
    void this.#make(this.#wish, this.#stop.signal);
  }

  async #make({ index, width, problems }: Wish, signal: AbortSignal): Promise<void> {
    try {
      this.profile = await profileRun(index, width, problems, signal);
      this.#host.requestUpdate();
    } catch (error) {
      if (!(error instanceof XtcError) || error.code !== 'aborted') throw error;
    }
  }
}
