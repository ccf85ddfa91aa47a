import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NdArray } from '../../src/base/arrays.ts';
import { valuesCsv } from '../../src/export/values-csv.ts';
import { valuesJson } from '../../src/export/values-json.ts';
import { valuesText } from '../../src/export/values-text.ts';
import { readBoth } from '../../src/types/read.ts';
import { bits, derive, inner, num, struct, text, type Value, type Values } from '../../src/types/schema.ts';
import { scalarText, shortestFloat, valueText } from '../../src/types/value-text.ts';
import { numberAt, parsePath } from '../../src/types/value-path.ts';

const DIODE = struct('Test.Diode', [num('f32', 'base', [], { unit: 'V' }), num('u8', 'gain', 2), num('u8', '_hidden', [], { isPrivate: true })]);
const SCHEMA = struct(
  'Test.DataV1',
  [
    num('u64', 'counter'),
    num('i16', 'channel', 3),
    num('u16', 'table', [2, 2]),
    text('name', 8),
    bits('u8', null, ['mode', 0, 3, { names: { 2: 'Running' } }], ['flags', 4, 7]),
    inner('diode', DIODE, 2),
    inner('one', DIODE),
  ],
  { derived: [derive('sum', () => 0.1), derive('curves', () => [{ shape: [2], dtype: 'f64', data: new Float64Array([1.5, 2.5]) }] satisfies Value[])] },
);

/** A payload of SCHEMA. */
function payload(counter: bigint, channel: readonly number[], name: string, base: number): Uint8Array {
  const bytes = new Uint8Array(8 + 6 + 8 + 8 + 1 + 3 * 7);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, counter, true);
  channel.forEach((value, i) => view.setInt16(8 + 2 * i, value, true));
  [1, 2, 3, 4].forEach((value, i) => view.setUint16(14 + 2 * i, value, true));
  bytes.set(new TextEncoder().encode(name).subarray(0, 8), 22);
  view.setUint8(30, 0x52);
  for (let i = 0; i < 3; ++i) {
    view.setFloat32(31 + 7 * i, base + i, true);
    bytes.set([10 * i, 10 * i + 1], 35 + 7 * i);
  }
  return bytes;
}

const { values, placed } = readBoth(SCHEMA, payload(18446744073709551615n, [1, -2, 3], 'a,"b"', 0.1));

/** Lines and cells of RFC 4180, one character after another. */
function readCsv(csv: string): string[][] {
  const lines: string[][] = [[]];
  let cell = '';
  let isQuoted = false;
  for (let i = 0; i < csv.length; ++i) {
    if (isQuoted) {
      if (csv[i] !== '"') cell += csv[i];
      else if (csv[i + 1] === '"') cell += csv[++i];
      else isQuoted = false;
    } else if (csv[i] === '"') isQuoted = true;
    else if (csv[i] === ',' || csv[i] === '\r') {
      lines.at(-1).push(cell);
      cell = '';
    } else if (csv[i] === '\n') lines.push([]);
    else cell += csv[i];
  }
  return lines.slice(0, -1);
}

describe('values as CSV', () => {
  it('has a line for each number and text, under the path that scripts use', () => {
    const [head, ...rows] = readCsv(valuesCsv(placed));
    expect(head).toEqual(['name', 'value', 'unit', 'meaning', 'type']);
    expect(rows.map(([path]) => path)).toEqual([
      'counter', 'channel[0]', 'channel[1]', 'channel[2]', 'table[0][0]', 'table[0][1]', 'table[1][0]', 'table[1][1]', 'name', 'mode', 'flags',
      'diode[0].base', 'diode[0].gain[0]', 'diode[0].gain[1]', 'diode[1].base', 'diode[1].gain[0]', 'diode[1].gain[1]',
      'one.base', 'one.gain[0]', 'one.gain[1]', 'sum', 'curves[0][0]', 'curves[0][1]',
    ]);
    for (const [path, value] of rows.filter(([name]) => name !== 'name' && name !== 'counter')) expect([path, Number(value)]).toEqual([path, numberAt(values, parsePath(path))]);
    expect(rows.find(([path]) => path === 'counter')?.[1]).toBe('18446744073709551615');
    expect(rows.find(([path]) => path === 'name')?.[1]).toBe('a,"b"');
    expect(rows.find(([path]) => path === 'mode')).toEqual(['mode', '2', '', 'Running', 'u8']);
    expect(rows.find(([path]) => path === 'one.base')?.[2]).toBe('V');
  });
});

