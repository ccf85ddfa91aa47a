import { DatagramRows } from './datagram-rows.ts';
import type { SkippedBytes } from './skipped.ts';
import type { SourceKind } from './source.ts';
import { PICTURE_TYPES } from './type-id.ts';

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
  /** The datagram it lies in, which need not be the one of the run: other streams have copies. */
  readonly datagramOffset: number;
  readonly datagramBytes: number;
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
  /** Rows of assembly/layout.ts (DATAGRAM_ROW_BYTES each) in run order; it may be a little longer than they are. */
  readonly rows: ArrayBuffer;
  /** What is said of all datagrams but whole L1Accepts in order: damage, faults (assembly/layout.ts, REMARK_WORDS each). */
  readonly remarks: Uint32Array<ArrayBuffer>;
  /** Datagram → file. */
  readonly fileOf: Uint16Array;
  /** Event → datagram; of a joined event the datagram of the DAQ. */
  readonly events: Uint32Array;
  /** Calib cycle → its first event (equal to the next one's when it has none). */
  readonly cycles: Uint32Array;
  /** Every (source, type) that occurs. */
  readonly kinds: readonly LeafKind[];
  /** Signature → the kinds of the leaves of such a datagram, in tree order, repeated as they occur (indices into `kinds`). */
  readonly signatures: readonly Uint16Array[];
  readonly configurations: readonly ConfigurationRef[];
  /** Further datagrams of events, [event, datagram] pairs sorted by both: control partners, parts of split events. Mostly empty. */
  readonly partners: Uint32Array;
  /** Kind → sum of the extents of its leaves, headers and all copies included, and how many of the leaves are damaged. */
  readonly kindBytes: Float64Array;
  readonly kindDamaged: Uint32Array;
  /** The other bytes of all datagrams: their headers and containers. With `kindBytes` the size of the files, less what is lost. */
  readonly containerBytes: number;
  /** What of the files is no good datagram, in the order in which it was found. */
  readonly skipped: readonly SkippedBytes[];
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

/** Looking through all rows takes time: what was found once is kept with them. */
const known = new WeakMap<ArrayBuffer, DatagramRows>();

/** The columns of a run, not copied. */
export function rowsOf(index: Pick<RunIndex, 'rows' | 'remarks' | 'datagrams'>): DatagramRows {
  const rows = known.get(index.rows);
  return rows?.count === index.datagrams ? rows : keepRows(index.rows, new DatagramRows(index, index.datagrams));
}

/** Rows whose memory an index takes over. */
export function keepRows(buffer: ArrayBuffer, rows: DatagramRows): DatagramRows {
  known.set(buffer, rows);
  return rows;
}

/** One datagram of the run, 0 … datagrams-1. */
export function datagramRef(index: RunIndex, datagram: number): DatagramRef {
  const rows = rowsOf(index);
  const extent = rows.extent(datagram);
  return {
    index: datagram,
    file: index.fileOf[datagram],
    offset: rows.offset(datagram),
    byteLength: 20 + extent,
    seconds: rows.seconds(datagram),
    nanoseconds: rows.nanoseconds(datagram),
    fiducials: rows.fiducials(datagram),
    ticks: rows.stampLow(datagram) & 0xffffff,
    vector: rows.stampHigh(datagram) >>> 17,
    transition: rows.transition(datagram),
    env: rows.env(datagram),
    damage: rows.damage(datagram),
    extent,
    signature: rows.signature(datagram),
    faults: rows.faults(datagram),
  };
}

/** The calib cycle an event belongs to. */
export function calibCycleOf(index: RunIndex, event: number): number {
  return Math.max(0, countUpTo(index.cycles, event) - 1);
}

/** The event of a datagram; for a transition the next event, `events.length` behind the last one. */
export function eventOfDatagram(index: RunIndex, datagram: number): number {
  const next = countUpTo(index.events, datagram - 1);
  return next > 0 && partnersOf(index, next - 1).includes(datagram) ? next - 1 : next;
}

/** The further datagrams of an event, in the order of the run. */
export function partnersOf({ partners }: RunIndex, event: number): number[] {
  let [low, high] = [0, partners.length / 2];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (partners[2 * middle] < event) low = middle + 1;
    else high = middle;
  }
  const found: number[] = [];
  for (; partners[2 * low] === event; ++low) found.push(partners[2 * low + 1]);
  return found;
}

/** All datagrams of an event; the first one has its clock and fiducial. */
export function datagramsOfEvent(index: RunIndex, event: number): number[] {
  return [index.events[event], ...partnersOf(index, event)];
}

/** Number of leading values that are not above `value`, in a rising column. */
export function countUpTo(column: Uint32Array, value: number): number {
  let [low, high] = [0, column.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (column[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The leaves of an event in tree order, repeated as they occur, those of its partners behind. */
export function kindsOfEvent(index: RunIndex, event: number): LeafKind[] {
  return datagramsOfEvent(index, event).flatMap((datagram) => kindsOfDatagram(index, datagram));
}

/** The leaves of a datagram in tree order, repeated as they occur. */
export function kindsOfDatagram(index: RunIndex, datagram: number): LeafKind[] {
  const signature = rowsOf(index).signature(datagram);
  return Array.from(index.signatures[signature], (kind) => index.kinds[kind]);
}

/** The datagram of an event that carries a type of a source; its first datagram when none does. */
export function datagramWith(index: RunIndex, event: number, { level, phy, typeId }: LeafKind): number {
  const datagrams = datagramsOfEvent(index, event);
  if (datagrams.length === 1) return datagrams[0];
  const carries = (datagram: number): boolean =>
    kindsOfDatagram(index, datagram).some((leaf) => leaf.level === level && leaf.phy === phy && leaf.typeId === typeId);
  return datagrams.find(carries) ?? datagrams[0];
}

/** The configuration of a source that holds for a datagram: the latest undamaged one at or before it; null when there is none. */
export function configurationFor(index: RunIndex, level: number, phy: number, typeIds: readonly number[], datagram: number): ConfigurationRef | null {
  let latest: ConfigurationRef | null = null;
  for (const configuration of index.configurations) {
    if (configuration.fromDatagram > datagram) break;
    const { kind } = configuration;
    if (kind.level === level && kind.phy === phy && typeIds.includes(kind.typeId)) latest = configuration;
  }
  return latest;
}

/** The sources that have pictures, each once, in the order of the file. */
export function imageSources(index: RunIndex): LeafKind[] {
  const isPicture = ({ typeId }: LeafKind): boolean => PICTURE_TYPES.has(typeId);
  return index.kinds.filter(
    (kind, i) => isPicture(kind) && index.kinds.findIndex((other) => isPicture(other) && other.level === kind.level && other.phy === kind.phy) === i,
  );
}
