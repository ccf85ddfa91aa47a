import { expect, it } from 'vitest';
import { byteShares } from '../../src/format/byte-shares.ts';
import { groupFiles } from '../../src/format/group-files.ts';
import { scanRun } from '../../src/pipeline/scan-run.ts';
import { byteCells } from '../../src/ui/byte-cells.ts';
import { Arena } from '../../src/wasm/arena.ts';
import { fixtureBytes, fixtureFile } from '../fixtures/fixtures.ts';
import { loadKernels } from '../reference/load-kernels.ts';
import { readDatagrams } from '../reference/read-datagrams.ts';
import type { WritableXtc } from '../../src/format/write-datagram.ts';

const NAMES = ['e81-r0098-s00-c00.xtc', 'e81-r0098-s01-c00.xtc'].map((name) => `delayscan_small/${name}`);

/** Bytes by level, phy, type and version, as a reader of its own finds them. */
function bytesByLeaf(): { leaves: Map<string, number>; total: number } {
  const leaves = new Map<string, number>();
  const visit = ({ source, type, children, payload }: WritableXtc): void => {
    children?.forEach(visit);
    if (children) return;
    const key = `${source.log >>> 24}:${source.phy}:${type.typeId}:${type.version ?? 0}`;
    leaves.set(key, (leaves.get(key) ?? 0) + 20 + (payload?.byteLength ?? 0));
  };
  let total = 0;
  for (const name of NAMES) {
    const bytes = fixtureBytes(name);
    total += bytes.byteLength;
    for (const { root } of readDatagrams(bytes)) visit(root);
  }
  return { leaves, total };
}

it('is every byte of the files, once, by source and type', async () => {
  const [run] = groupFiles(NAMES.map((name) => fixtureFile(name))).runs;
  const { index, table } = await scanRun(new Arena(await loadKernels()), run, () => undefined);
  const shares = byteShares(index, table);
  const { leaves, total } = bytesByLeaf();
  expect(shares.total).toBe(total);
  const sizes = shares.sources.flatMap(({ types }) => types.map(({ bytes }) => bytes));
  expect(sizes.sort((a, b) => a - b)).toEqual([...leaves.values()].sort((a, b) => a - b));
  expect(shares.sources.map(({ bytes }) => bytes)).toEqual(shares.sources.map(({ bytes }) => bytes).sort((a, b) => b - a));
  for (const { source, types } of shares.sources) {
    const device = table.devices.find((each) => each.source === source);
    for (const { name, version, count } of types) expect(device?.types.find((type) => type.name === name && type.version === version)?.count).toBe(count);
  }

  const { cells } = byteCells(shares, 1000, 600, 9);
  expect(cells.length).toBe(sizes.length + 1);
  expect(cells.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(total);
});
