import { signal } from '@preact/signals-core';
import { describe, expect, test } from 'vitest';
import type { Table } from '../../src/analysis/columns.ts';
import { readDarkFile } from '../../src/calib/files.ts';
import { writeMat } from '../../src/export/mat.ts';
import { namedColumns } from '../../src/export/named-array.ts';
import { writeNpy } from '../../src/export/npy.ts';
import { ArrayTables, savedScanOf } from '../../src/state/array-tables.ts';
import type { Darks } from '../../src/state/darks.ts';
import { fixtureBytes } from '../fixtures/fixtures.ts';

function makeTables() {
  const tables = signal<ReadonlyMap<string, Table>>(new Map());
  const said: string[] = [];
  const darks = { read: (file: File) => readDarkFile(file) } as unknown as Darks;
  return { tables, said, arrays: new ArrayTables({ darks, plots: { tables }, say: (notice) => said.push(notice) }) };
}

function text(name: string, content: string): File {
  return new File([content], name);
}

describe('files of arrays', () => {
  test('a saved scan becomes three named columns', async () => {
    const { arrays, tables, said } = makeTables();
    const path = 'delayscan_small/e81-r0098-small.point_scan_delay.npy';
    expect(await arrays.take(new File([fixtureBytes(path)], 'point_scan_delay.npy'))).toBeNull();
    const table = tables.value.get('point_scan_delay.npy');
    expect(table?.columns.map(({ name }) => name)).toEqual(['delay', 'raw', 'norm']);
    expect(table?.length).toBe(118);
    expect(said[0]).toContain('3 columns of 118 rows');
    const scan = savedScanOf(arrays.all.value[0]);
    const first = new Float64Array(fixtureBytes(path).buffer.slice(-118 * 24, -118 * 24 + 24));
    expect([scan?.delay[0], scan?.raw?.[0], scan?.norm[0]]).toEqual([...first]);
  });

  test('what has the shape of pedestals is the dark, all else a table', async () => {
    const { arrays, tables } = makeTables();
    const pedestals = writeNpy({ shape: [5920, 388], dtype: 'f64', data: new Float64Array(5920 * 388).fill(1000) });
    expect((await arrays.take(new File([pedestals], 'pedestals.npy')))?.shape).toEqual([4, 8, 185, 388]);
    expect(tables.value.size).toBe(0);
    await arrays.take(text('two.txt', '1 2\n3 4\n5 6\n'));
    expect(tables.value.get('two.txt')?.columns.map(({ data }) => [...data])).toEqual([[1, 3, 5], [2, 4, 6]]);
  });

  test('names of variables stay; columns of other lengths are tables of their own; a file again replaces its tables', async () => {
    const { arrays, tables } = makeTables();
    const columns = (long: number) => namedColumns([{ name: 'delaytime', data: Float64Array.of(1, 2, 3) }, { name: 'edges', data: new Float64Array(long).fill(7) }]);
    await arrays.take(new File([writeMat(columns(4))], 'scan.mat'));
    expect([...tables.value.keys()]).toEqual(['scan.mat (3 rows)', 'scan.mat (4 rows)']);
    expect(tables.value.get('scan.mat (3 rows)')?.columns[0]).toMatchObject({ name: 'delaytime', data: Float64Array.of(1, 2, 3) });
    await arrays.take(new File([writeMat(columns(3))], 'scan.mat'));
    expect([...tables.value.keys()]).toEqual(['scan.mat']);
    arrays.remove('scan.mat');
    expect(tables.value.size).toBe(0);
  });

  test('what can be read as nothing says so', async () => {
    const { arrays } = makeTables();
    await expect(arrays.take(text('words.txt', 'nothing to see here\n'))).rejects.toMatchObject({ code: 'bad-dark' });
    await expect(arrays.take(text('broken.mat', 'no matlab file at all, but long enough to be looked at'))).rejects.toMatchObject({ name: 'XtcError' });
  });
});
