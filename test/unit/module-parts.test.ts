import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rowsOf } from '../../src/format/run-index.ts';
import { moduleScript, classOf } from '../../src/modules/module-script.ts';
import { NdArrayView } from '../../src/modules/nd-array.ts';
import { datagramsOfPart, planParts, transitionsBefore } from '../../src/modules/plan-parts.ts';
import type { PartOutput } from '../../src/modules/protocol.ts';
import { encodeState, reviveState } from '../../src/modules/state-codec.ts';
import { checkedMessage } from '../../src/state/checked-output.ts';
import { PartOrder } from '../../src/state/part-order.ts';
import { runIndexOf } from '../reference/run-index-of.ts';

const [CONFIGURE, BEGIN_RUN, BEGIN_CYCLE, END_CYCLE, ENABLE, DISABLE, L1] = [4, 6, 8, 9, 10, 11, 12];

/** A run of cycles with so many events each. */
function runOf(cycles: readonly number[]) {
  const transitions = [CONFIGURE, BEGIN_RUN, ...cycles.flatMap((events) => [BEGIN_CYCLE, ENABLE, ...Array.from({ length: events }, () => L1), DISABLE, END_CYCLE]), 7];
  const starts = cycles.map((_, i) => cycles.slice(0, i).reduce((sum, events) => sum + events, 0));
  return runIndexOf(transitions.map((transition, i) => ({ transition, seconds: 1000 + i })), starts);
}

describe('parts of a job', () => {
  const runs = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 30 }).map(runOf);

  test('are all events once, in order, and cut no cycle when that is wished', () => {
    fc.assert(
      fc.property(runs, fc.nat(100), fc.nat(1500), fc.boolean(), (index, from, count, wholeCycles) => {
        const [first, last] = [Math.min(from, index.events.length), Math.min(index.events.length, from + count)];
        if (first >= last) return;
        const parts = planParts(index, first, last, wholeCycles);
        expect([parts[0].from, parts.at(-1).to]).toEqual([first, last]);
        parts.forEach((part, i) => {
          expect(part.from).toBe(i === 0 ? first : parts[i - 1].to);
          expect(part.to).toBeGreaterThan(part.from);
          expect([part.number, part.isFirst, part.isLast]).toEqual([i, i === 0, i === parts.length - 1]);
          if (wholeCycles && i > 0) expect([...index.cycles]).toContain(part.from);
        });
        expect(parts.length).toBeLessThanOrEqual(32);
      }),
      { seed: 20261124 },
    );
  });

  test('hold each datagram of a whole run once, the end of a cycle with its events', () => {
    fc.assert(
      fc.property(runs, fc.boolean(), (index, wholeCycles) => {
        if (index.events.length === 0) return;
        const ranges = planParts(index, 0, index.events.length, wholeCycles).map((part) => datagramsOfPart(index, part));
        expect([ranges[0].first, ranges.at(-1).end]).toEqual([0, index.datagrams]);
        for (let i = 1; i < ranges.length; ++i) {
          expect(ranges[i].first).toBe(ranges[i - 1].end);
          expect([BEGIN_CYCLE, L1]).toContain(rowsOf(index).transition(ranges[i].first));
        }
      }),
      { seed: 20261125 },
    );
  });

  test('are told how the run began before them', () => {
    const index = runOf([3, 2]);
    const middle = index.events[4];
    const before = transitionsBefore(index, middle);
    expect([before.configure, before.run, rowsOf(index).transition(before.cycle), before.cycle > index.events[2]]).toEqual([0, 1, BEGIN_CYCLE, true]);
    expect(transitionsBefore(index, 0)).toEqual({ configure: -1, run: -1, cycle: -1 });
  });
});

