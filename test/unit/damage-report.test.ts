import { describe, expect, it } from 'vitest';
import { damageMask, damageNames, damageText } from '../../src/format/damage.ts';
import { reportDamage } from '../../src/format/damage-report.ts';
import { eventsOf } from '../../src/format/events-of.ts';
import { groupFiles } from '../../src/format/group-files.ts';
import { datagramRef } from '../../src/format/run-index.ts';
import { readDamage } from '../../src/pipeline/read-damage.ts';
import { scanRun } from '../../src/pipeline/scan-run.ts';
import { Arena } from '../../src/wasm/arena.ts';
import { fixtureFile, fixtureJson } from '../fixtures/fixtures.ts';
import { loadKernels } from '../reference/load-kernels.ts';

type Node = { type: string; src: string; pyana: string; damage: number; children?: Node[]; typeid: number };
type Expected = { trees: { transition: string; xtc: Node[] }[]; n_datagrams: number };

const arena = new Arena(await loadKernels());
const nodesOf = (node: Node): Node[] => [node, ...(node.children ?? []).flatMap(nodesOf)];

it('damage words are named as the library names them', () => {
  expect(damageNames(0)).toEqual([]);
  expect(damageText(0xa5001000)).toBe('OutOfOrder | user 0xa5');
  expect(damageText(0x13002)).toBe('DroppedContribution | OutOfOrder | OutOfSynch | ContainsIncomplete');
  expect(damageText(0x8 | 0x07000000)).toBe('bit 3 | user 0x07');
  expect(damageMask('OutOfOrder')).toBe(0x1000);
});

describe.each(['damage/damage', 'damage/quirks', 'delayscan_small/e81-r0098-s00-c00'])('%s', (name) => {
  it('counts by bit and by source are those of the library trees', async () => {
    const { trees, n_datagrams } = fixtureJson<Expected>(`${name}.expected.json`);
    const run = groupFiles([fixtureFile(`${name}.xtc`)]).runs[0];
    const { index } = await scanRun(arena, run, () => {}, undefined);
    const report = await reportDamage(index);
    if (trees.length < n_datagrams) {
      // Only the first datagrams are listed there: no more can be said than this.
      expect(report.datagrams).toBeGreaterThanOrEqual(trees.filter(({ xtc }) => xtc.flatMap(nodesOf).some(({ damage }) => damage !== 0)).length);
      return;
    }
    const damagedTrees = trees.filter(({ xtc }) => xtc.flatMap(nodesOf).some(({ damage }) => damage !== 0));
    expect(report.datagrams).toBe(damagedTrees.length);
    expect(report.events).toBe(damagedTrees.filter(({ transition }) => transition === 'L1Accept').length);
    for (const { name: bit, datagrams, roots } of report.bits) {
      const has = (damage: number): boolean => damageNames(damage).includes(bit);
      expect([bit, datagrams]).toEqual([bit, trees.filter(({ xtc }) => xtc.flatMap(nodesOf).some(({ damage }) => has(damage))).length]);
      expect([bit, roots]).toEqual([bit, trees.filter(({ xtc }) => xtc.some(({ damage }) => has(damage))).length]);
    }
    const leaves = trees.flatMap(({ xtc }) => xtc.flatMap(nodesOf)).filter(({ typeid }) => typeid !== 1);
    const sources = [...new Set(leaves.filter(({ damage }) => damage !== 0).map(({ pyana }) => pyana))];
    const expected = sources.map((pyana) => {
      const own = leaves.filter((leaf) => leaf.pyana === pyana);
      const damaged = own.filter(({ damage }) => damage !== 0);
      return { pyana, leaves: own.length, damaged: damaged.length, placeholders: damaged.filter(({ typeid }) => typeid === 0).length };
    });
    const found = report.sources.map(({ kind, source, leaves: all, damaged, placeholders }) => ({ pyana: `${kind}(${source})`, leaves: all, damaged, placeholders }));
    expect(found).toHaveLength(expected.length);
    expect(found).toEqual(expect.arrayContaining(expected));
  });
});

it('datagrams belong to events, transitions to none', async () => {
  const { index } = await scanRun(arena, groupFiles([fixtureFile('damage/damage.xtc')]).runs[0], () => {}, undefined);
  const all = Array.from({ length: index.datagrams }, (_, i) => i);
  expect([...eventsOf(index, all)]).toEqual([...index.events.keys()]);
  expect([...eventsOf(index, [0, 1, index.events[2], index.events[4]])]).toEqual([2, 4]);
  expect([...eventsOf(index, [])]).toEqual([]);
  const joined = { ...index, events: Uint32Array.of(index.events[0], index.events[3]) };
  expect([...eventsOf(joined, [index.events[1], index.events[2], index.events[5]])]).toEqual([0, 1]);
});

describe.each(['damage/damage', 'damage/quirks'])('the words of %s', (name) => {
  it('are those in the library trees, by source', async () => {
    const { trees } = fixtureJson<Expected>(`${name}.expected.json`);
    const file = fixtureFile(`${name}.xtc`);
    const { index } = await scanRun(arena, groupFiles([file]).runs[0], () => {}, undefined);
    const { first } = await reportDamage(index);
    const places = first.map((datagram) => datagramRef(index, datagram)).map(({ offset, byteLength }) => ({ file, offset, byteLength }));
    const { tornContainers, bySource } = await readDamage(places);
    const nodes = trees.flatMap(({ xtc }) => xtc.flatMap(nodesOf));
    expect(tornContainers).toBe(nodes.filter(({ typeid, damage }) => typeid === 1 && (damage & 0x8000) !== 0).length);
    const damaged = nodes.filter(({ typeid, damage }) => typeid !== 1 && damage !== 0);
    const counts = bySource.flatMap(({ words }) => words).map(({ text, count }) => [text, count]);
    const texts = [...new Set(damaged.map(({ damage }) => damageText(damage)))];
    const total = (text: string): number => counts.filter(([found]) => found === text).reduce((sum, [, count]) => sum + Number(count), 0);
    expect(texts.map((text) => [text, total(text)])).toEqual(texts.map((text) => [text, damaged.filter(({ damage }) => damageText(damage) === text).length]));
    expect(counts.reduce((sum, [, count]) => sum + Number(count), 0)).toBe(damaged.length);
  });
});
