import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Problem } from '../../src/base/errors.ts';
import { binOf, firstOfBin, profileRun } from '../../src/format/run-profile.ts';
import { runIndexOf as indexOf } from '../reference/run-index-of.ts';

type Row = { transition: number; seconds: number; fiducials: number; damage: number };

const EVENT = 12;

/** Events at 120 Hz: three fiducials apart. */
function steady(count: number, change: (i: number) => Partial<Row> = () => ({})): Row[] {
  return Array.from({ length: count }, (_, i) => ({ transition: EVENT, seconds: 1000 + i / 120, fiducials: (3 * i) % 131040, damage: 0, ...change(i) }));
}

const problemAt = (offset: number): Problem => ({ code: 'bad-tree', file: 'a.xtc', offset, message: '' });

describe('profileRun', () => {
  it('counts what a plain look at every row counts, in the right bins', async () => {
    const row = fc.record({ transition: fc.constantFrom(EVENT, EVENT, EVENT, 8, 9), seconds: fc.nat(50), fiducials: fc.nat(200), damage: fc.constantFrom(0, 0, 2, 0x8000) });
    await fc.assert(fc.asyncProperty(fc.array(row, { maxLength: 60 }), fc.integer({ min: 1, max: 20 }), async (rows, width) => {
      const profile = await profileRun(indexOf(rows), width, []);
      const events = rows.filter(({ transition }) => transition === EVENT);
      expect(profile.bins).toBe(Math.max(1, Math.min(width, events.length)));
      const damaged = new Array<number>(profile.bins).fill(0);
      const back = new Array<number>(profile.bins).fill(0);
      let event = 0;
      for (const { transition, damage } of rows) {
        const bin = Math.max(0, Math.floor((Math.min(event, events.length - 1) * profile.bins) / Math.max(1, events.length)));
        if (damage !== 0) ++damaged[bin];
        if (transition !== EVENT) continue;
        if (event > 0 && events[event].seconds < events[event - 1].seconds) ++back[bin];
        ++event;
      }
      expect([...profile.damaged]).toEqual(damaged);
      expect([...profile.back]).toEqual(back);
      expect(profile.totals.back).toBe(back.reduce((sum, count) => sum + count, 0));
    }), { seed: 11, numRuns: 300 });
  });

  it('gives the rate of a steady run as it is', async () => {
    const profile = await profileRun(indexOf(steady(1000)), 37, []);
    for (const rate of profile.rate) expect(rate).toBeCloseTo(120, 3);
    expect(profile.totals).toEqual({ damaged: 0, gaps: 0, lost: 0, back: 0, problems: 0 });
    expect([...profile.firstMark].every((first) => first === 1000)).toBe(true);
  });

  it('sees lost events by their fiducials, also where those start again', async () => {
    const all = steady(60000);
    const rows = all.filter((_row, i) => i !== 100 && i !== 101 && i !== 43680); // 43680 * 3 = 131040
    const profile = await profileRun(indexOf(rows), 600, []);
    expect(profile.totals).toEqual({ damaged: 0, gaps: 0, lost: 3, back: 0, problems: 0 });
    expect(profile.lost[1]).toBe(2);
    expect(profile.firstMark[1]).toBe(100);
  });

  it('takes a pause for a gap unless a transition says why', async () => {
    const rows = steady(300, (i) => ({ seconds: 1000 + i / 120 + (i >= 100 ? 5 : 0) + (i >= 200 ? 5 : 0), fiducials: 0 }));
    const cycle: Row = { transition: 8, seconds: 1010, fiducials: 0, damage: 0 };
    const profile = await profileRun(indexOf([...rows.slice(0, 200), cycle, ...rows.slice(200)]), 30, []);
    expect(profile.totals.gaps).toBe(1);
    expect(profile.gaps[10]).toBe(1);
    expect(profile.transitions[20]).toBe(1 << 8);
  });

  it('puts problems on the events they lie in or after', async () => {
    const profile = await profileRun(indexOf(steady(100)), 100, [problemAt(0), problemAt(4250), problemAt(1e9), { ...problemAt(7), file: 'b.xtc' }]);
    expect(profile.totals.problems).toBe(3);
    expect([0, 42, 99].map((bin) => profile.problems[bin])).toEqual([1, 1, 1]);
  });

  it('stops when it is told to', async () => {
    const stop = new AbortController();
    const going = profileRun(indexOf(steady(1_000_000)), 1000, [], stop.signal);
    stop.abort();
    await expect(going).rejects.toMatchObject({ code: 'aborted' });
  });

  it('never holds the page for long, with a million events', async () => {
    const index = indexOf(steady(1_000_000));
    const longest: number[] = [];
    // The best of three: other programs may take the processor away.
    for (let round = 0; round < 3; ++round) {
      let [slowest, last, isDone] = [0, performance.now(), false];
      const going = profileRun(index, 1000, [problemAt(5e7)]).finally(() => (isDone = true));
      while (!isDone) {
        await new Promise((resolve) => setTimeout(resolve, 0));
        slowest = Math.max(slowest, performance.now() - last);
        last = performance.now();
      }
      expect((await going).events).toBe(1_000_000);
      longest.push(slowest);
    }
    expect(Math.min(...longest)).toBeLessThan(50);
  });
});

it('bins and events are each other’s inverse', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 3000 }), (events, width) => {
    const shape = { events, bins: Math.min(events, width) };
    for (let bin = 0; bin < shape.bins; ++bin) {
      expect(binOf(shape, firstOfBin(shape, bin))).toBe(bin);
      expect(binOf(shape, firstOfBin(shape, bin + 1) - 1)).toBe(bin);
    }
  }), { seed: 12, numRuns: 200 });
});