describe('output of parts', () => {
  const output = (part: number, text: string): PartOutput => ({ part, lines: [{ module: 'm', text, kind: 'print' }], plots: [], saved: [], texts: [], problems: [] });

  test('comes in the order of the parts, whichever worker is first', () => {
    const orders = fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 });
    fc.assert(
      fc.property(orders, fc.integer({ min: 0, max: 6 }), (order, cut) => {
        const shown: string[] = [];
        const parts = new PartOrder(({ lines }) => shown.push(lines[0].text));
        for (const part of order) {
          parts.add(output(part, `${part}a`));
          if (part === cut) parts.cut(part);
          parts.add(output(part, `${part}b`));
          parts.end(part);
        }
        const last = Math.min(cut, 5);
        expect(shown.filter((text) => Number(text[0]) <= last)).toEqual(Array.from({ length: last + 1 }, (_, part) => [`${part}a`, `${part}b`]).flat());
        if (order.indexOf(cut) === 0) expect(shown.length).toBe(2 * (last + 1));
      }),
      { seed: 20261126 },
    );
  });

  test('is checked: what is no message is refused, names lose their folders', () => {
    for (const bad of [null, 5, {}, { type: 'other' }, { type: 'output', plots: [{ kind: 'line', x: [1], series: [], image: null }] }, { type: 'output', saved: [{ format: 'exe' }] }]) {
      expect(() => checkedMessage(bad)).toThrow(TypeError);
    }
    const array = { shape: [3], dtype: 'f64', data: new Float64Array(2) };
    expect(() => checkedMessage({ type: 'output', saved: [{ format: 'npy', name: 'a', arrays: [{ name: 'x', array }], options: {} }] })).toThrow(/an array that is none/);
    const names = ['../../x.npy', 'C:\\a\\b.txt', '..', '', 'a<b>.txt', '.hidden'];
    const message = checkedMessage({ type: 'output', part: 1, texts: names.map((name) => ({ module: 'm', name, text: 't' })) });
    expect(message.type === 'output' && message.texts.map(({ name }) => name)).toEqual(['x.npy', 'b.txt', 'unnamed', 'unnamed', 'a_b_.txt', 'hidden']);
    expect(checkedMessage({ type: 'ended', part: 2, outcome: 'nonsense', state: null })).toMatchObject({ outcome: 'failed' });
  });
});

describe('the state of a module', () => {
  test('crosses with its arrays, maps and sets', () => {
    class Kept {
      list = [1, { deep: ['x'] }];
      array = new NdArrayView([2, 2], 'u16', Uint16Array.of(1, 2, 3, 4));
      map = new Map([['a', new NdArrayView([1], 'f64', Float64Array.of(5))]]);
      set = new Set([1, 2]);
      nothing = null;
      sum() {
        return this.array.sum();
      }
    }
    const kept = new Kept();
    const back = reviveState(Kept.prototype, structuredClone(encodeState(kept)), { mkfile: () => expect.unreachable() }) as Kept;
    expect(back).toBeInstanceOf(Kept);
    expect([back.sum(), back.map.get('a')?.at(0), [...back.set], back.list, back.nothing]).toEqual([10, 5, [1, 2], kept.list, null]);
  });

  test('that cannot cross says what it is and where', () => {
    expect(() => encodeState({ a: { b: [() => 1] } })).toThrow(/this\.a\.b\[0\] is a function/);
    expect(() => encodeState({ date: new Date(0), own: new (class Own { x = 1; })() })).toThrow(/this\.own is a Own/);
    const round: Record<string, unknown> = {};
    round.self = round;
    expect(() => encodeState(round)).toThrow(/holds itself/);
  });
});

describe('the script of modules', () => {
  const module = (name: string, source: string) => ({ name, label: '', source, params: {} });

  test('keeps lines and columns of every source', () => {
    const sources = ['class A {\n  event() { FIRST }\n}', 'export default class B {\n\n  event() { SECOND }\n}\n', 'export class C {} // THIRD'];
    const { text, starts } = moduleScript(sources.map((source, i) => module(`m${i}`, source)));
    const lines = text.split('\n');
    sources.forEach((source, i) => {
      source.split('\n').forEach((line, at) => {
        const written = lines[starts[i].before + at];
        expect(written).toHaveLength(line.length);
        expect(written.trim()).toBe(line.replace(/^export (default )?/, '').trim());
      });
    });
  });

  test('means the class that is called as the module, else the last one', () => {
    class A {
      event(): void {}
    }
    class B extends A {}
    expect(classOf({ name: 'pyana_examples.A', label: 'x' }, { A, B })).toBe(A);
    expect(classOf({ name: 'other', label: '' }, { A, B })).toBe(B);
    expect(() => classOf({ name: 'my.thing', label: '' }, {})).toThrow(/class thing \{ event\(evt, env\)/);
  });
});
