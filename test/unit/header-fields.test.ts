import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { datagramFields, fieldAt, xtcFields, type Field } from '../../src/format/header-fields.ts';

type Node = { type: string; typeid: number; version: number; level: string; log: number; phy: number; src: string; damage: number; extent: number; offset: number; children?: Node[] };
type Expected = { datagrams: (number | string)[][]; datagram_columns: string[]; trees: { offset: number; transition: string; xtc: Node[] }[] };

const folder = new URL('../fixtures/', import.meta.url);
const runs = ['delayscan_small/e81-r0098-s00-c00', 'damage/damage', 'damage/quirks'];

function load(name: string): { expected: Expected; view: DataView } {
  const expected = JSON.parse(readFileSync(new URL(`${name}.expected.json`, folder), 'utf8')) as Expected;
  const file = readFileSync(new URL(`${name}.xtc`, folder));
  return { expected, view: new DataView(file.buffer, file.byteOffset, file.byteLength) };
}

function words(view: DataView, offset: number): number[] {
  return [0, 4, 8, 12, 16].map((at) => view.getUint32(offset + at, true));
}

function datagramAt(view: DataView, offset: number): Field[] {
  const [nanoseconds, seconds, stampLow, stampHigh, env] = words(view, offset);
  return datagramFields({ nanoseconds, seconds, stampLow, stampHigh, env }, offset);
}

function xtcAt(view: DataView, offset: number): Field[] {
  const [damage, log, phy, contains, extent] = words(view, offset);
  return xtcFields({ damage, log, phy, contains, extent }, offset);
}

function named(fields: Field[], name: string): Field {
  const found = fields.find((field) => field.name === name);
  if (!found) throw new Error(`no field ${name}`);
  return found;
}

/** Every byte belongs to a field, and each field is found at one of its bytes at least, but for those that share all. */
function expectCover(fields: Field[], start: number, end: number): void {
  for (let at = start; at < end; ++at) expect(fieldAt(fields, at)).not.toBeNull();
  expect(fieldAt(fields, start - 1)).toBeNull();
  expect(fieldAt(fields, end)).toBeNull();
}

describe.each(runs)('header fields of %s', (name) => {
  const { expected, view } = load(name);
  const column = (row: (number | string)[], title: string): number | string => row[expected.datagram_columns.indexOf(title)];

  it('say of each datagram what the DAQ library says', () => {
    for (const row of expected.datagrams) {
      const offset = Number(column(row, 'offset'));
      const fields = datagramAt(view, offset);
      expect(named(fields, 'clock.seconds').value).toBe(String(column(row, 'seconds')));
      expect(named(fields, 'clock.nanoseconds').value).toBe(String(column(row, 'nanoseconds')));
      expect(Number(named(fields, 'stamp.fiducials').value)).toBe(column(row, 'fiducials'));
      expect(Number(named(fields, 'stamp.ticks').value)).toBe(column(row, 'ticks'));
      expect(named(fields, 'stamp.vector').value).toBe(String(column(row, 'vector')));
      expect(Number(named(fields, 'env').value)).toBe(column(row, 'env'));
      expect(named(fields, 'stamp.service').meaning).toBe(column(row, 'transition'));
      expectCover(fields, offset, offset + 20);
    }
  });

  it('say of each Xtc what the DAQ library says', () => {
    const visit = (node: Node): void => {
      const fields = xtcAt(view, node.offset);
      expect(Number(named(fields, 'damage').value)).toBe(node.damage);
      expect(named(fields, 'src.log.level').meaning).toBe(node.level);
      expect(named(fields, 'src.log.processId').value).toBe(String(node.log & 0xffffff));
      expect(named(fields, 'contains.type').value).toBe(String(node.typeid));
      expect(named(fields, 'contains.type').meaning.split(',')[0]).toBe(node.type);
      expect(named(fields, 'contains.version').value).toBe(String(node.version));
      expect(named(fields, 'extent').value).toBe(String(node.extent));
      expectCover(fields, node.offset, node.offset + 20);
      node.children?.forEach(visit);
    };
    expected.trees.forEach((tree) => tree.xtc.forEach(visit));
  });
});

describe('header fields', () => {
  const L1 = { nanoseconds: 5, seconds: 1290511111, stampLow: (12 << 24) | 0x1234, stampHigh: (7 << 17) | 0x1fffe, env: 0 };

  it('name the parts of a detector address', () => {
    const fields = xtcFields({ damage: 0x14002, log: 0x0100_04d2, phy: 0x16_00_0d_01, contains: 0x8002_001c, extent: 20 }, 1000);
    expect(named(fields, 'damage').meaning).toBe('DroppedContribution | UserDefined | ContainsIncomplete');
    expect(named(fields, 'src.phy.device')).toMatchObject({ start: 1009, end: 1010, value: '13' });
    expect(named(fields, 'contains.compressed').value).toBe('1');
    expect(named(fields, 'contains.version').value).toBe('2');
    expect(named(fields, 'extent').meaning).toBe('header only, no payload');
    expect(fieldAt(fields, 1011)?.name).toBe('src.phy.detector');
  });

  it('say what env means', () => {
    const env = (transition: number, word: number): string =>
      named(datagramFields({ ...L1, stampLow: transition << 24, env: word }, 0), 'env').meaning;
    expect(env(6, 98)).toBe('run number 98');
    expect(env(12, 0xc0000203)).toBe('readout groups 0x3, L3 trigger failed, biased, trimmed');
    expect(env(12, 1)).toBe('readout groups 0x1, no L3 trigger result, unbiased');
    expect(env(4, 1)).toBe('');
  });

  it('finds the narrowest field that has a byte', () => {
    const fields = datagramFields(L1, 0);
    expect(fieldAt(fields, 12)?.name).toBe('stamp.fiducials');
    expect(fieldAt(fields, 14)?.name).toBe('stamp.vector');
    expect(fieldAt(fields, 11)?.name).toBe('stamp.service');
  });
});
