import { DatagramRows } from '../../src/format/datagram-rows.ts';
import type { RunIndex } from '../../src/format/run-index.ts';

/** A datagram of a made-up run; seconds may have a fraction. */
export type RowLike = { transition: number; seconds: number; fiducials?: number; damage?: number; faults?: number; signature?: number };

const EVENT = 12;

/** The index of a run of one file, `a.xtc`; each datagram is 100 bytes long. @param cycles first event of each */
export function runIndexOf(rows: readonly RowLike[], cycles: readonly number[] = []): RunIndex {
  const table = new DatagramRows();
  rows.forEach(({ transition, seconds, fiducials = 0, damage = 0, faults = 0, signature = 0 }, i) => {
    table.add({ offset: 100 * i, seconds: Math.floor(seconds), nanoseconds: Math.round((seconds % 1) * 1e9), stampLow: transition * 2 ** 24, stampHigh: fiducials, extent: 80, damage, faults, signature });
  });
  return {
    files: ['a.xtc'],
    datagrams: rows.length,
    ...table.handOver(),
    fileOf: new Uint16Array(rows.length),
    events: new Uint32Array(rows.flatMap(({ transition }, i) => (transition === EVENT ? [i] : []))),
    cycles: new Uint32Array(cycles),
    kinds: [],
    signatures: [],
    configurations: [],
    partners: new Uint32Array(),
    kindBytes: new Float64Array(),
    kindDamaged: new Uint32Array(),
    containerBytes: 0,
    skipped: [],
  };
}
