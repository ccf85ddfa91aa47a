import { describe, expect, it } from 'vitest';
import { readTree, type XtcNode } from '../../src/format/xtc.ts';
import { XtcWalker } from '../../src/format/xtc-walker.ts';
import { levelName } from '../../src/format/source.ts';
import { typeLabel } from '../../src/format/type-id.ts';
import { Arena } from '../../src/wasm/arena.ts';
import { fixtureBytes, fixtureJson, fixtureRuns } from '../fixtures/fixtures.ts';
import { loadKernels } from '../reference/load-kernels.ts';

type ExpectedNode = {
  type: string; typeid: number; version: number; level: string; log: number; phy: number; pyana: string;
  damage: number; extent: number; offset: number; children?: ExpectedNode[];
};
type Expected = {
  datagrams: (number | string)[][];
  datagram_columns: string[];
  trees: { datagram: number; offset: number; xtc: ExpectedNode[] }[];
};

function plain(node: XtcNode): unknown {
  return {
    type: node.type, typeid: node.typeId, version: node.version, level: levelName(node.level), phy: node.phy,
    pyana: `${node.kind}(${node.source})`, damage: node.damage, extent: node.extent, offset: node.offset,
    children: node.children.map(plain),
  };
}

function expectedPlain(node: ExpectedNode): unknown {
  const { type, typeid, version, level, phy, pyana, damage, extent, offset, children = [] } = node;
  return { type, typeid, version, level, phy, pyana, damage, extent, offset, children: children.map(expectedPlain) };
}

const folders = ['damage', 'delayscan_small', 'delayscan_chunks', 'zoo', 'cspad', 'compressed', 'index'];

describe('the tree of a datagram', async () => {
  const arena = new Arena(await loadKernels());
  const walker = new XtcWalker(arena);
  for (const folder of folders) {
    it.each(fixtureRuns(folder))('%s is as the DAQ library reads it', (run) => {
      const expected = fixtureJson<Expected>(`${run}.expected.json`);
      const file = fixtureBytes(`${run}.xtc`);
      for (const tree of expected.trees) {
        const extent = Number(expected.datagrams[tree.datagram][10]);
        const bytes = file.subarray(tree.offset, tree.offset + 20 + extent);
        const root = readTree(bytes, tree.offset);
        expect([plain(root)]).toEqual(tree.xtc.map(expectedPlain));
        arena.scoped(() => {
          const array = arena.reserve('u8', bytes.byteLength);
          array.view().set(bytes);
          const rows = walker.walk(array, bytes.byteLength);
          const flat: XtcNode[] = [];
          const collect = (node: XtcNode): void => {
            flat.push(node);
            node.children.forEach(collect);
          };
          collect(root);
          expect(rows.count).toBe(flat.length);
          flat.forEach((node, row) => {
            expect([rows.offset(row) + tree.offset, rows.damage(row), rows.phy(row), rows.extent(row), rows.faults(row)]).toEqual([node.offset, node.damage, node.phy, node.extent, 0]);
            const parent = rows.parent(row);
            if (parent >= 0) expect(flat[parent].children).toContain(node);
          });
        });
      }
    });
  }
});

describe('names', () => {
  it('leaves version 0 out', () => {
    expect(typeLabel('PhaseCavity', 0)).toBe('PhaseCavity');
    expect(typeLabel('IpmFex', 1)).toBe('IpmFex_V1');
  });
});
