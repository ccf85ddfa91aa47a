import type { NdArray } from '../base/arrays.ts';
import { XtcError } from '../base/errors.ts';
import type { Region } from '../base/region.ts';
import type { RegionStats } from '../image/measure.ts';
import { parseRegion } from '../image/region-text.ts';
import type { OpenRun } from '../state/open-run.ts';
import type { Session } from '../state/session.ts';
import { ScriptRun } from './script-run.ts';

/** A rectangle as scripts give it: columns x1 … x2, rows y1 … y2; fractions are cut off, x2 and y2 are not included. */
export type ScriptRegion = { x1: number; x2: number; y1: number; y2: number };

/** The options of xtcscanner. */
export type ScriptOpenOptions = {
  /** Seconds by which the clocks of L1Accepts run ahead of those of transitions. */
  l1Offset?: number;
  /** `-n`: the run ends with this many L1Accepts. */
  maxDatagrams?: number;
  /** `-c`: the run ends before the BeginCalibCycle that follows this many calib cycles. */
  maxCycles?: number;
  /** Ends the scan; what was read is kept. */
  signal?: AbortSignal;
};

/** Numbers of a region; `x`, `y`: centre of mass in image pixels. */
export type Measured = { x: number; y: number; sum: number; mean: number; min: number; max: number };

/** Measures a region of a picture; src/app.ts hands in the kernels' one. */
export type Measure = (image: NdArray, region: Region) => RegionStats;

/** `globalThis.xtcscope`: the window's calls, for the console and for scripts. See docs/scripting.md. */
export class XtcScope {
  readonly #session: Session;
  readonly #measuring: Promise<Measure>;
  #measure: Measure | null = null;
  readonly #runs = new WeakMap<OpenRun, ScriptRun>();

  constructor(session: Session, measure: Promise<Measure>) {
    this.#session = session;
    this.#measuring = measure;
    measure.then((ready) => (this.#measure = ready)).catch(() => undefined); // Said by `open`, which waits for it too.
  }

  /**
   * Opens files as if they had been dropped on the window, and waits for the scan. Files given by handle can be followed.
   * @returns the run; the last one when the files belong to several (all are in `runs`)
   * @throws {XtcError} when no run could be opened at all: the first problem
   */
  async open(given: readonly (File | FileSystemFileHandle)[], { l1Offset, maxDatagrams, maxCycles, signal }: ScriptOpenOptions = {}): Promise<ScriptRun> {
    await this.#measuring;
    const seen = this.#session.problems.value.length;
    const files = await Promise.all(given.map(async (item) => (item instanceof File ? item : this.#fileOf(item))));
    const opened = await this.#session.open(files, { l1Offset, maxEvents: maxDatagrams, maxCycles, signal });
    const run = opened.findLast(({ events }) => events > 0) ?? opened[opened.length - 1];
    if (run) return this.#wrap(run);
    const problem = this.#session.problems.value[seen];
    throw new XtcError(problem?.code ?? 'not-xtc', problem?.message ?? 'No run in these files.', problem);
  }

  async #fileOf(handle: FileSystemFileHandle): Promise<File> {
    const file = await handle.getFile();
    this.#session.handles.remember(file, handle);
    return file;
  }

  /** All open runs, in the order in which they were opened. */
  get runs(): readonly ScriptRun[] {
    return this.#session.runs.value.map((run) => this.#wrap(run));
  }

  /** The run on the screen. */
  get current(): ScriptRun | null {
    const run = this.#session.current.value;
    return run && this.#wrap(run);
  }

  /**
   * Centre of mass, sum, mean, min and max of a region of a two-dimensional array, over its finite values.
   * @throws {XtcError} 'out-of-range' when the array is not a picture or the region is empty
   */
  measure(image: NdArray, region: ScriptRegion): Measured {
    if (!this.#measure) throw new XtcError('kernel', 'The kernels have not started yet: measure after `await xtcscope.open(…)`.');
    const { x1, x2, y1, y2 } = region;
    const pixels = parseRegion([x1, x2, y1, y2].join(), [image.shape[0], image.shape[1]]);
    const { x, y, sum, mean, min, max } = this.#measure(image, pixels);
    return { x, y, sum, mean, min, max };
  }

  #wrap(run: OpenRun): ScriptRun {
    const known = this.#runs.get(run) ?? new ScriptRun(run, this.#session);
    this.#runs.set(run, known);
    return known;
  }
}
