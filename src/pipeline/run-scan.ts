import { XtcError, type Problem } from '../base/errors.ts';
import { buildRunIndex } from '../format/build-run-index.ts';
import { missingEvents } from '../format/find-gaps.ts';
import { ProblemList } from '../format/problem-list.ts';
import { rowsOf, type RunIndex } from '../format/run-index.ts';
import { RowCensus } from '../format/row-census.ts';
import { controlFiles, orderRun, type OrderOptions } from '../format/run-order.ts';
import type { OrderInput } from '../format/stream-order.ts';
import type { RunFiles } from '../format/run.ts';
import { ScanMemory } from '../format/scan-kernel.ts';
import { scanTable, type ScanTable } from '../format/scan-table.ts';
import { StreamScanner, type StreamScanOptions } from '../format/stream-scanner.ts';
import { CONFIGURE } from '../format/transition.ts';
import { WINDOW_CAPACITY } from '../format/window-planner.ts';
import { describeSettings } from '../types/describe-settings.ts';
import type { Arena } from '../wasm/arena.ts';

const PROGRESS_MS = 100;
/** Making the index takes at most one part in so many of the time, and nobody looks at it more often than this. */
const INDEX_PATIENCE = 20;
const INDEX_MS = 250;
const SMALLEST_WINDOW = 1024 * 1024;
/** Reads under way over all streams: more are not faster. Large windows, and small ones. */
const READS_DENSE = 4;
const READS_SPARSE = 64;

/** How far a scan is. */
export type ScanProgress = {
  /** Bytes of the run that need not be looked at any more, of `bytesTotal`. */
  readonly bytesDone: number;
  readonly bytesTotal: number;
  /** Datagrams found so far, in all streams. */
  readonly datagrams: number;
  readonly elapsedMs: number;
  /** What was found so far; comes at once with the first events and then as the run grows. */
  readonly table: ScanTable | null;
  /** The run so far; comes as soon as there is an event, and then each time it has doubled. */
  readonly index: RunIndex | null;
};

export type ScanResult = {
  readonly index: RunIndex;
  readonly table: ScanTable;
  readonly problems: readonly Problem[];
  /** True when the user stopped it: what was read is kept. */
  readonly isPartial: boolean;
  readonly elapsedMs: number;
};

/** What a scan is told besides its files. */
export type RunScanOptions = {
  readonly onProgress: (progress: ScanProgress) => void;
  /** Where the run ends, and how clocks are compared. */
  readonly options: OrderOptions;
  /** No index is made on the way before this time: nobody would look at it. */
  readonly firstIndexMs?: number;
  /** True when the files may grow after the scan: it can then go on where it ended. */
  readonly isGrowing?: boolean;
};

/** The scan of a run: all its streams, and what was found in them so far. Its memory is the arena's: released by who made it. */
export class RunScan {
  #run: RunFiles;
  readonly #memory: ScanMemory;
  readonly #given: RunScanOptions;
  readonly #problems = new ProblemList();
  readonly #scanners: readonly StreamScanner[];
  #report: RunScanOptions['onProgress'];
  #signal: AbortSignal | undefined;
  #started = 0;
  #lastProgress = 0;
  #indexAt = 1;
  #indexNotBefore = 0;

  constructor(arena: Arena, run: RunFiles, given: RunScanOptions) {
    this.#run = run;
    this.#given = given;
    this.#report = given.onProgress;
    const largest = given.isGrowing ? WINDOW_CAPACITY : Math.max(SMALLEST_WINDOW, ...sizesOf(run));
    this.#memory = new ScanMemory(arena, Math.min(WINDOW_CAPACITY, largest));
    const share = (reads: number): number => Math.max(2, Math.floor(reads / run.streams.length));
    const depth = { dense: share(READS_DENSE), sparse: share(READS_SPARSE) };
    const signal = (): AbortSignal | undefined => this.#signal;
    const options: StreamScanOptions = {
      memory: this.#memory, depth, problems: this.#problems, limits: given.options, describe: describeSettings,
      onAdvance: () => this.#advance(),
      get signal() {
        return signal();
      },
    };
    this.#scanners = run.streams.map((stream) => new StreamScanner(stream, options));
  }

