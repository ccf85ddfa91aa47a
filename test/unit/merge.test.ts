import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DatagramRows } from '../../src/format/datagram-rows.ts';
import { mergeStreams, rowAt } from '../../src/format/merge.ts';

type Stamp = { seconds: number; nanoseconds: number; transition: number };

function rowsOf(stamps: readonly Stamp[]): DatagramRows {
  const rows = new DatagramRows();
  for (const { seconds, nanoseconds, transition } of stamps) {
    rows.add({ offset: 0, seconds, nanoseconds, stampLow: transition << 24, extent: 20 });
  }
  return rows;
}

/** The rule as it is written down: the smallest head, the first stream on ties, transitions once. */
function mergeSlowly(streams: readonly (readonly Stamp[])[]): [number, number][] {
  const heads = streams.map(() => 0);
  const seen = new Set<string>();
  const order: [number, number][] = [];
  for (;;) {
    let least = -1;
    streams.forEach((stream, s) => {
      if (heads[s] >= stream.length) return;
      const [a, b] = [stream[heads[s]], least < 0 ? null : streams[least][heads[least]]];
      if (!b || a.seconds < b.seconds || (a.seconds === b.seconds && a.nanoseconds < b.nanoseconds)) least = s;
    });
    if (least < 0) return order;
    const stamp = streams[least][heads[least]];
    const key = `${stamp.transition} ${stamp.seconds} ${stamp.nanoseconds}`;
    if (stamp.transition === 12 || !seen.has(key)) order.push([least, heads[least]]);
    seen.add(key);
    ++heads[least];
  }
}

describe('mergeStreams', () => {
  it('is the rule, for any streams', () => {
    const stamp = fc.record({ seconds: fc.nat(3), nanoseconds: fc.nat(3), transition: fc.constantFrom(12, 12, 8, 4) });
    fc.assert(fc.property(fc.array(fc.array(stamp, { maxLength: 12 }), { minLength: 1, maxLength: 6 }), (streams) => {
      const order = mergeStreams(streams.map((stamps) => ({ rows: rowsOf(stamps), isDone: true })));
      expect(Array.from({ length: order.count }, (_, i) => [order.streamOf[i], rowAt(order, i)])).toEqual(mergeSlowly(streams));
    }), { seed: 5, numRuns: 300 });
  });

  it('waits for a stream that is still being read', () => {
    const event = (seconds: number): Stamp => ({ seconds, nanoseconds: 0, transition: 12 });
    const ahead = { rows: rowsOf([event(1), event(3), event(5)]), isDone: true };
    const order = mergeStreams([ahead, { rows: rowsOf([event(2)]), isDone: false }]);
    expect(order.count).toBe(2);
    expect(mergeStreams([ahead, { rows: rowsOf([]), isDone: false }]).count).toBe(0);
  });
});
