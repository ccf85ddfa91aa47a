import { XtcError, type Problem } from '../base/errors.ts';
import type { StoredScan } from '../format/check-index.ts';
import { rememberGrowing, type NamedHandle } from '../format/growing-files.ts';
import { isWholeRun, type OrderOptions } from '../format/run-order.ts';
import { filesOfRun, type RunFiles } from '../format/run.ts';
import type { Arena } from '../wasm/arena.ts';
import { compareDaqIndexes } from './compare-daq-indexes.ts';
import { IndexStore } from './index-store.ts';
import { KnownIndexes, type RunOrigin } from './known-indexes.ts';
import { previewRun } from './preview-run.ts';
import { hasSmallData, resolveSmallData, scannedFiles } from './resolve-small-data.ts';
import { RunScan } from './run-scan.ts';
import { scanRun } from './scan-run.ts';
import type { ScanProgress, ScanResult } from './run-scan.ts';

export type OpenOptions = OrderOptions & {
  /** Scan, whatever indexes there are. */
  readonly isRescan: boolean;
  /** The files may grow: after a scan `grow` can go on where it ended. */
  readonly isGrowing?: boolean;
  /** By which its files can be read while they are written. */
  readonly handles?: readonly NamedHandle[];
};

export type OpenedRun = ScanResult & {
  readonly origin: RunOrigin;
  /** Whether `grow` can go on from here. */
  readonly canGrow: boolean;
};

type Report = (progress: ScanProgress) => void;

const SMALL_RUN_BYTES = 32 * 1024 * 1024;
/** So long a small run may take before it is shown while it is scanned. */
const FIRST_INDEX_MS = 250;

/** Opens one run: from an index of exactly its files when there is one, otherwise by scanning them. */
export class RunOpener {
  readonly #arena: Arena;
  /** Opened at once: a browser takes its time for it. */
  readonly #store = IndexStore.open();
  #growing: RunScan | null = null;
  #keeping: Promise<void> = Promise.resolve();

  constructor(arena: Arena) {
    this.#arena = arena;
  }

  async open(run: RunFiles, options: OpenOptions, onProgress: Report, signal?: AbortSignal): Promise<OpenedRun> {
    const started = performance.now();
    rememberGrowing(options.handles ?? []);
    // Indexes are of whole runs.
    const indexes = isWholeRun(options) ? await KnownIndexes.of(run, this.#store) : null;
    const problems: Problem[] = [];
    const known = indexes && !options.isRescan ? await indexes.find(problems) : null;
    if (known) {
      const { scan, origin } = known;
      problems.push(...scan.problems, ...(await compareDaqIndexes(run, scan.index)));
      return { ...scan, problems, isPartial: false, elapsedMs: performance.now() - started, origin, canGrow: false };
    }
    const result = await this.#scan(run, options, onProgress, signal);
    if (indexes && isWorthKeeping(run, result)) this.#keeping = indexes.keep(storedScan(result));
    problems.push(...result.problems, ...(result.isPartial ? [] : await compareDaqIndexes(run, result.index)));
    return { ...result, problems, elapsedMs: performance.now() - started, origin: 'scan', canGrow: this.#growing !== null };
  }

  /** Resolves when the index of the run that was opened is kept, which goes on behind. */
  kept(): Promise<void> {
    return this.#keeping;
  }

  /**
   * Goes on in the files of a run that was opened with `isGrowing`.
   * @param run the same streams, with their files as they are now
   */
  async grow(run: RunFiles, signal?: AbortSignal): Promise<OpenedRun> {
    if (!this.#growing) throw new XtcError('unsupported', `${run.label} was not scanned here: it has to be scanned before it can grow.`);
    return { ...(await this.#growing.grow(run, signal)), origin: 'scan', canGrow: true };
  }

  async #scan(run: RunFiles, options: OpenOptions, onProgress: Report, signal?: AbortSignal): Promise<ScanResult> {
    // What is found before small data are resolved would show proxies instead of data.
    if (hasSmallData(run)) return resolveSmallData(this.#arena, run, await scanRun(this.#arena, scannedFiles(run), onProgress, signal, options, Infinity), signal);
    const bytesTotal = filesOfRun(run).reduce((sum, { size }) => sum + size, 0);
    const preview = isWholeRun(options) ? await previewRun(this.#arena, run) : null;
    if (preview) onProgress({ bytesDone: 0, bytesTotal, datagrams: 0, elapsedMs: 0, ...preview });
    // What the preview shows is more than the scan knows before its end; a small run has ended before a first index is drawn.
    const firstIndexMs = preview ? Infinity : bytesTotal < SMALL_RUN_BYTES ? FIRST_INDEX_MS : 0;
    if (!options.isGrowing) return scanRun(this.#arena, run, onProgress, signal, options, firstIndexMs);
    this.#growing = new RunScan(this.#arena, run, { onProgress, options, firstIndexMs, isGrowing: true });
    return this.#growing.run(signal);
  }
}

/** Opens a run that will not grow. */
export function openRun(arena: Arena, run: RunFiles, options: OpenOptions, onProgress: Report, signal?: AbortSignal): Promise<OpenedRun> {
  return new RunOpener(arena).open(run, options, onProgress, signal);
}

/** What of a scan an index keeps. */
function storedScan({ index, table, problems }: ScanResult): StoredScan {
  return { index, table, problems };
}

/** A stopped scan, and files that are still written, would only be thrown away again. */
function isWorthKeeping(run: RunFiles, { isPartial, problems }: ScanResult): boolean {
  const isGrowing = filesOfRun(run).some(({ name }) => name.toLowerCase().endsWith('.inprogress'));
  return !isPartial && !isGrowing && !problems.some(({ code }) => code === 'unreadable');
}
