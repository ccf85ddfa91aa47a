import type { Problem } from '../base/errors.ts';
import type { RunIndex } from '../format/run-index.ts';
import type { OrderOptions } from '../format/run-order.ts';
import type { RunFiles } from '../format/run.ts';
import type { ScanTable } from '../format/scan-table.ts';
import type { Arena } from '../wasm/arena.ts';
import { RunScan } from './run-scan.ts';

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

/**
 * Reads a run once: every datagram's headers, all streams at the same time. What is wrong in the files becomes a problem and
 * the scan goes on; an aborted scan ends normally with what was read.
 *
 * @param options where the run ends, and how clocks are compared
 */
export async function scanRun(arena: Arena, run: RunFiles, onProgress: (progress: ScanProgress) => void, signal?: AbortSignal, options: OrderOptions = {}): Promise<ScanResult> {
  const mark = arena.kernels.mark();
  try {
    return await new RunScan(arena, run, { onProgress, options }).run(signal);
  } finally {
    arena.kernels.release(mark);
  }
}

/** Buffers of an index that may be transferred with it. */
export function transferablesOf(index: RunIndex): ArrayBuffer[] {
  return [index.rows, ...[index.fileOf, index.events, index.cycles, index.partners, index.kindBytes, index.kindDamaged].map(({ buffer }) => buffer as ArrayBuffer)];
}
