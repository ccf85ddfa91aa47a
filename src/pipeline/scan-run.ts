import type { RunIndex } from '../format/run-index.ts';
import type { OrderOptions } from '../format/run-order.ts';
import type { RunFiles } from '../format/run.ts';
import type { Arena } from '../wasm/arena.ts';
import { RunScan, type ScanProgress, type ScanResult } from './run-scan.ts';

/**
 * Reads a run once: every datagram's headers, all streams at the same time. What is wrong in the files becomes a problem and
 * the scan goes on; an aborted scan ends normally with what was read.
 *
 * @param options where the run ends, and how clocks are compared  @param firstIndexMs no index on the way before this time
 */
export async function scanRun(arena: Arena, run: RunFiles, onProgress: (progress: ScanProgress) => void, signal?: AbortSignal, options: OrderOptions = {}, firstIndexMs = 0): Promise<ScanResult> {
  const mark = arena.kernels.mark();
  try {
    return await new RunScan(arena, run, { onProgress, options, firstIndexMs }).run(signal);
  } finally {
    arena.kernels.release(mark);
  }
}

/** Buffers of an index that may be transferred with it. */
export function transferablesOf(index: RunIndex): ArrayBuffer[] {
  return [index.rows, ...[index.remarks, index.fileOf, index.events, index.cycles, index.partners, index.kindBytes, index.kindDamaged].map(({ buffer }) => buffer as ArrayBuffer)];
}