/** What JSON.parse gives, with arrays and the texts for what is no number turned back. */
function revive(value: unknown): unknown {
  if (value === 'NaN' || value === 'Infinity' || value === '-Infinity') return Number(value);
  if (Array.isArray(value)) return value.map(revive);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, revive(each)]));
}

function plain(value: Value): unknown {
  if (typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(plain);
  if ('data' in value && ArrayBuffer.isView(value.data)) return { ...(value as NdArray), data: Array.from((value as NdArray).data) };
  return Object.fromEntries(Object.entries(value as Values).map(([name, each]) => [name, plain(each)]));
}

describe('values as JSON', () => {
  it('are the same again when they are read', () => {
    const number = fc.oneof(fc.double(), fc.integer());
    const array = fc.array(fc.double(), { minLength: 1, maxLength: 9 }).map((list): Value => ({ shape: [list.length], dtype: 'f64', data: Float64Array.from(list) }));
    const name = fc.stringMatching(/^[a-z_"\\é]{1,6}$/).filter((text) => text !== '__proto__');
    const { tree } = fc.letrec<{ tree: Values; value: Value }>((tie) => ({
      tree: fc.dictionary(name, tie('value'), { maxKeys: 5, noNullPrototype: true }),
      value: fc.oneof({ depthSize: 'small', withCrossShrink: true }, number, fc.string().filter((each) => !/^(NaN|-?Infinity)$/.test(each)), array, fc.array(tie('value'), { maxLength: 3 }), tie('tree')),
    }));
    fc.assert(
      fc.property(tree, (some) => {
        expect(revive(JSON.parse(valuesJson(some)))).toEqual(plain(some));
      }),
      { seed: 4, numRuns: 200 },
    );
  });

  it('keep all digits of 64-bit integers', () => {
    expect(valuesJson(values)).toContain('"counter": 18446744073709551615,');
    const counters: Value = { shape: [2], dtype: 'u64', data: new BigUint64Array([1n, 9007199254740993n]) };
    expect(valuesJson({ counters })).toBe('{\n  "counters": { "shape": [2], "dtype": "u64", "data": [1, 9007199254740993] }\n}\n');
  });

  it('are a list when there are several', () => {
    expect(JSON.parse(valuesJson([{ a: 1 }, { a: 2 }]))).toEqual([{ a: 1 }, { a: 2 }]);
  });
});

describe('values as text', () => {
  it('have their units, names of enums and first elements, members below their structure', () => {
    expect(valuesText(placed, 'title').split('\n')).toEqual([
      'title',
      '  counter  18446744073709551615',
      '  channel  (3) 1, -2, 3',
      '  table    (2 × 2) 1, 2, 3, 4',
      '  name     a,"b"',
      '  mode     2 Running',
      '  flags    5',
      '  diode[0]',
      '    base  0.1 V',
      '    gain  (2) 0, 1',
      '  diode[1]',
      '    base  1.1 V',
      '    gain  (2) 10, 11',
      '  one',
      '    base  2.1 V',
      '    gain  (2) 20, 21',
      '  sum      0.1',
      '  curves[0]  (2) 1.5, 2.5',
      '',
    ]);
  });

  it('say how long an array is instead of listing all of it', () => {
    const data = Uint16Array.from({ length: 12 }, (_, i) => i);
    expect(valueText({ value: { shape: [3, 4], dtype: 'u16', data }, type: 'u16', shape: [3, 4] })).toBe('(3 × 4) 0, 1, 2, 3, 4, 5, 6, 7, …');
  });

  it('write 32-bit numbers with digits that give them again, and no more than needed', () => {
    expect([shortestFloat(Math.fround(0.1)), shortestFloat(Math.fround(16777217)), scalarText(0.1, 'f64'), scalarText(NaN, 'f32')]).toEqual(['0.1', '16777216', '0.1', 'NaN']);
    fc.assert(
      fc.property(fc.float({ noNaN: true }), (value) => {
        expect(Math.fround(Number(shortestFloat(value))) === value).toBe(true);
      }),
      { seed: 4, numRuns: 500 },
    );
  });
});
