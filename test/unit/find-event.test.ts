import { describe, expect, it } from 'vitest';
import { findEvent } from '../../src/format/find-event.ts';
import { runIndexOf, type RowLike } from '../reference/run-index-of.ts';

// 2009-02-13 23:31:30 UTC and on, one second apart; the run goes over midnight only in its last test.
const START = 1_234_567_890;
const rows: RowLike[] = [
  { transition: 4, seconds: START },
  ...Array.from({ length: 20 }, (_, i) => ({ transition: 12, seconds: START + i + 0.25, fiducials: 360 * (i % 10) + 1 })),
];
const index = runIndexOf(rows, [0, 8, 16]);

describe('findEvent', () => {
  it('takes a number for an event', () => {
    expect(findEvent(index, '7')).toBe(7);
    expect(findEvent(index, ' event 1 9 ')).toBe(19);
    expect(() => findEvent(index, '20')).toThrow('There is no event 20: the last one is 19.');
  });

  it('takes a clock for the first event from then on', () => {
    expect(findEvent(index, '23:31:30')).toBe(0);
    expect(findEvent(index, '23:31:35')).toBe(5);
    expect(findEvent(index, '23:31:35.25')).toBe(5);
    expect(findEvent(index, '23:31:35.250001')).toBe(6);
    expect(findEvent(index, '2009-02-13 23:31:36')).toBe(6);
    expect(findEvent(index, '2009-02-13T00:00')).toBe(0);
    expect(() => findEvent(index, '23:40')).toThrow('The run ends before 23:40.');
  });

  it('takes the next event with a fiducial, round the end of the run', () => {
    expect(findEvent(index, '0x169')).toBe(1);
    expect(findEvent(index, 'fid 361', 2)).toBe(11);
    expect(findEvent(index, '0x169', 12)).toBe(1);
    expect(() => findEvent(index, '0x2')).toThrow('No event has the fiducial 0x2.');
  });

  it('takes a cycle for its first event', () => {
    expect(findEvent(index, 'cycle 1')).toBe(8);
    expect(findEvent(index, 'c2')).toBe(16);
    expect(() => findEvent(index, 'cycle 3')).toThrow('There is no cycle 3: the last one is 2.');
  });

  it('says what it understands', () => {
    expect(() => findEvent(index, 'soon')).toThrow('cycle 6');
    expect(() => findEvent(runIndexOf([], []), '0')).toThrow('no events');
  });
});
