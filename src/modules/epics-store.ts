import { XtcError } from '../base/errors.ts';
import { rowsOf, type RunIndex } from '../format/run-index.ts';
import { CONFIGURE } from '../format/transition.ts';
import { TYPE_EPICS } from '../format/type-id.ts';
import { alarmSeverityName, alarmStatusName, decodeEpics, type EpicsLimits, type EpicsRecord } from '../types/epics.ts';
import type { DatagramReader, EventLeaf } from './datagram-reader.ts';

/** A PV as it is at the event that is being looked at. */
export type PvValue = {
  readonly name: string;
  /** Its first element, the number of the state of an enum. */
  readonly value: number | string | undefined;
  readonly values: readonly (number | string)[];
  readonly status: number;
  readonly severity: number;
  readonly statusName: string;
  readonly severityName: string;
  readonly units: string;
  readonly precision: number | null;
  readonly limits: EpicsLimits | null;
  readonly states: readonly string[];
  /** Unix time; null before the first update. */
  readonly stamp: EpicsRecord['stamp'];
  valueOf(): number | string | undefined;
};

type Pv = { readonly level: number; readonly phy: number; readonly described: EpicsRecord; now: EpicsRecord; seenUpTo: number };

/** Configures are looked for in the first datagrams. */
const SEARCHED_DATAGRAMS = 10_000;

/** Values of EPICS PVs: the newest record at or before a datagram. Records are read when a PV is asked for. */
export class EpicsStore {
  readonly #reader: DatagramReader;
  readonly #index: RunIndex;
  readonly #heads: readonly number[];
  /** Signature → whether such datagrams carry records. */
  readonly #carries: Uint8Array;
  #pvs: Map<string, Pv> | null = null;
  /** Records of the datagrams looked at last: several PVs are asked for in the same. */
  readonly #lately = new Map<number, readonly EventLeaf[]>();

  constructor(index: RunIndex, reader: DatagramReader) {
    this.#index = index;
    this.#reader = reader;
    const rows = rowsOf(index);
    this.#heads = Array.from({ length: Math.min(index.datagrams, SEARCHED_DATAGRAMS) }, (_, datagram) => datagram).filter((datagram) => rows.transition(datagram) === CONFIGURE);
    this.#carries = Uint8Array.from(index.signatures, (leaves) => (leaves.some((kind) => index.kinds[kind].typeId === TYPE_EPICS) ? 1 : 0));
  }

  names(): string[] {
    return [...this.#described().keys()];
  }

  /** @throws {XtcError} 'unknown-source' when the run describes no such PV, naming those that are like it */
  at(name: string, datagram: number): PvValue {
    const pvs = this.#described();
    const pv = pvs.get(name);
    if (!pv) {
      const like = [...pvs.keys()].filter((other) => other.toLowerCase().includes(name.toLowerCase())).slice(0, 5);
      throw new XtcError('unknown-source', `The run has no PV ${name}.${like.length > 0 ? ` Some have that in their names: ${like.join(', ')}.` : ''}`);
    }
    this.#catchUp(pv, datagram);
    return valueOf(name, pv);
  }

  /** Goes back from a datagram to the newest record, not further than it has looked before. */
  #catchUp(pv: Pv, datagram: number): void {
    const rows = rowsOf(this.#index);
    if (datagram < pv.seenUpTo) [pv.now, pv.seenUpTo] = [pv.described, -1];
    for (let at = datagram; at > pv.seenUpTo; --at) {
      if (!this.#carries[rows.signature(at)]) continue;
      const found = this.#newestIn(pv, at);
      if (!found) continue;
      pv.now = found;
      break;
    }
    pv.seenUpTo = datagram;
  }

  #newestIn({ level, phy, described }: Pv, datagram: number): EpicsRecord | null {
    let newest: EpicsRecord | null = null;
    for (const leaf of this.#records(datagram)) {
      if (leaf.level !== level || leaf.phy !== phy || leaf.byteLength < 2) continue;
      const payload = this.#reader.payload(leaf);
      if (new DataView(payload.buffer, payload.byteOffset).getInt16(0, true) !== described.pvId) continue;
      const record = recordOf(payload);
      if (record?.stamp && (!newest?.stamp || !isOlder(record.stamp, newest.stamp))) newest = record;
    }
    return newest;
  }

  #records(datagram: number): readonly EventLeaf[] {
    const known = this.#lately.get(datagram);
    if (known) return known;
    const found = this.#reader.leaves(datagram).filter(({ typeId }) => typeId === TYPE_EPICS);
    if (this.#lately.size > 8) this.#lately.clear();
    this.#lately.set(datagram, found);
    return found;
  }

  #described(): Map<string, Pv> {
    if (this.#pvs) return this.#pvs;
    this.#pvs = new Map();
    const places = [...this.#heads.map((datagram) => this.#reader.leaves(datagram)), ...this.#reader.headsOfFiles()];
    for (const leaf of places.flat()) {
      if (leaf.typeId !== TYPE_EPICS) continue;
      const record = recordOf(this.#reader.payload(leaf));
      const name = record?.name ?? null;
      if (!record || name === null || this.#pvs.has(name)) continue;
      this.#pvs.set(name, { level: leaf.level, phy: leaf.phy, described: record, now: record, seenUpTo: -1 });
    }
    return this.#pvs;
  }
}

function valueOf(name: string, { described, now }: Pv): PvValue {
  const { values, status, severity, stamp } = now;
  const { units, precision, limits, states } = described;
  const [value] = values;
  const names = { statusName: alarmStatusName(status), severityName: alarmSeverityName(severity) };
  return { name, value, values, status, severity, ...names, units, precision, limits, states, stamp, valueOf: () => value };
}

/** A record that cannot be read is passed over, as everywhere. */
function recordOf(payload: Uint8Array): EpicsRecord | null {
  try {
    return decodeEpics(payload);
  } catch (error) {
    if (error instanceof XtcError) return null;
    throw error;
  }
}

type Stamp = NonNullable<EpicsRecord['stamp']>;

function isOlder(a: Stamp, b: Stamp): boolean {
  return a.seconds < b.seconds || (a.seconds === b.seconds && a.nanoseconds < b.nanoseconds);
}
