import type { Problem } from '../base/errors.ts';
import type { RunIndex } from '../format/run-index.ts';
import type { ScanTable } from '../format/scan-table.ts';

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
