import type { Problem } from '../base/errors.ts';
import type { StoredScan } from '../format/check-index.ts';
import { isWholeRun, type OrderOptions } from '../format/run-order.ts';
import { filesOfRun, type RunFiles } from '../format/run.ts';
import type { Arena } from '../wasm/arena.ts';
import { compareDaqIndexes } from './compare-daq-indexes.ts';
import { KnownIndexes, type RunOrigin } from './known-indexes.ts';
import { hasSmallData, resolveSmallData, scannedFiles } from './resolve-small-data.ts';
import { scanRun, type ScanProgress, type ScanResult } from './scan-run.ts';

export type OpenOptions = OrderOptions & {
  /** Scan, whatever indexes there are. */
  readonly isRescan: boolean;
};

export type OpenedRun = ScanResult & { readonly origin: RunOrigin };

type Report = (progress: ScanProgress) => void;

/** Finds what is in a run: from an index of exactly these files when there is one, otherwise by scanning them. */
export async function openRun(arena: Arena, run: RunFiles, options: OpenOptions, onProgress: Report, signal?: AbortSignal): Promise<OpenedRun> {
  const started = performance.now();
  // Indexes are of whole runs.
  const indexes = isWholeRun(options) ? await KnownIndexes.of(run) : null;
  const problems: Problem[] = [];
  const known = indexes && !options.isRescan ? await indexes.find(problems) : null;
  if (known) {
    const { scan, origin } = known;
    problems.push(...scan.problems, ...(await compareDaqIndexes(run, scan.index)));
    return { ...scan, problems, isPartial: false, elapsedMs: performance.now() - started, origin };
  }
  const result = await scanOrResolve(arena, run, options, onProgress, signal);
  if (indexes && isWorthKeeping(run, result)) await indexes.keep(storedScan(result));
  problems.push(...result.problems, ...(result.isPartial ? [] : await compareDaqIndexes(run, result.index)));
  return { ...result, problems, elapsedMs: performance.now() - started, origin: 'scan' };
}

async function scanOrResolve(arena: Arena, run: RunFiles, options: OpenOptions, onProgress: Report, signal?: AbortSignal): Promise<ScanResult> {
  if (!hasSmallData(run)) return scanRun(arena, run, onProgress, signal, options);
  // What is found before it is resolved would show proxies instead of data.
  const report: Report = (progress) => onProgress({ ...progress, index: null, table: null });
  return resolveSmallData(run, await scanRun(arena, scannedFiles(run), report, signal, options), signal);
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
