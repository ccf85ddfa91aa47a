import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readNpy } from '../../src/arrays/npy-file.ts';
import { pedestalsOf } from '../../src/calib/dark.ts';
import { readDarkFile } from '../../src/calib/files.ts';
import { readNumbersText } from '../../src/arrays/text-file.ts';
import { npyHeader, writeNpy } from '../../src/export/npy.ts';
import { fixture, fixtureBytes, fixtureFile } from '../fixtures/fixtures.ts';

const PIXELS = 71780;
const golden = readdirSync(fixture('golden/npy')).filter((name) => /^(le|be|u1|i1|version)/.test(name));
/** values() of make_npy.py */
const expected = Float64Array.from({ length: 24 }, (_, i) => (i * 5) % 127);

test.each(golden)('reads %s as numpy wrote it', async (name) => {
  expect(await readNpy(fixtureFile(`golden/npy/${name}`), name, 100)).toEqual({
    values: expected,
    shape: [2, 3, 4],
  });
});

test('reads one dimension and none, refuses text and too many values', async () => {
  const read = (name: string, most = 100) => readNpy(fixtureFile(`golden/npy/${name}.npy`), name, most, 'bad-dark');
  expect(await read('one-dimension')).toEqual({ values: expected, shape: [24] });
  expect(await read('scalar')).toEqual({ values: Float64Array.of(3.5), shape: [] });
  await expect(read('text')).rejects.toMatchObject({
    code: 'bad-dark',
    message: expect.stringContaining('<U8'),
  });
  await expect(read('le-f8-C', 23)).rejects.toMatchObject({ code: 'bad-dark' });
});

test('a .npy cut anywhere is refused, never read wrongly', async () => {
  const bytes = fixtureBytes('golden/npy/le-i2-C.npy');
  for (let length = 0; length < bytes.length; ++length) {
    await expect(readNpy(new Blob([bytes.slice(0, length)]), 'cut.npy', 100, 'bad-dark')).rejects.toMatchObject({
      code: 'bad-dark',
    });
  }
});

test('what is written has the bytes that numpy writes', async () => {
  for (const [name, dtype, Kind] of [
    ['le-f8-C', 'f64', Float64Array],
    ['le-f4-C', 'f32', Float32Array],
    ['le-i2-C', 'i16', Int16Array],
    ['le-u2-C', 'u16', Uint16Array],
  ] as const) {
    const blob = writeNpy({ shape: [24], dtype, data: Kind.from(expected) }, [2, 3, 4]);
    expect(new Uint8Array(await blob.arrayBuffer())).toEqual(fixtureBytes(`golden/npy/${name}.npy`));
  }
  expect(npyHeader('f64', [24])).toEqual(fixtureBytes('golden/npy/one-dimension.npy').slice(0, 128));
  expect(() => writeNpy({ shape: [3], dtype: 'f64', data: new Float64Array(3) }, [2])).toThrow(
    /cannot be saved/,
  );
});

const full = Float64Array.from({ length: 32 * PIXELS }, (_, i) =>
  Math.floor(i / PIXELS) === 5 ? 0 : 1000 + (i % 977) / 4,
);
const npy = (values: Float64Array, shape: readonly number[], name = 'p.npy') =>
  new File([writeNpy({ shape, dtype: 'f64', data: values })], name);
const same = (a: Float64Array, b: Float64Array): boolean =>
  a.length === b.length && a.every((value, i) => value === b[i]);

describe('a whole CSPad', () => {
  test.each([[[5920, 388]], [[32, 185, 388]], [[4, 8, 185, 388]], [[2296960]]])(
    'of shape %j is taken as it is; an empty section counts as absent',
    async (shape) => {
      const dark = await readDarkFile(npy(full, shape));
      expect(dark).toMatchObject({
        shape: [4, 8, 185, 388],
        present: (0xffffffff & ~(1 << 5)) >>> 0,
        origin: 'p.npy',
        events: 0,
      });
      expect(same(dark.mean, full)).toBe(true);
    },
  );

  test('of shape 1480×1552 has its quads side by side', async () => {
    const raw = new Float64Array(full.length);
    for (let i = 0; i < full.length; ++i) {
      const [quad, section, row, column] = [
        Math.floor(i / (8 * PIXELS)),
        Math.floor(i / PIXELS) % 8,
        Math.floor(i / 388) % 185,
        i % 388,
      ];
      raw[(section * 185 + row) * 1552 + quad * 388 + column] = full[i];
    }
    expect(same((await readDarkFile(npy(raw, [1480, 1552]))).mean, full)).toBe(true);
  });

  test('as text, with and without a header', async () => {
    const lines: string[] = [];
    for (let row = 0; row < 5920; ++row) lines.push([...full.subarray(row * 388, (row + 1) * 388)].join(' '));
    const header = '# TITLE pedestals\n# DTYPE float\n# NDIM 3\n# DIM:0 32\n# DIM:1   185\n# DIM:2 388\n\n';
    for (const text of [lines.join('\n'), header + lines.join('\r\n') + '\n', lines.join(' ')]) {
      const dark = await readDarkFile(new File([text], 'pedestals.data'));
      expect(dark.present).toBe((0xffffffff & ~(1 << 5)) >>> 0);
      expect(same(dark.mean, full)).toBe(true);
    }
  }, 60_000);
});

