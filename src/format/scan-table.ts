import type { SourceKind } from './source.ts';

/** One type of a device. `name` as the scanner prints it, version apart; `Any` counts lost contributions. */
export type DeviceType = { readonly name: string; readonly version: number; readonly count: number };

export type Device = {
  readonly kind: SourceKind;
  readonly source: string;
  readonly types: readonly DeviceType[];
};

/** What xtcscanner counted: Configure once, each BeginCalibCycle once, every L1Accept. */
export type ScanTable = {
  /** All datagrams, transitions counted once. */
  readonly datagrams: number;
  readonly events: number;
  readonly calibCycles: number;
  readonly eventsPerCycle: readonly number[];
  /** Names of the control PVs of Configure. */
  readonly controls: readonly string[];
  /** Sorted by kind and source. */
  readonly devices: readonly Device[];
};
