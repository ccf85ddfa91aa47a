import { expect, test } from 'vitest';
import type { Values } from '../../src/types/schema.ts';
import { numberAt, parsePath } from '../../src/types/value-path.ts';

const VALUES: Values = {
  sum: 1.5,
  serial: 2n ** 60n,
  name: 'a',
  diode: [{ base: 3 }, { base: 4, range: { shape: [2, 3], dtype: 'u16', data: Uint16Array.of(0, 1, 2, 10, 11, 12) } }],
  ticks: { shape: [2], dtype: 'u64', data: BigUint64Array.of(7n, 8n) },
  list: [5, 6],
};

test('a path leads to a number, or to none', () => {
  const found = (path: string): number => numberAt(VALUES, parsePath(path));
  expect(['sum', 'serial', 'diode[0].base', 'diode[1].range[1][2]', 'diode[1].range[4]', 'ticks[1]', 'list[1]'].map(found)).toEqual([1.5, 2 ** 60, 3, 12, 11, 8, 6]);
  for (const none of ['nothing', 'name', 'diode', 'diode[2].base', 'diode[1].range[0][3]', 'diode[1].range[2][0]', 'diode[1].range', 'diode[1].range[6]', 'ticks.shape', 'list[9]', 'toString', 'sum.x']) expect(found(none), none).toBeNaN();
});

test('what is no path is said, with its place', () => {
  expect(parsePath('a[0][12].b_c')).toEqual(['a', 0, 12, 'b_c']);
  for (const [wrong, offset] of [['', 0], ['[0]', 0], ['.a', 0], ['a..b', 1], ['a[x]', 1], ['a b', 1], ['a[1', 1]] as const) {
    expect(() => parsePath(wrong), wrong).toThrow(expect.objectContaining({ code: 'bad-query', offset }) as Error);
  }
});
