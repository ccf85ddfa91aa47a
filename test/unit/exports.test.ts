import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readArrays } from '../../src/arrays/read-arrays.ts';
import { asColumns } from '../../src/arrays/as-columns.ts';
import { typedArray, ELEMENT_BYTES, type DType, type NdArray } from '../../src/base/arrays.ts';
import { writeHdf5 } from '../../src/export/hdf5.ts';
import { writeMat } from '../../src/export/mat.ts';
import { distinctNames, namedColumns, type NamedArray } from '../../src/export/named-array.ts';
import { writeNpy } from '../../src/export/npy.ts';
import { writeNpz } from '../../src/export/npz.ts';
import { writeCsv, writeText } from '../../src/export/text-table.ts';
import { toSixteenBits, writeTiff, type TiffArray } from '../../src/export/tiff.ts';
import { Random } from '../../src/sample/random.ts';
import { numpyPython, runReadExports } from '../reference/numpy-python.ts';

const random = new Random(2011);
const DTYPES: readonly DType[] = ['f64', 'f32', 'i8', 'u8', 'i16', 'u16', 'i32', 'u32', 'i64', 'u64'];
const NUMPY: Readonly<Record<DType, string>> = { f64: '<f8', f32: '<f4', i8: 'i1', u8: 'u1', i16: '<i2', u16: '<u2', i32: '<i4', u32: '<u4', i64: '<i8', u64: '<u8' };

/** An array of any bits, but for NaNs: engines may change those. */
function anyArray(dtype: DType, shape: readonly number[]): NdArray<DType> {
  const count = shape.reduce((a, b) => a * b, 1);
  const bytes = Uint8Array.from({ length: count * ELEMENT_BYTES[dtype] }, () => random.below(256));
  const data = typedArray(dtype, bytes.buffer);
  if (dtype === 'f64' || dtype === 'f32') for (let i = 0; i < count; ++i) data[i] = [NaN, Infinity, -0, 1e-310, random.gaussian(), random.gaussian(0, 1e20)][i % 6];
  return { shape, dtype, data };
}

const arrays: NamedArray[] = DTYPES.flatMap((dtype) => [
  { name: `${dtype}_list`, array: anyArray(dtype, [17]) },
  { name: `${dtype}_matrix`, array: anyArray(dtype, [5, 3]) },
  { name: `${dtype}_cube`, array: anyArray(dtype, [2, 3, 4]) },
]);
const columns = ['delay', 'raw', 'norm'].map((name) => ({ name, data: anyArray('f64', [40]).data as Float64Array }));
const table: NdArray<'f64'> = { shape: [40, 3], dtype: 'f64', data: Float64Array.from({ length: 120 }, (_, i) => columns[i % 3].data[Math.floor(i / 3)]) };
const pictures = (['u8', 'u16', 'i32', 'f32'] as const).map((dtype) => ({ name: dtype, array: anyArray(dtype, [7, 11]) as TiffArray }));

const folder = mkdtempSync(join(tmpdir(), 'xtcscope-exports-'));
afterAll(() => rmSync(folder, { recursive: true }));
const save = async (name: string, blob: Blob): Promise<void> => writeFileSync(join(folder, name), new Uint8Array(await blob.arrayBuffer()));
const open = (name: string): File => new File([readFileSync(join(folder, name))], name);
const doubles = ({ data }: NdArray<DType>): Float64Array => Float64Array.from(data as ArrayLike<number | bigint>, Number);

describe('what is written is read again', () => {
  test('npz, HDF5, mat', async () => {
    const grouped = arrays.map(({ name, array }) => ({ name: `MyGroup/${name}`, array }));
    for (const [blob, name, prefix] of [
      [writeNpz(arrays), 'a.npz', ''],
      [await writeHdf5(grouped), 'a.h5', 'MyGroup/'],
      [writeMat(arrays), 'a.mat', ''],
    ] as const) {
      const read = await readArrays(blob, name);
      expect(read.skipped).toEqual([]);
      const found = new Map(read.arrays.map((array) => [array.name, array]));
      expect(found.size).toBe(arrays.length);
      for (const { name: own, array } of arrays) {
        const { shape, values } = found.get(prefix + own)!;
        expect(shape).toEqual(name === 'a.mat' && array.shape.length === 1 ? [1, ...array.shape] : array.shape);
        expect(values, `${name} ${own}`).toEqual(doubles(array));
      }
    }
  });

  test('npy, txt, csv', async () => {
    expect((await readArrays(writeNpy(table), 'scan.npy')).arrays).toEqual([{ name: 'scan', shape: [40, 3], values: table.data }]);
    const named = columns.map(({ name, data }) => ({ name, shape: [40], values: data }));
    const finite = (values: Float64Array): Float64Array => values.map((value) => (value === 0 ? 0 : value));
    for (const [blob, name] of [
      [writeText(columns, true), 'scan.txt'],
      [writeCsv(columns), 'scan.csv'],
    ] as const) {
      const { arrays: read } = await readArrays(blob, name);
      expect(read.map((array) => ({ ...array, values: finite(array.values) }))).toEqual(named.map((array) => ({ ...array, values: finite(array.values) })));
    }
    const odd = [{ name: 'a, "b"', data: Float64Array.of(1, NaN) }, { name: 'c', data: Float64Array.of(-Infinity, 3) }];
    expect(await writeCsv(odd).text()).toBe('"a, ""b""",c\n1,-inf\n,3\n');
    expect((await readArrays(writeCsv(odd), 'x.csv')).arrays).toEqual(odd.map(({ name, data }) => ({ name, shape: [2], values: data })));
  });
});

