import { expect, test } from 'vitest';
import { byteText, clockText, counted, cyclesText, durationText, fixed, grouped } from '../../src/ui/number-text.ts';

const plain = (text: string) => text.replace(/\u202f/g, ' ');

test('digits stand in groups of three', () => {
  expect([0, 999, 1000, 14640, 1234567].map((value) => plain(grouped(value)))).toEqual(['0', '999', '1 000', '14 640', '1 234 567']);
  expect(plain(grouped(-1234))).toBe('−1 234');
});

test('decimals are always there, and nothing is said of what is not finite', () => {
  expect(plain(fixed(152.1234, 3))).toBe('152.123');
  expect(plain(fixed(-1234.56, 1))).toBe('−1 234.6');
  expect(fixed(-0.0001, 1)).toBe('0.0');
  expect(fixed(NaN, 3)).toBe('–');
});

test('sizes have three digits and their unit', () => {
  expect([0, 999, 1000, 18_700_000, 999_600, 40e9].map(byteText)).toEqual(['0 B', '999 B', '1.00 kB', '18.7 MB', '1.00 MB', '40.0 GB']);
});

test('durations', () => {
  expect([0.2, 42.4, 190, 7260].map(durationText)).toEqual(['under 1 s', '42 s', '3 min 10 s', '2 h 1 min']);
});

test('a time keeps its microseconds', () => {
  expect(clockText(1301313871, 208333111)).toBe('2011-03-28 12:04:31.208 333 UTC');
  expect(clockText(1301313871, 1000)).toBe('2011-03-28 12:04:31.000 001 UTC');
});

test('counts carry their noun', () => {
  expect(counted(1, 'stream')).toBe('1 stream');
  expect(counted(2, 'stream')).toBe('2 streams');
});

test('equal cycles are said in one word, unequal ones are listed', () => {
  expect(cyclesText([])).toBe('no calib cycles');
  expect(cyclesText([7])).toBe('1 cycle, 7 events');
  expect(cyclesText(new Array<number>(61).fill(240))).toBe('61 cycles, 240 events each');
  expect(cyclesText([240, 240, 17])).toBe('3 cycles: 240 × 2, 17');
});
