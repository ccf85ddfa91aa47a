import type { SourceKind } from './source.ts';

/** A (source, type) pair that occurs in the run. */
export type LeafKind = {
  readonly kind: SourceKind;
  /** Printed source, `XppGon-0|Cspad-0`, `EBeam`, `172.21.36.1, pid=1777`. */
  readonly source: string;
  /** src.log >> 24 and src.phy: two sources are the same detector when these match (the process id does not count). */
  readonly level: number;
  readonly phy: number;
  /** TypeId number, version without the compressed bit. */
  readonly typeId: number;
  readonly version: number;
  readonly compressed: boolean;
};

/** Where a configuration Xtc lies, and from which datagram of the run on it holds. */
export type ConfigurationRef = {
  readonly kind: LeafKind;
  /** Index into `files`. */
  readonly file: number;
  /** File offset and byteLength of its payload. */
  readonly offset: number;
  readonly byteLength: number;
  /** First datagram (index in the run) it is valid for. */
  readonly fromDatagram: number;
};

/**
 * The run as one sequence: streams merged by time, chunks joined, transitions once. Plain data: it crosses to a worker.
 */
export type RunIndex = {
  /** Names of all chunk files; `fileOf` points in here. */
  readonly files: readonly string[];
  /** Number of datagrams, transitions counted once. */
  readonly datagrams: number;
  /** Rows of assembly/layout.ts (DATAGRAM_ROW_BYTES each) in run order. */
  readonly rows: ArrayBuffer;
  /** Datagram → file. */
  readonly fileOf: Uint16Array;
  /** Event → datagram. */
  readonly events: Uint32Array;
  /** Calib cycle → its first event (equal to the next one's when it has none). */
  readonly cycles: Uint32Array;
  /** Every (source, type) that occurs. */
  readonly kinds: readonly LeafKind[];
  /** Signature → the kinds of the leaves of such a datagram, in tree order, repeated as they occur (indices into `kinds`). */
  readonly signatures: readonly Uint16Array[];
  readonly configurations: readonly ConfigurationRef[];
};

/** One datagram of a run. */
export type DatagramRef = {
  readonly index: number;
  readonly file: number;
  readonly offset: number;
  /** Whole length: 20 + extent. */
  readonly byteLength: number;
  readonly seconds: number;
  readonly nanoseconds: number;
  readonly fiducials: number;
  readonly ticks: number;
  readonly vector: number;
  /** Transition number 0…15. */
  readonly transition: number;
  readonly env: number;
  readonly damage: number;
  readonly extent: number;
  readonly signature: number;
  readonly faults: number;
};
