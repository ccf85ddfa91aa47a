import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { callable } from '../../src/modules/callable.ts';
import { NdArrayView } from '../../src/modules/nd-array.ts';
import { array, np } from '../../src/modules/nd-functions.ts';
import { printf } from '../../src/modules/printf.ts';
import { fixtureJson } from '../fixtures/fixtures.ts';

type Plain = { shape: number[]; data: number[] };
type Golden = { a: Plain; b: Plain; line: Plain; arrays: Record<string, Plain>; formats: [string, number, string][] };
const golden = fixtureJson<Golden>('golden/nd-arrays.json');
const from = ({ shape, data }: Plain): NdArrayView => new NdArrayView(shape, 'f64', Float64Array.from(data));
const [a, b, line] = [from(golden.a), from(golden.b), from(golden.line)];

/** What our arrays give for each of numpy's. */
const OURS: Record<string, () => unknown> = {
  sum0: () => a.sum(0), sum1: () => a.sum(1), sum2: () => a.sum(-1), sum: () => a.sum(), mean1: () => a.mean(1), std: () => a.std(), std2: () => np.std(a, 2),
  max1: () => a.max(1), min0: () => a.min(0), argmax: () => line.argmax(), argmin: () => np.argmin(line), unravel: () => a.unravel(17),
  T: () => a.T, transpose: () => a.transpose(1, 0, 2), flip1: () => a.flip(1), slice: () => a.slice(1, [0, 2], [1, 3]), slice_negative: () => a.slice(null, [-2, 3], -1),
  roi: () => b.roi(1.9, 3.2, 1.1, 3.9), com: () => b.centreOfMass(), com3: () => a.center_of_mass(),
  rot0: () => b.rot90(0), rot1: () => b.rot90(), rot2: () => b.rot90(2), rot3: () => np.rot90(b, 3), rot_1: () => b.rot90(-1), rot1_3d: () => a.rot90(1),
  insert0: () => np.insert(a, 1, np.zeros([3, 4])), insert1: () => np.insert(b, 3, 9), insert2: () => np.insert(b, 0, 9, 1),
  stack0: () => np.stack([b, b.add(1)]), stack1: () => np.stack([line, line.mul(2)], 1), concatenate1: () => np.concatenate([b, b], 1),
  hstack: () => np.hstack([line, line]), vstack: () => np.vstack([line, line]), append: () => np.append(b, line),
  counts: () => line.histogram(4).counts, edges: () => line.histogram(4).edges, counts_range: () => np.histogram(line, 3, [0, 6]).counts,
  arange: () => np.arange(2, 9, 3), linspace: () => np.linspace(-1, 2, 7), uint16: () => array([65535, 1, 300], 'uint16'), uint8: () => array([65535, 1, 300]).astype('uint8'),
};

describe('arrays are numpy’s', () => {
  test.each(Object.keys(golden.arrays))('%s', (name) => {
    const ours = array(OURS[name]());
    const { shape, data } = golden.arrays[name];
    expect(ours.shape).toEqual(shape);
    for (const [i, value] of data.entries()) expect(ours.data[i]).toBeCloseTo(value, 12);
  });

  test('format is Python’s %', () => {
    for (const [text, value, expected] of golden.formats) expect([text, value, printf(text, value)]).toEqual([text, value, expected]);
    expect(printf('%s of %s: 100%%', 'a', callable('b'))).toBe('a of b: 100%');
  });
});

test('an index gives a value or a part, and takes one', () => {
  expect([line[1 as never], (b[2 as never] as unknown) instanceof NdArrayView, line.length, line['-1' as never]]).toEqual([-1, true, 11, 9]);
  const pixels = np.zeros([4, 8]);
  pixels.set(2, np.arange(8));
  (pixels as unknown as NdArrayView[])[3] = np.ones(8);
  expect([pixels.sum(1).data.join(), pixels.at(2, 7)]).toEqual(['0,0,28,8', 7]);
  expect([...line].slice(0, 2)).toEqual([3, -1]);
  expect(() => pixels.set(0, np.ones(7))).toThrow(/7 values do not fit into a part of 8/);
  expect(() => a.reshape(5, 5)).toThrow(/24 values cannot be reshaped to \(5, 5\)/);
  expect(() => a.at(2, 0, 0)).toThrow(/no index 2 on axis 0/);
  expect(() => np.stack([line, b])).toThrow(/do not fit together/);
});

test('accessors are called or used as they are', () => {
  const [number, text, list] = [callable(5), callable('name'), callable(line)] as [() => number, () => string, (() => NdArrayView) & { sum(): number; length: number }];
  expect([number(), (number as unknown as number) + 1, `a ${text as unknown as string}`, text(), (text as unknown as string).length]).toEqual([5, 6, 'a name', 'name', 4]);
  expect((number as unknown as number) < 6 && String(text) === 'name').toBe(true);
  expect([list().sum(), list.sum(), list.length, (list as unknown as (i: number) => number)(4), np.sum(list), array([number, 2]).sum()]).toEqual([36, 36, 11, -5, 36, 7]);
});

test('turning by quarters four times changes nothing, shapes and parts come back', () => {
  const arrays = fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 })).map(([rows, columns]) => np.arange(rows * columns).reshape(rows, columns));
  fc.assert(
    fc.property(arrays, fc.integer({ min: 0, max: 5 }), (given, at) => {
      expect(given.rot90().rot90().rot90().rot90().data).toEqual(given.data);
      expect(given.rot90(-3).data).toEqual(given.rot90(1).data);
      expect(given.T.T.data).toEqual(given.data);
      const row = at % given.length;
      expect(np.concatenate([given.slice([0, row]), given.slice([row, given.length])]).data).toEqual(given.data);
      expect(np.insert(given, row, np.zeros(given.shape[1])).slice(row).sum()).toBe(0);
    }),
    { seed: 20261123 },
  );
});
