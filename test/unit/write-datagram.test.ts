import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  joinParts,
  writeDatagram,
  type WritableDatagram,
  type WritableXtc,
} from '../../src/format/write-datagram.ts';
import { fixtureBytes, fixtureJson } from '../fixtures/fixtures.ts';
import { readXtc } from '../reference/read-datagrams.ts';

type Expected = { datagram_columns: string[]; datagrams: (number | string)[][] };

/** A datagram made from what the library said of its header, and its root. */
function fromColumns(
  columns: Record<string, number>,
  transition: number,
  root: WritableXtc,
): WritableDatagram {
  const { control, seconds, nanoseconds, fiducials, ticks, vector, env } = columns;
  expect(control & 15).toBe(transition);
  return {
    transition,
    sequenceBits: control >> 4,
    seconds,
    nanoseconds,
    fiducials,
    ticks,
    vector,
    env,
    root,
  };
}

describe('writeDatagram', () => {
  test.each([
    'delayscan_small/e81-r0098-s00-c00',
    'delayscan_small/e81-r0098-s01-c00',
    'delayscan_chunks/e81-r0098-s00-c01',
    'damage/damage',
    'damage/quirks',
    'cspad/e162-r0055-s00-c00',
    'cspad/e155-r0020-s00-c00',
  ])('%s is written again byte by byte', (name) => {
    const bytes = fixtureBytes(`${name}.xtc`);
    const view = new DataView(bytes.buffer);
    const { datagram_columns, datagrams } = fixtureJson<Expected>(`${name}.expected.json`);
    const parts = datagrams.flatMap((row) => {
      const columns = Object.fromEntries(
        datagram_columns.map((column, index) => [column, Number(row[index])]),
      );
      return writeDatagram(fromColumns(columns, columns.control & 15, readXtc(view, columns.offset + 20)));
    });
    expect(Buffer.compare(joinParts(parts), bytes)).toBe(0);
  });

  test('hands payloads on without a copy', () => {
    const payload = new Uint8Array(8);
    const root = { source: { log: 0, phy: 0 }, type: { typeId: 3 }, payload };
    const parts = writeDatagram({ transition: 12, seconds: 1, nanoseconds: 2, fiducials: 3, root });
    expect(parts.at(-1)).toBe(payload);
  });

  test('puts every field where the container says', () => {
    const field = (bits: number) => fc.integer({ min: 0, max: 2 ** bits - 1 });
    const fields = fc.record({
      transition: field(4), sequenceBits: field(4), seconds: field(32), nanoseconds: field(32), fiducials: field(17),
      ticks: field(24), vector: field(15), env: field(32), damage: field(32), log: field(32), phy: field(32),
      typeId: field(16), version: field(15), compressed: fc.boolean(), payload: fc.uint8Array({ maxLength: 40 }),
    }); // prettier-ignore
    fc.assert(
      fc.property(fields, ({ damage, log, phy, typeId, version, compressed, payload, ...sequence }) => {
        const root = {
          source: { log, phy },
          type: { typeId, version, compressed },
          damage,
          payload: new Uint8Array(payload),
        };
        const bytes = joinParts(writeDatagram({ ...sequence, root }));
        const view = new DataView(bytes.buffer);
        const words = Array.from({ length: 10 }, (_, index) => view.getUint32(4 * index, true));
        expect(words.slice(0, 2)).toEqual([sequence.nanoseconds, sequence.seconds]);
        expect([words[2] & 0xffffff, (words[2] >>> 24) & 15, words[2] >>> 28]).toEqual([
          sequence.ticks,
          sequence.transition,
          sequence.sequenceBits,
        ]);
        expect([words[3] & 0x1ffff, words[3] >>> 17]).toEqual([sequence.fiducials, sequence.vector]);
        expect(words.slice(4, 8)).toEqual([sequence.env, damage, log, phy]);
        expect([words[8] & 0xffff, (words[8] >>> 16) & 0x7fff, words[8] >>> 31]).toEqual([
          typeId,
          version,
          Number(compressed),
        ]);
        expect(words[9]).toBe(20 + payload.length);
        expect([...bytes.subarray(40)]).toEqual([...payload]);
      }),
      { seed: 1 },
    );
  });
});
