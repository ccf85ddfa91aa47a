import { DATAGRAM_ROW_BYTES, ROW_EXTENT, ROW_NANOSECONDS, ROW_SECONDS, ROW_STAMP_HIGH, ROW_STAMP_LOW, ROW_TREE_DAMAGE } from '../../assembly/layout.ts';
import type { RunIndex } from '../../src/format/run-index.ts';

/** A datagram of a made-up run; seconds may have a fraction. */
export type RowLike = { transition: number; seconds: number; fiducials?: number; damage?: number };

const EVENT = 12;

/** The index of a run of one file, `a.xtc`; each datagram is 100 bytes long. @param cycles first event of each */
export function runIndexOf(rows: readonly RowLike[], cycles: readonly number[] = []): RunIndex {
  const view = new DataView(new ArrayBuffer(rows.length * DATAGRAM_ROW_BYTES));
  rows.forEach(({ transition, seconds, fiducials = 0, damage = 0 }, i) => {
    const at = i * DATAGRAM_ROW_BYTES;
    const put = (place: number, word: number): void => view.setUint32(at + place, word, true);
    view.setFloat64(at, 100 * i, true);
    put(ROW_SECONDS, Math.floor(seconds));
    put(ROW_NANOSECONDS, Math.round((seconds % 1) * 1e9));
    put(ROW_STAMP_LOW, transition * 2 ** 24);
    put(ROW_STAMP_HIGH, fiducials);
    put(ROW_EXTENT, 80);
    put(ROW_TREE_DAMAGE, damage);
  });
  return {
    files: ['a.xtc'],
    datagrams: rows.length,
    rows: view.buffer,
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
