import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RowCensus } from '../../src/format/row-census.ts';
import type { RunIndex } from '../../src/format/run-index.ts';
import { Arena } from '../../src/wasm/arena.ts';
import { stepsSlowly, usesSlowly } from '../reference/census.ts';
import { loadKernels } from '../reference/load-kernels.ts';
import { runIndexOf } from '../reference/run-index-of.ts';

const arena = new Arena(await loadKernels());

/** [datagram of an event, step to the next one], as the census tells them. */
function stepsOf(census: RowCensus): [number, number][] {
  const steps: [number, number][] = [];
  for (let stretch = 0; stretch < census.length; ++stretch) {
    const before = steps.length;
    for (let row = census.from(stretch); row < census.to(stretch); ++row) if (census.isCounted(row)) steps.push([row, census.step(stretch)]);
    expect(census.count(stretch)).toBe(steps.length - before);
  }
  return steps;
}

const row = fc.record({
  transition: fc.constantFrom(12, 12, 12, 12, 12, 8, 9), pause: fc.constantFrom(0, 0, 0, 1, 59, 61, -3),
  step: fc.constantFrom(3, 3, 3, 3, 6, 0, 30_000, 131_000), isFaulty: fc.constantFrom(false, false, false, false, true), signature: fc.nat(3),
  file: fc.constantFrom(0, 0, 0, 1), isPartner: fc.constantFrom(false, false, false, true), isLost: fc.constantFrom(false, false, false, true),
});

function indexOf(rows: readonly { transition: number; pause: number; step: number; isFaulty: boolean; signature: number; file: number; isPartner: boolean; isLost: boolean }[]): RunIndex {
  let [seconds, fiducials] = [1_300_000_000, 100];
  const made = runIndexOf(rows.map(({ transition, pause, step, isFaulty, signature, isLost }) => {
    seconds += pause;
    fiducials = (fiducials + step) % 131_040;
    return { transition, seconds, fiducials: isLost ? 0x1ffff : fiducials, faults: isFaulty ? 16 : 0, signature };
  }));
  const events: number[] = [];
  const partners: number[] = [];
  rows.forEach(({ transition, isPartner }, i) => {
    if (transition !== 12) return;
    if (isPartner && events.length > 0) partners.push(events.length - 1, i);
    else events.push(i);
  });
  return {
    ...made, files: ['a.xtc', 'b.xtc'], fileOf: Uint16Array.from(rows, ({ file }) => file), events: Uint32Array.from(events), partners: Uint32Array.from(partners),
    signatures: Array.from({ length: 4 }, () => new Uint16Array()),
  };
}

describe('RowCensus', () => {
  it('is its slow twin for any rows', () => {
    fc.assert(fc.property(fc.array(row, { maxLength: 60 }), fc.boolean(), (rows, hasControl) => {
      const index = indexOf(rows);
      const isControl = [false, hasControl];
      const census = new RowCensus(arena, index, isControl);
      expect(stepsOf(census)).toEqual(stepsSlowly(index, isControl));
      const uses = usesSlowly(index);
      for (let signature = 0; signature < 4; ++signature) {
        const found = uses.get(signature);
        expect(census.uses(signature)).toBe(found?.count ?? 0);
        if (found) expect(census.firstUse(signature)).toBe(found.first);
      }
    }), { seed: 11, numRuns: 300 });
  });

  it('goes on where one call of the kernel ends', () => {
    const index = indexOf(Array.from({ length: 10_000 }, (_, i) => ({ transition: 12, pause: i % 120 === 0 ? 1 : 0, step: i % 4097 === 4096 ? 9 : 3, isFaulty: i === 4096, signature: i % 3, file: 0, isPartner: false, isLost: false })));
    const census = new RowCensus(arena, index, [false, false]);
    expect(stepsOf(census)).toEqual(stepsSlowly(index, [false, false]));
    expect([0, 1, 2, 3].map((signature) => census.uses(signature))).toEqual([3334, 3333, 3333, 0]);
  });
});
