import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPlaced } from '../../src/types/read.ts';
import { inner, num, struct } from '../../src/types/schema.ts';
import { valueLines } from '../../src/ui/value-lines.ts';
import { shortNumber, spreadOf, traceColumns } from '../../src/ui/value-trace.ts';

const DIODE = struct('Test.Diode', [num('u8', 'base', [], { unit: 'V', note: 'raw', names: { 3: 'three' } })]);
const SCHEMA = struct('Test.DataV1', [num('u16', 'channel', 3), inner('diode', DIODE, 2), inner('one', DIODE), num('u8', 'long', 2000)]);
const placed = readPlaced(SCHEMA, Uint8Array.from({ length: 6 + 3 + 2000 }, (_, i) => i));
const AS_GIVEN = (_: string, isOpenAtFirst: boolean): boolean => isOpenAtFirst;

describe('the lines of a value', () => {
  it('open structures and short lists of them, not arrays', () => {
    const lines = valueLines([{ name: '', placed }], AS_GIVEN);
    expect(lines.map(({ path, level, isOpen }) => [path, level, isOpen])).toEqual([
      ['channel', 1, false],
      ['diode', 1, true],
      ['diode[0]', 2, true],
      ['diode[0].base', 3, null],
      ['diode[1]', 2, true],
      ['diode[1].base', 3, null],
      ['one', 1, true],
      ['one.base', 2, null],
      ['long', 1, null], // too long to be listed
    ]);
    expect(lines.find(({ path }) => path === 'one.base')).toMatchObject({ text: '8', unit: 'V', note: 'raw · u8', isNumber: true, array: null });
    expect(lines.at(-1)).toMatchObject({ note: 'u8 (2000)', isNumber: false, array: { shape: [2000] } });
  });

  it('list the elements of an array that was opened', () => {
    const lines = valueLines([{ name: '', placed }], (key, isOpen) => key === 'channel' || isOpen);
    expect(lines.slice(0, 4).map(({ path, text, isNumber, position, siblings }) => [path, text, isNumber, position, siblings])).toEqual([
      ['channel', '(3) 256, 770, 1284', false, 1, 4],
      ['channel[0]', '256', true, 1, 3],
      ['channel[1]', '770', true, 2, 3],
      ['channel[2]', '1284', true, 3, 3],
    ]);
  });

  it('of several values come one below the other, each with keys of its own', () => {
    const lines = valueLines([{ name: '1 of 2', placed }, { name: '2 of 2', placed }], AS_GIVEN);
    expect(lines.filter(({ level }) => level === 1).map(({ name }) => name)).toEqual(['1 of 2', '2 of 2']);
    expect(new Set(lines.map(({ key }) => key)).size).toBe(lines.length);
    expect(lines.filter(({ path }) => path === 'one.base').map(({ isNumber }) => isNumber)).toEqual([true, false]);
  });
});

describe('a line over events', () => {
  const some = fc.array(fc.oneof(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), fc.constantFrom(NaN, Infinity)), { minLength: 1, maxLength: 60 });

  it('is spread over what is finite', () => {
    fc.assert(
      fc.property(some, (values) => {
        const finite = values.filter(Number.isFinite);
        const { min, max, mean, count } = spreadOf(values);
        expect(count).toBe(finite.length);
        if (count === 0) return;
        expect([min, max]).toEqual([Math.min(...finite), Math.max(...finite)].map((value) => value));
        expect(mean).toBeCloseTo(finite.reduce((sum, value) => sum + value, 0) / count, 3);
      }),
      { seed: 4 },
    );
    expect(spreadOf([NaN]).min).toBeNaN();
  });

  it('keeps each peak in the columns it is cut into', () => {
    fc.assert(
      fc.property(some, fc.integer({ min: 1, max: 60 }), (values, wished) => {
        const columns = traceColumns(values, Math.min(wished, values.length)).filter((column) => column !== null);
        const finite = values.filter(Number.isFinite);
        expect(columns.length > 0).toBe(finite.length > 0);
        if (finite.length === 0) return;
        expect(Math.max(...columns.map(({ high }) => high))).toBe(Math.max(...finite));
        expect(Math.min(...columns.map(({ low }) => low))).toBe(Math.min(...finite));
        expect([columns[0].first, columns.at(-1)?.last]).toEqual([finite[0], finite.at(-1)]);
      }),
      { seed: 4 },
    );
    expect(traceColumns([1, NaN, 3], 3)).toEqual([{ first: 1, low: 1, high: 1, last: 1 }, null, { first: 3, low: 3, high: 3, last: 3 }]);
  });

  it('has labels of few digits', () => {
    expect([shortNumber(0.1 + 0.2), shortNumber(-61946.123456), shortNumber(9.99e-7), shortNumber(NaN), shortNumber(0)]).toEqual(['0.3', '−61946.1', '9.9900e−7', '–', '0']);
  });
});
