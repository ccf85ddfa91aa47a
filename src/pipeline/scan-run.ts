import { XtcError, type Problem } from '../base/errors.ts';
import { buildRunIndex } from '../format/build-run-index.ts';
import { mergeStreams } from '../format/merge.ts';
import { ProblemList } from '../format/problem-list.ts';
import { rowsOf, type RunIndex } from '../format/run-index.ts';
import type { RunFiles } from '../format/run.ts';
import { ScanMemory } from '../format/scan-kernel.ts';
import { scanTable, type ScanTable } from '../format/scan-table.ts';
import { StreamScanner } from '../format/stream-scanner.ts';
import { CONFIGURE } from '../format/transition.ts';
import { WINDOW_CAPACITY } from '../format/window-planner.ts';
import { describeSettings } from '../types/describe-settings.ts';
import type { Arena } from '../wasm/arena.ts';

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

const PROGRESS_MS = 100;
/** Making the index takes at most one part in so many of the time. */
const INDEX_PATIENCE = 20;
const SMALLEST_WINDOW = 1024 * 1024;
/** Reads under way over all streams: more are not faster. Large windows, and small ones. */
const READS_DENSE = 4;
const READS_SPARSE = 16;

/**
 * Reads a run once: every datagram's headers, all streams at the same time. What is wrong in the files becomes a problem and
 * the scan goes on; an aborted scan ends normally with what was read.
 */
export async function scanRun(arena: Arena, run: RunFiles, onProgress: (progress: ScanProgress) => void, signal?: AbortSignal): Promise<ScanResult> {
  const started = performance.now();
  const mark = arena.kernels.mark();
  try {
    return await scanStreams(arena, run, started, onProgress, signal);
  } finally {
    arena.kernels.release(mark);
  }
}

/** Buffers of an index that may be transferred with it. */
export function transferablesOf(index: RunIndex): ArrayBuffer[] {
  return [index.rows, ...[index.fileOf, index.events, index.cycles].map(({ buffer }) => buffer as ArrayBuffer)];
}

async function scanStreams(arena: Arena, run: RunFiles, started: number, onProgress: (progress: ScanProgress) => void, signal?: AbortSignal): Promise<ScanResult> {
  const sizes = run.streams.flatMap(({ chunks }) => chunks.map(({ file }) => file.size));
  const memory = new ScanMemory(arena, Math.min(WINDOW_CAPACITY, Math.max(SMALLEST_WINDOW, ...sizes)));
  const bytesTotal = sizes.reduce((sum, size) => sum + size, 0);
  const problems = new ProblemList();
  const share = (reads: number): number => Math.max(2, Math.floor(reads / run.streams.length));
  const depth = { dense: share(READS_DENSE), sparse: share(READS_SPARSE) };
  let lastProgress = started;
  let indexAt = 1;
  let indexNotBefore = 0;
  const snapshot = (streams: readonly { rows: StreamScanner['rows']; isDone: boolean }[]): { index: RunIndex; table: ScanTable } => {
    const { index, settings } = buildRunIndex(run, scanners, mergeStreams(streams), memory);
    return { index, table: scanTable(index, settings) };
  };
  const advance = (): void => {
    const now = performance.now();
    const datagrams = scanners.reduce((sum, { rows }) => sum + rows.count, 0);
    const wantsIndex = datagrams >= indexAt && now >= indexNotBefore;
    if (!wantsIndex && now - lastProgress < PROGRESS_MS) return;
    const found = wantsIndex ? snapshot(scanners) : null;
    const hasEvents = found !== null && found.index.events.length > 0;
    // Until there is an event every window is looked at; after that each time the run has doubled.
    if (hasEvents) {
      indexAt = 2 * datagrams;
      const finished = performance.now();
      indexNotBefore = finished + INDEX_PATIENCE * (finished - now);
    }
    lastProgress = now;
    const bytesDone = scanners.reduce((sum, scanner) => sum + scanner.bytesDone, 0);
    onProgress({ bytesDone, bytesTotal, datagrams, elapsedMs: now - started, table: hasEvents ? found.table : null, index: hasEvents ? found.index : null });
  };
  const scanners: StreamScanner[] = run.streams.map(
    (stream) => new StreamScanner(stream, { memory, depth, problems, describe: describeSettings, onAdvance: advance, signal }),
  );
  const outcomes = await Promise.allSettled(scanners.map((scanner) => scanner.run()));
  let isPartial = false;
  for (const outcome of outcomes) {
    if (outcome.status === 'fulfilled') continue;
    if (!(outcome.reason instanceof XtcError) || outcome.reason.code !== 'aborted') throw outcome.reason;
    isPartial = true;
  }
  const { index, table } = snapshot(scanners.map(({ rows }) => ({ rows, isDone: true })));
  if (index.events.length > 0 && !hasConfigure(index)) problems.add(noConfigureProblem(run));
  return { index, table, problems: problems.all(), isPartial, elapsedMs: performance.now() - started };
}

function hasConfigure(index: RunIndex): boolean {
  const rows = rowsOf(index);
  for (let row = rows.nextTransition(0); row < index.datagrams; row = rows.nextTransition(row + 1)) {
    if (rows.transition(row) === CONFIGURE) return true;
  }
  return false;
}

function noConfigureProblem(run: RunFiles): Problem {
  const file = run.streams[0]?.chunks[0]?.file.name ?? '';
  return { code: 'no-configuration', file, offset: 0, message: `${run.label} has no Configure datagram: events are listed, but data that need a configuration cannot be shown. It lies in the first chunk of each stream (-c00): open that together with this.` };
}