test('text is what savetxt writes', async () => {
  const data = Float64Array.of(1, -0, 0.1, 1e-310, 123456789.123, NaN, Infinity, -Infinity, 1e100);
  expect((await writeText([{ name: 'x', data }]).text()).split('\n')).toEqual([
    '1.000000000000000000e+00', '-0.000000000000000000e+00', '1.000000000000000056e-01', '9.999999999999969449e-311', '1.234567891229999959e+08', 'nan', 'inf', '-inf', '1.000000000000000016e+100', '',
  ]);
  expect(() => writeText([...columns, { name: 'short', data: [1] }])).toThrow(/short has 1 rows/);
});

test.skipIf(!numpyPython)('numpy, scipy, h5py and PIL read every file bit for bit (skipped without them)', async () => {
  const manifest: object[] = [];
  const expectArray = async (file: string, kind: string, name: string, array: NdArray<DType>, shape = array.shape): Promise<void> => {
    const raw = `${manifest.length}.raw`;
    await save(raw, new Blob([array.data as BlobPart]));
    manifest.push({ file, kind, name, raw, dtype: NUMPY[array.dtype], shape });
  };
  await save('a.npz', writeNpz(arrays));
  await save('a.mat', writeMat(arrays));
  await save('a.h5', await writeHdf5(arrays.map(({ name, array }) => ({ name: `MyGroup/${name}`, array }))));
  for (const { name, array } of arrays) {
    await expectArray('a.npz', 'npz', name, array);
    await expectArray('a.mat', 'mat', name, array, array.shape.length === 1 ? [1, ...array.shape] : array.shape);
    await expectArray('a.h5', 'hdf5', `MyGroup/${name}`, array);
  }
  await save('table.npy', writeNpy(table));
  await save('table.txt', writeText(columns));
  await save('table.csv', writeCsv(columns));
  await expectArray('table.npy', 'npy', '', table);
  await expectArray('table.txt', 'txt', '', table);
  for (const { name, array } of namedColumns(columns)) await expectArray('table.csv', 'csv', name, array);
  for (const { name, array } of pictures) {
    await save(`${name}.tiff`, writeTiff(array));
    await expectArray(`${name}.tiff`, 'tiff', '', array);
  }
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  expect(runReadExports(folder).match(/^read/gm)?.length).toBe(manifest.length + 1);
});

