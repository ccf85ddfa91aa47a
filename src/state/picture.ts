import { effect, signal, type ReadonlySignal } from '@preact/signals-core';
import type { Caller, FrameApi } from '../../workers/api.ts';
import type { Region } from '../base/region.ts';
import { limitsOf, type LevelsMode, type Limits } from '../image/levels.ts';
import type { RegionStats } from '../image/measure.ts';
import { FrameLoader } from './frame-loader.ts';
import type { ViewState } from './view.ts';

/** The picture on the screen and what follows from it: limits that stay put, and the numbers of the drawn region. */
export class Picture {
  readonly loader: FrameLoader;
  readonly #worker: Caller<FrameApi>;
  readonly #view: ViewState;
  readonly #report: (error: unknown) => void;
  readonly #limits = signal<Limits>({ low: 0, high: 1 });
  readonly #regionStats = signal<RegionStats | null>(null);
  /** Limits by what they were set for, so that switching the dark off and on again brings the same picture back. */
  readonly #kept = new Map<string, { readonly levels: LevelsMode; readonly limits: Limits }>();
  #isMeasuring = false;
  #isRegionNew = false;

  constructor(worker: Caller<FrameApi>, view: ViewState, report: (error: unknown) => void) {
    this.#worker = worker;
    this.#view = view;
    this.#report = report;
    this.loader = new FrameLoader(report);
    effect(() => this.#followFrame());
    effect(() => this.#measureRegion(view.region.value));
  }

  /** Limits that the picture is drawn with. */
  get limits(): ReadonlySignal<Limits> {
    return this.#limits;
  }
  get regionStats(): ReadonlySignal<RegionStats | null> {
    return this.#regionStats;
  }

  /** Limits are set once for each source and dark, and again for another choice of levels, never for another event. */
  #followFrame(): void {
    const frame = this.loader.frame.value;
    const levels = this.#view.levels.value;
    if (!frame) return;
    this.#regionStats.value = frame.region;
    const shown = `${frame.source} ${frame.darkId} ${frame.image.shape.join('×')}`;
    const kept = this.#kept.get(shown);
    const limits = kept?.levels === levels ? kept.limits : limitsOf(frame.histogram, levels);
    this.#kept.set(shown, { levels, limits });
    this.#limits.value = limits;
  }

  /** Measures in the worker that holds the frame; while one measurement is under way only the newest region waits. */
  #measureRegion(region: Region | null): void {
    this.#isRegionNew = this.#isMeasuring;
    if (!region) this.#regionStats.value = null;
    if (!region || this.#isMeasuring) return;
    this.#isMeasuring = true;
    this.#worker
      .call((worker) => worker.measure(region))
      .then((stats) => {
        if (this.#view.region.peek()) this.#regionStats.value = stats;
      })
      .catch(this.#report)
      .finally(() => {
        this.#isMeasuring = false;
        if (this.#isRegionNew) this.#measureRegion(this.#view.region.peek());
      });
  }
}
