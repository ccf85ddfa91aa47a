import { expect, test } from 'vitest';
import type { ScanTable } from '../../src/format/scan-table.ts';
import { deviceRows } from '../../src/ui/device-rows.ts';

const table: ScanTable = {
  datagrams: 9,
  events: 4,
  calibCycles: 1,
  eventsPerCycle: [4],
  controls: [],
  devices: [
    { kind: 'BldInfo', source: 'EBeam', types: [{ name: 'EBeamBld', version: 3, count: 5 }] },
    { kind: 'DetInfo', source: 'XppGon-0|Cspad-0', types: [{ name: 'CspadConfig', version: 3, count: 1 }, { name: 'CspadElement', version: 2, count: 40 }] },
  ],
};

test('one line per type, in the order of the scanner', () => {
  expect(deviceRows(table, '', null).map((row) => row.type)).toEqual(['EBeamBld', 'CspadConfig', 'CspadElement']);
});

test('every word has to be found, in any column', () => {
  expect(deviceRows(table, 'cspad-0 ELEMENT', null).map((row) => row.count)).toEqual([40]);
  expect(deviceRows(table, 'det v3', null).map((row) => row.type)).toEqual(['CspadConfig']);
  expect(deviceRows(table, 'opal', null)).toEqual([]);
});

test('numbers sort as numbers, both ways', () => {
  expect(deviceRows(table, '', { column: 'count', isDescending: false }).map((row) => row.count)).toEqual([1, 5, 40]);
  expect(deviceRows(table, '', { column: 'count', isDescending: true }).map((row) => row.count)).toEqual([40, 5, 1]);
  expect(deviceRows(table, '', { column: 'version', isDescending: false }).map((row) => row.type)).toEqual(['CspadElement', 'EBeamBld', 'CspadConfig']);
});
