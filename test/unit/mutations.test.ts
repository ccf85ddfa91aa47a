import { describe, expect, it } from 'vitest';
import { groupFiles } from '../../src/format/group-files.ts';
import { datagramRef, type DatagramRef } from '../../src/format/run-index.ts';
import { scanRun } from '../../src/pipeline/scan-run.ts';
import { Arena } from '../../src/wasm/arena.ts';
import { fixtureBytes } from '../fixtures/fixtures.ts';
import { MUTATIONS, mutate, type Mutated, type Mutation } from '../fixtures/mutate.ts';
import { scanSlowly, type TwinDatagram } from '../reference/datagram.ts';
import { loadKernels } from '../reference/load-kernels.ts';

const CASES = 10_000;
/** Prints what was not found again, and the rates. */
const IS_SHOWN = process.env.MUTATIONS_SHOWN !== undefined;
const GOOD_FILES = ['delayscan_small/e81-r0098-s00-c00.xtc', 'delayscan_chunks/e81-r0098-s01-c02.xtc', 'damage/damage.xtc', 'delayscan_chunks/e81-r0098-s00-c01.xtc'];
const MOST_MEMORY = 64 * 1024 * 1024;
const SLOWEST_MS = 5000;

const kernels = await loadKernels();
const arena = new Arena(kernels);
const files = GOOD_FILES.map((path) => ({ path, bytes: fixtureBytes(path) })).map((file) => ({ ...file, datagrams: scanSlowly(file.bytes) }));

type Healthy = { readonly before: number; readonly missedBefore: number; readonly after: number; readonly missedAfter: number };

/** Counts the datagrams of the good file that are whole in the other one, and those of them that were not found. */
function compare(datagrams: readonly TwinDatagram[], mutated: Mutated, found: readonly DatagramRef[]): Healthy {
  const places = new Set(found.map(({ offset, extent }) => `${offset} ${extent}`));
  const transitions = new Set(found.map(({ transition, seconds, nanoseconds }) => `${transition} ${seconds} ${nanoseconds}`));
  const count = { before: 0, missedBefore: 0, after: 0, missedAfter: 0 };
  for (const { offset, extent, low, seconds, nanoseconds } of datagrams) {
    const part = mutated.parts.find(({ from, to }) => offset >= from && offset + 20 + extent <= to);
    if (!part) continue;
    const transition = (low >>> 24) & 15;
    // A second copy of a transition is known and left out.
    const isKnown = places.has(`${offset - part.from + part.at} ${extent}`) || (transition !== 12 && transitions.has(`${transition} ${seconds} ${nanoseconds}`));
    if (part.at === 0) {
      ++count.before;
      if (!isKnown) ++count.missedBefore;
    } else {
      ++count.after;
      if (!isKnown) ++count.missedAfter;
    }
  }
  return count;
}

describe('a file with one fault', () => {
  it('gives a result or located problems, keeps all before the fault and mostly finds what comes after it', async () => {
    const rates = new Map<Mutation, { cases: number; found: number }>();
    const silent: string[] = [];
    for (let seed = 0; seed < CASES; ++seed) {
      const mutation = MUTATIONS[seed % MUTATIONS.length];
      const { path, bytes, datagrams } = files[Math.floor(seed / MUTATIONS.length) % files.length];
      const mutated = mutate(bytes, mutation, seed);
      const file = new File([mutated.bytes], 'e81-r0098-s00-c00.xtc');
      const name = `seed ${seed}: ${mutation} in ${path} at byte ${mutated.damageStart}`;
      const started = performance.now();
      const { index, problems } = await scanRun(arena, groupFiles([file]).runs[0], () => {});
      expect(performance.now() - started, name).toBeLessThan(SLOWEST_MS);
      const found = Array.from({ length: index.datagrams }, (_, i) => datagramRef(index, i));
      let end = 0;
      for (const { offset, byteLength } of [...found].sort((a, b) => a.offset - b.offset)) {
        expect(offset, name).toBeGreaterThanOrEqual(end);
        end = offset + byteLength;
      }
      expect(end, name).toBeLessThanOrEqual(file.size);
      for (const problem of problems) {
        expect(problem.file, name).toBe(file.name);
        expect(problem.offset, name).toBeGreaterThanOrEqual(0);
        expect(problem.offset, name).toBeLessThanOrEqual(file.size);
        expect(problem.message.length, name).toBeGreaterThan(40);
      }
      const healthy = compare(datagrams, mutated, found);
      expect(healthy.missedBefore, name).toBe(0);
      if (healthy.missedAfter > 0 && problems.length === 0) silent.push(name);
      if (healthy.after === 0) continue;
      const rate = rates.get(mutation) ?? { cases: 0, found: 0 };
      rates.set(mutation, { cases: rate.cases + 1, found: rate.found + (healthy.missedAfter === 0 ? 1 : 0) });
      if (IS_SHOWN && healthy.missedAfter > 0) console.log(name, healthy, problems.map(({ message }) => message));
    }
    expect(silent).toEqual([]);
    if (IS_SHOWN) console.log(Object.fromEntries([...rates].map(([mutation, { cases, found }]) => [mutation, `${found} of ${cases}`])));
    const all = [...rates.values()].reduce((sum, { cases, found }) => ({ cases: sum.cases + cases, found: sum.found + found }), { cases: 0, found: 0 });
    expect(all.cases).toBeGreaterThan(CASES / 2);
    expect(all.found / all.cases).toBeGreaterThanOrEqual(0.95);
    expect(kernels.memory.buffer.byteLength).toBeLessThan(MOST_MEMORY);
  }, 240_000);
});

describe('a run with several faults', () => {
  it('gives a result or located problems', async () => {
    for (let seed = 0; seed < 1000; ++seed) {
      const [a, b] = [files[seed % 2], files[2 + (seed % 2)]];
      const damaged = [a, b].map(({ bytes }, i) => [1, 2, 3].reduce((left, round) => (left.byteLength === 0 ? left : mutate(left, MUTATIONS[(seed * round + i) % MUTATIONS.length], 7 * seed + round).bytes), bytes));
      const streams = damaged.map((bytes, i) => new File([bytes], `e81-r0098-s${i === 0 ? '00' : '80'}-c00.xtc`));
      const { index, problems } = await scanRun(arena, groupFiles(streams).runs[0], () => {}, undefined, { l1Offset: seed % 3 });
      for (let i = 0; i < index.datagrams; ++i) {
        const { file, offset, byteLength } = datagramRef(index, i);
        expect(offset + byteLength, `seed ${seed}`).toBeLessThanOrEqual(streams[file].size);
      }
      for (const { file, offset } of problems) expect(offset, `seed ${seed}`).toBeLessThanOrEqual(streams.find(({ name }) => name === file)?.size ?? -1);
      expect(Array.from(index.partners).every((at, i) => at < (i % 2 === 0 ? index.events.length : index.datagrams)), `seed ${seed}`).toBe(true);
    }
  }, 60_000);
});
