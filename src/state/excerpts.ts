import { XtcError } from '../base/errors.ts';
import { printFileName } from '../format/file-name.ts';
import type { RunIndex } from '../format/run-index.ts';
import { joinRanges } from '../format/join-ranges.ts';
import { healthyRanges, rangesLength, type FileRange } from '../format/skipped.ts';
import { planTrim, type TrimPlan, type TrimWish } from '../format/trim-ranges.ts';
import { copyToFile } from './copy-to-file.ts';
import type { OpenRun } from './open-run.ts';
import type { PageServices } from './saving.ts';
import type { Tasks } from './tasks.ts';

/** What excerpts need of the session. */
type ExcerptDeps = {
  readonly page: PageServices;
  readonly tasks: Tasks;
  readonly say: (notice: string) => void;
  readonly report: (error: unknown) => void;
};

/** The good part of one file of a run. */
export type HealthyFile = {
  /** Its place in the run. */
  readonly file: number;
  readonly name: string;
  readonly ranges: readonly FileRange[];
  readonly byteLength: number;
  /** Bytes that are left out. */
  readonly skippedBytes: number;
};

/** New files from parts of a run: its datagrams as they are, copied piece by piece when they are saved. */
export class Excerpts {
  readonly #deps: ExcerptDeps;

  constructor(deps: ExcerptDeps) {
    this.#deps = deps;
  }

  /** What a trimmed run will hold. @throws {XtcError} 'out-of-range', 'aborted' */
  async plan(run: OpenRun, wish: TrimWish, signal?: AbortSignal): Promise<TrimPlan> {
    return planTrim(indexOf(run), wish, signal);
  }

  /**
   * Chosen events or calib cycles as a run of its own, in one file with the transitions that frame them.
   * @throws {XtcError} 'out-of-range', 'aborted'
   */
  async trim(run: OpenRun, wish: TrimWish, signal?: AbortSignal): Promise<File> {
    const { ranges } = await this.plan(run, wish, signal);
    return new File([await joinRanges(run.chunks, ranges, signal)], trimmedName(run));
  }

  /** Asks where to, then writes the trimmed run there. */
  async saveTrimmed(run: OpenRun, wish: TrimWish): Promise<void> {
    await this.#save(run, trimmedName(run), async (signal) => (await this.plan(run, wish, signal)).ranges);
  }

  /** Files whose small data were scanned instead of them: what is good in them is not known. */
  unscanned(run: OpenRun): string[] {
    return run.files.streams.flatMap(({ chunks }) => chunks.filter(({ smallData }) => smallData).map(({ file }) => file.name));
  }

  /** Every file of a run that has good datagrams, without what was skipped; empty while the run is being scanned. */
  healthy(run: OpenRun): HealthyFile[] {
    const index = run.index.value;
    if (!index || run.progress.value) return [];
    const unscanned = this.unscanned(run);
    return run.chunks
      .map((chunk, file) => {
        const ranges = healthyRanges(index.skipped, file, chunk.size);
        const byteLength = rangesLength(ranges);
        return { file, name: chunk.name.replace(/\.inprogress$/i, ''), ranges, byteLength, skippedBytes: chunk.size - byteLength };
      })
      .filter(({ name, byteLength }) => byteLength > 0 && !unscanned.includes(name));
  }

  /**
   * Every file of a run without what was skipped: a valid file again, under its own name.
   * @throws {XtcError} 'out-of-range' while the run is being scanned
   */
  async heal(run: OpenRun): Promise<File[]> {
    indexOf(run);
    if (run.progress.value) throw new XtcError('out-of-range', `${run.label} is still being scanned: what is good in it is not known yet.`);
    return Promise.all(this.healthy(run).map(async ({ ranges, name }) => new File([await joinRanges(run.chunks, ranges)], name)));
  }

  /** Asks where to, then writes the good part of one file there. */
  async saveHealthy(run: OpenRun, healthy: HealthyFile): Promise<void> {
    await this.#save(run, healthy.name, () => Promise.resolve(healthy.ranges));
  }

  async #save(run: OpenRun, name: string, find: (signal: AbortSignal) => Promise<readonly FileRange[]>): Promise<void> {
    const { page, tasks, say, report } = this.#deps;
    try {
      // First of all: the browser asks only in answer to a click.
      const target = await page.chooseTarget(name);
      const saved = await tasks.run(`Saving ${target?.name ?? name}`, async (progress, signal) => {
        const ranges = await find(signal);
        const byteLength = rangesLength(ranges);
        if (target) await copyToFile(run.chunks, ranges, target, (bytes) => progress(bytes / byteLength, ''), signal);
        else page.download(new File([await joinRanges(run.chunks, ranges, signal)], name), name);
        return target?.name ?? name;
      });
      say(`Saved ${saved}`);
    } catch (error) {
      if (error instanceof XtcError && error.code === 'aborted') say('Not saved.');
      else report(error);
    }
  }
}

/** `e81-r0098-s00-c00.xtc`; a run without a name is called after its file. */
function trimmedName({ files, chunks }: OpenRun): string {
  const { experiment, run } = files;
  if (experiment !== '') return printFileName({ experiment, run, stream: 0, chunk: 0 });
  return `${chunks[0].name.replace(/\.xtc(\.inprogress)?$/i, '')}-trimmed.xtc`;
}

function indexOf(run: OpenRun): RunIndex {
  const index = run.index.value;
  if (!index) throw new XtcError('out-of-range', `${run.label} has not been scanned.`);
  return index;
}