test.skipIf(!numpyPython)('what numpy, scipy and h5py write is read (skipped without them)', async () => {
  runReadExports('--write', folder);
  const written = JSON.parse(readFileSync(join(folder, 'written.json'), 'utf8')) as Record<string, { shape: number[]; values: string[] }>;
  const values = (name: string): Float64Array => Float64Array.from(written[name].values, (text) => (text.endsWith('inf') ? -Infinity : Number(text)));
  for (const [file, prefix, skipped] of [
    ['plain.npz', '', ['words.npy']],
    ['packed.npz', '', []],
    ['plain.mat', '', ['words', 'phase']],
    ['packed.mat', '', []],
    ['groups.h5', 'MyGroup/', ['words']],
  ] as const) {
    const read = await readArrays(open(file), file);
    expect(read.skipped, file).toEqual(skipped);
    for (const [name, { shape }] of Object.entries(written)) {
      const found = read.arrays.find((array) => array.name === prefix + name);
      expect(found, `${file} ${name}`).toEqual({ name: prefix + name, shape: file.endsWith('.mat') && shape.length === 1 ? [1, ...shape] : shape, values: values(name) });
    }
    if (file === 'groups.h5') {
      expect(read.arrays.find(({ name }) => name === 'chunks')?.values).toEqual(values('matrix'));
      expect(read.arrays.find(({ name }) => name === 'number')?.values).toEqual(Float64Array.of(4.25));
    }
  }
  for (const file of ['table.txt', 'table.csv']) {
    const { arrays: read } = await readArrays(open(file), file);
    expect(read.map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
    expect(Float64Array.from({ length: 24 }, (_, i) => read[i % 6].values[Math.floor(i / 6)])).toEqual(values('matrix'));
  }
});

describe('files that are broken', () => {
  test.each(['a.npz', 'a.mat', 'a.h5'])('%s cut anywhere is refused or read in part, never wrongly', async (name) => {
    const one: NamedArray[] = [{ name: 'x', array: { shape: [3], dtype: 'f64', data: Float64Array.of(1, 2, 3) } }];
    const blob = name === 'a.npz' ? writeNpz(one) : name === 'a.mat' ? writeMat(one) : await writeHdf5(one);
    const step = name === 'a.h5' ? 97 : 1;
    for (let length = 1; length < blob.size; length += step) {
      const read = await readArrays(blob.slice(0, length), name).catch((error: unknown) => error);
      if (read instanceof Error) expect(read).toMatchObject({ name: 'XtcError' });
      else expect([[], [{ name: 'x', shape: name === 'a.mat' ? [1, 3] : [3], values: Float64Array.of(1, 2, 3) }]]).toContainEqual((read as { arrays: unknown }).arrays);
    }
  });

  test.each<[string, string, RegExp]>([
    ['', 'empty-file', /empty/],
    ['no numbers here\nat all', 'bad-array', /no line of numbers/],
    ['\0\0\0', 'bad-array', /neither/],
  ])('%j', async (content, code, message) => {
    await expect(readArrays(new Blob([content]), 'x.txt')).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });
});

test('arrays become columns', () => {
  const values = Float64Array.of(1, 2, 3, 4, 5, 6);
  expect(asColumns({ name: 'a', shape: [3, 2], values })).toEqual([{ name: 'a[0]', unit: '', data: Float64Array.of(1, 3, 5) }, { name: 'a[1]', unit: '', data: Float64Array.of(2, 4, 6) }]);
  for (const shape of [[6], [1, 6], [6, 1]]) expect(asColumns({ name: 'a', shape, values })).toEqual([{ name: 'a', unit: '', data: values }]);
  for (const shape of [[1, 2, 3], []]) expect(asColumns({ name: 'a', shape, values })).toEqual([]);
});

test('names that a format does not have', async () => {
  expect(distinctNames(['a b', 'a_b', '1x', '', 'a/b'], /\w/, 63, /[A-Za-z]/)).toEqual(['a_b', 'a_b_2', 'x1x', 'x', 'a_b_3']);
  expect(namedColumns([{ name: 'a / b', data: new Float64Array(0) }])[0].name).toBe('a _ b');
  const twice = [{ name: '2θ', array: arrays[0].array }, { name: '2θ', array: arrays[0].array }, { name: 'none', array: { shape: [0], dtype: 'f64', data: new Float64Array(0) } as const }];
  for (const [blob, name] of [[await writeHdf5(twice), 't.h5'], [writeNpz([twice[2]]), 't.npz'], [writeMat([twice[2]]), 't.mat']] as const) {
    const read = await readArrays(blob, name);
    expect(read.arrays.map((array) => [array.name, array.values.length])).toEqual([...(name === 't.h5' ? [['2θ', 17], ['2θ_2', 17]] : []), ['none', 0]]);
  }
  const long = await readArrays(writeMat([{ name: 'Ipm-1|Ipimb-0 IpmFex.sum', array: arrays[0].array }, { name: 'z'.repeat(80), array: arrays[0].array }]), 'n.mat');
  expect(long.arrays.map(({ name }) => name)).toEqual(['Ipm_1_Ipimb_0_IpmFex_sum', 'z'.repeat(63)]);
});

test('sixteen bits', () => {
  expect(toSixteenBits({ shape: [1, 6], data: [0.5, 1.4, NaN, -3, 70000, Infinity] })).toEqual({ array: { shape: [1, 6], dtype: 'u16', data: Uint16Array.of(1, 1, 0, 0, 65535, 65535) }, cut: 3 });
  expect(() => writeTiff({ shape: [3], dtype: 'u8', data: new Uint8Array(3) })).toThrow(/no picture/);
});
