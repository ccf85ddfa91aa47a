import type { ReadonlySignal } from '@preact/signals-core';
import type { Problem } from '../base/errors.ts';
import type { RunFiles } from '../format/run.ts';
import type { DatagramRef, RunIndex } from '../format/run-index.ts';
import type { ScanTable } from '../format/scan-table.ts';
import type { ScanProgress } from '../pipeline/scan-run.ts';

/** A run that is open: its files, what the scan found so far, and the calls that read from it. */
export interface OpenRunApi {
  readonly files: RunFiles;
  readonly label: string;
  readonly byteLength: number;
  /** null once the scan has ended. */
  readonly progress: ReadonlySignal<ScanProgress | null>;
  readonly table: ReadonlySignal<ScanTable | null>;
  readonly index: ReadonlySignal<RunIndex | null>;
  readonly problems: ReadonlySignal<readonly Problem[]>;
  /** Printed sources that have pictures. */
  readonly imageSources: ReadonlySignal<readonly string[]>;
  /** The classic text of xtcscanner. */
  summary(): string;
  /** Reference of an event's datagram. */
  eventRef(event: number): DatagramRef | null;
}
export type OpenRun = OpenRunApi;