test('one quad or section applies to that alone, and says so', async () => {
  const quad = full.subarray(8 * PIXELS, 16 * PIXELS).slice();
  for (const shape of [
    [1480, 388],
    [8, 185, 388],
  ]) {
    expect(await readDarkFile(npy(quad, shape))).toMatchObject({
      present: 0xff,
      origin: 'p.npy, quad 0 only',
    });
    const third = await readDarkFile(npy(quad, shape), { quad: 3 });
    expect(third).toMatchObject({ present: 0xff000000, origin: 'p.npy, quad 3 only' });
    expect(same(third.mean.slice(24 * PIXELS), quad)).toBe(true);
  }
  const section = await readDarkFile(npy(full.slice(0, PIXELS), [185, 388]), { quad: 1, section: 3 });
  expect(section).toMatchObject({
    present: 1 << 11,
    origin: 'p.npy, quad 1 section 3 only',
    shape: [4, 8, 185, 388],
  });
});

test('a CSPad2x2 in either order', async () => {
  const natural = Float64Array.from({ length: 2 * PIXELS }, (_, i) => i + 1);
  const pairs = Float64Array.from(natural, (_, i) => natural[(i % 2) * PIXELS + (i >> 1)]);
  const rows: string[] = [];
  for (let i = 0; i < PIXELS; ++i) rows.push(`${pairs[2 * i]}\t${pairs[2 * i + 1]}`);
  const files = [
    npy(natural, [2, 185, 388]),
    npy(natural, [370, 388]),
    npy(pairs, [185, 388, 2]),
    npy(pairs, [71780, 2]),
    new File([rows.join('\n')], 'p.txt'),
  ];
  for (const file of files) {
    const dark = await readDarkFile(file);
    expect(dark).toMatchObject({ shape: [2, 185, 388], present: 3 });
    expect(same(dark.mean, natural)).toBe(true);
  }
});

test('other detectors have the shape that their file says, as .npy or as lines; a saved dark is read again', async () => {
  const values = Float64Array.from({ length: 3 * 16 * 20 }, (_, i) => (i < 320 ? 0 : i / 8));
  const modules = await readDarkFile(npy(values, [3, 16, 20]));
  expect(modules).toMatchObject({ shape: [3, 16, 20], present: 0b110, source: '', origin: 'p.npy' });
  expect(same(modules.mean, values)).toBe(true);
  expect(pedestalsOf(modules).subarray(0, 320).every(Number.isNaN)).toBe(true);
  const lines = Array.from({ length: 48 }, (_, row) => [...values.subarray(row * 20, row * 20 + 20)].join(' '));
  const camera = await readDarkFile(new File([lines.join('\n')], 'camera.data'));
  expect(camera).toMatchObject({ shape: [48, 20], present: 1 });
  expect(same(camera.mean, values)).toBe(true);
  await expect(readDarkFile(npy(values, [960]))).rejects.toThrow(/960 values/);
  await expect(readDarkFile(npy(values, [240, 4]))).rejects.toThrow(/240×4/);
});

test('other files are refused with what was found and what can be read', async () => {
  const read = (text: string) => readDarkFile(new File([text], 'x.txt'));
  await expect(read('1 2 3\n4 5 6\n')).rejects.toMatchObject({
    code: 'bad-dark',
    file: 'x.txt',
    message: expect.stringMatching(/6 values \(2×3\).*5920×388/),
  });
  await expect(read('')).rejects.toThrow(/no numbers/);
  await expect(read('# only\n# comments\n')).rejects.toThrow(/no numbers/);
  await expect(read('1 2\n3 four\n')).rejects.toThrow(/"four" in line 2/);
  await expect(read('# DIM:0 3\n# DIM:1 2\n1 2 3\n')).rejects.toThrow(/3×2 = 6 values and has 3/);
  await expect(read('1 '.repeat(2296961))).rejects.toThrow(/has 2296961 values/);
  await expect(readNumbersText(new Blob(['1 2 3']), 'x.txt', 2)).rejects.toThrow(/more than 2/);
  await expect(readDarkFile(npy(new Float64Array(PIXELS), [185, 388]))).rejects.toThrow(/only zeros/);
});

function streamOf(parts: readonly Uint8Array<ArrayBuffer>[]): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    start(controller) {
      for (const part of parts) controller.enqueue(part);
      controller.close();
    },
  });
}

test('numbers may be cut anywhere between the pieces of a stream', async () => {
  const text = '# é comment\r\n 1.5e3  -2\r\n\r\n+3,nan inf\r-Infinity 7';
  const bytes = new TextEncoder().encode(text);
  const expectedValues = [1500, -2, 3, NaN, Infinity, -Infinity, 7];
  for (let cut = 0; cut <= bytes.length; ++cut) {
    const blob = new Blob();
    blob.stream = () => streamOf([bytes.slice(0, cut), bytes.slice(cut)]);
    expect([...(await readNumbersText(blob, 't', 100)).values]).toEqual(expectedValues);
  }
});
