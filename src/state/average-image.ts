import { signal, type ReadonlySignal } from '@preact/signals-core';
import type { Workers } from '../../workers/api.ts';
import type { Image } from '../base/arrays.ts';
import { XtcError } from '../base/errors.ts';
import { pedestalsOf, type Dark } from '../calib/dark.ts';
import { writeNpy } from '../export/npy.ts';
import { assembleMean } from '../image/assemble-mean.ts';
import type { Darks, DarkProgress } from './darks.ts';
import type { OpenRun } from './open-run.ts';
import { eventsWithPixels, pictureKind, pixelsRequest } from './picture-requests.ts';
import { runName, sourceName, type PageServices } from './saving.ts';
import type { Tasks } from './tasks.ts';

/** The mean picture of some events. */
export type AverageImage = {
  /** ADU, NaN where there is no pixel. */
  readonly image: Image;
  readonly run: string;
  readonly source: string;
  /** Events that were averaged. */
  readonly events: number;
  /** What was subtracted; empty for nothing. */
  readonly dark: string;
  /** Which events, in words: `148 of 240 events`. */
  readonly label: string;
};

export type AverageWish = {
  readonly source?: string | null;
  /** 1 for each event that counts; all when null. */
  readonly events?: Uint8Array | null;
  readonly dark?: Dark | null;
  readonly signal?: AbortSignal;
};

export type AverageImagesDeps = {
  readonly darks: Darks;
  readonly workers: Workers;
  readonly tasks: Tasks;
  readonly page: PageServices;
  say(notice: string): void;
  report(error: unknown): void;
};

/** Mean pictures of chosen events, by the pool that makes darks: exact sums first, then the mean, then the dark. */
export class AverageImages {
  readonly #deps: AverageImagesDeps;
  readonly #shown = signal<AverageImage | null>(null);

  constructor(deps: AverageImagesDeps) {
    this.#deps = deps;
  }

  /** The one made last, until it is closed. */
  get shown(): ReadonlySignal<AverageImage | null> {
    return this.#shown;
  }
  close(): void {
    this.#shown.value = null;
  }

  /**
   * Events without the source, or in which it is damaged, do not count.
   * @throws {XtcError} 'unknown-source', 'out-of-range' when no chosen event has pixels, 'bad-dark', 'aborted', and what reading throws
   */
  async make(run: OpenRun, { source = null, events = null, dark = null, signal: stop }: AverageWish, onProgress: DarkProgress = () => undefined): Promise<AverageImage> {
    const kind = pictureKind(run, source);
    const wanted = eventsWithPixels(run, kind, null).filter((event) => !events || events[event] === 1);
    const mean = await this.#deps.darks.average(run, kind, wanted, onProgress, stop);
    const request = { ...pixelsRequest(run, wanted[0], kind), event: wanted[0], darkId: null, omitSaturated: false, region: null };
    const { pixelMap } = await this.#deps.workers.reader.call((worker, signal) => worker.makeFrame(request, signal), stop);
    const pixels = mean.mean;
    if (dark) subtract(pixels, mean, dark);
    const chosen = events ? events.reduce((sum, is) => sum + is, 0) : run.events;
    return { image: assembleMean(pixelMap, pixels, mean.present), run: run.label, source: kind.source, events: mean.events, dark: dark?.origin ?? '', label: `${mean.events} of ${chosen} events` };
  }

  /** Makes one and shows it; progress and *Cancel* are in the status line. */
  async show(run: OpenRun, wish: AverageWish): Promise<void> {
    try {
      this.#shown.value = await this.#deps.tasks.run('Averaging pictures', (progress, stop) =>
        this.make(run, { ...wish, signal: stop }, (done, of) => progress(done / of, `${done} of ${of} events`)),
      );
    } catch (error) {
      if (error instanceof XtcError && error.code === 'aborted') this.#deps.say('Average cancelled.');
      else this.#deps.report(error);
    }
  }

  /** f32 (rows, columns). */
  save(run: OpenRun): void {
    const average = this.#shown.value;
    if (!average) return;
    const name = `${runName(run)}-average-${sourceName(average.source)}.npy`;
    this.#deps.page.download(writeNpy(average.image), name);
    this.#deps.say(`Saved ${name}`);
  }
}

function subtract(pixels: Float64Array, mean: Dark, dark: Dark): void {
  if (dark.shape.join() !== mean.shape.join()) {
    throw new XtcError('bad-dark', `The dark (${dark.shape.join('×')}) does not fit pictures of ${mean.source} (${mean.shape.join('×')}).`);
  }
  const pedestals = pedestalsOf(dark);
  for (let i = 0; i < pixels.length; ++i) pixels[i] -= Number.isNaN(pedestals[i]) ? NaN : dark.mean[i];
}