  /** Scans all streams from their beginning. */
  run(signal?: AbortSignal): Promise<ScanResult> {
    return this.#scan((scanner) => scanner.run(), signal);
  }

  /** Goes on in files that have grown; nothing is reported on the way. @param run the same streams, with their files as they are now */
  grow(run: RunFiles, signal?: AbortSignal): Promise<ScanResult> {
    this.#run = run;
    this.#report = () => undefined;
    return this.#scan((scanner, stream) => scanner.resume(run.streams[stream]), signal);
  }

  async #scan(step: (scanner: StreamScanner, stream: number) => Promise<void>, signal: AbortSignal | undefined): Promise<ScanResult> {
    this.#signal = signal;
    this.#started = this.#lastProgress = performance.now();
    this.#indexNotBefore = this.#started + (this.#given.firstIndexMs ?? 0);
    const outcomes = await Promise.allSettled(this.#scanners.map(step));
    let isPartial = false;
    for (const outcome of outcomes) {
      if (outcome.status === 'fulfilled') continue;
      if (!(outcome.reason instanceof XtcError) || outcome.reason.code !== 'aborted') throw outcome.reason;
      isPartial = true;
    }
    const { index, table, census } = this.#snapshot(this.#scanners.map(({ stream, rows, splits }) => ({ stream, rows, splits, isDone: true })), !this.#given.isGrowing);
    // Of the run as a whole: another one when it has grown.
    const atEnd = new ProblemList();
    if (index.events.length > 0 && !hasConfigure(index)) atEnd.add(noConfigureProblem(this.#run));
    for (const problem of missingEvents(this.#run, index, census)) atEnd.add(problem);
    return { index, table, problems: [...this.#problems.all(), ...atEnd.all()], isPartial, elapsedMs: performance.now() - this.#started };
  }

  #snapshot(streams: readonly OrderInput[], isLast = false): { index: RunIndex; table: ScanTable; census: RowCensus } {
    const { index, settings } = buildRunIndex(this.#run, this.#scanners, orderRun(streams, this.#given.options), this.#memory, isLast);
    const census = new RowCensus(this.#memory.arena, index, controlFiles(this.#run));
    return { index, table: scanTable(index, settings, census), census };
  }

  #advance(): void {
    const now = performance.now();
    const datagrams = this.#scanners.reduce((sum, { rows }) => sum + rows.count, 0);
    const wantsIndex = datagrams >= this.#indexAt && now >= this.#indexNotBefore;
    if (!wantsIndex && now - this.#lastProgress < PROGRESS_MS) return;
    const found = wantsIndex ? this.#snapshot(this.#scanners) : null;
    const hasEvents = found !== null && found.index.events.length > 0;
    // Until there is an event every window is looked at; after that each time the run has doubled.
    if (hasEvents) {
      this.#indexAt = 2 * datagrams;
      const finished = performance.now();
      this.#indexNotBefore = finished + Math.max(INDEX_MS, INDEX_PATIENCE * (finished - now));
    }
    this.#lastProgress = now;
    const bytesDone = this.#scanners.reduce((sum, scanner) => sum + scanner.bytesDone, 0);
    const bytesTotal = sizesOf(this.#run).reduce((sum, size) => sum + size, 0);
    this.#report({ bytesDone, bytesTotal, datagrams, elapsedMs: now - this.#started, table: hasEvents ? found.table : null, index: hasEvents ? found.index : null });
  }
}

function sizesOf(run: RunFiles): number[] {
  return run.streams.flatMap(({ chunks }) => chunks.map(({ file }) => file.size));
}

function hasConfigure(index: RunIndex): boolean {
  const rows = rowsOf(index);
  return rows.transitions.some((row) => rows.transition(row) === CONFIGURE);
}

function noConfigureProblem(run: RunFiles): Problem {
  const file = run.streams[0]?.chunks[0]?.file.name ?? '';
  return { code: 'no-configuration', file, offset: 0, message: `${run.label} has no Configure datagram: events are listed, but data that need a configuration cannot be shown. It lies in the first chunk of each stream (-c00): open that together with this.` };
}
