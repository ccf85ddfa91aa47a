import { describe, expect, it } from 'vitest';
import { groupFiles } from '../../src/format/group-files.ts';
import { scanRun } from '../../src/pipeline/scan-run.ts';
import { Arena } from '../../src/wasm/arena.ts';
import { CSPAD_SOURCE, SEGMENT_SOURCE, buildRun, segment } from '../fixtures/build-xtc.ts';
import { fixtureFile } from '../fixtures/fixtures.ts';
import { loadKernels } from '../reference/load-kernels.ts';

const arena = new Arena(await loadKernels());

async function typesOf(files: readonly File[]) {
  const { table } = await scanRun(arena, groupFiles(files).runs[0], () => {});
  return table.devices.flatMap(({ source, types }) => types.map((type) => ({ source, ...type })));
}

describe('missingLeaves', () => {
  it('counts the events without a contribution: those that have a placeholder for it', async () => {
    const types = await typesOf(['s00', 's01'].map((stream) => fixtureFile(`delayscan_small/e81-r0098-${stream}-c00.xtc`)));
    const lost = types.filter(({ name }) => name === 'Any');
    expect(lost.length).toBeGreaterThan(0);
    for (const { source, count } of lost) {
      const good = types.filter((type) => type.source === source && type.name !== 'Any' && type.missing !== undefined);
      expect(good.map(({ missing }) => missing)).toEqual([count]);
    }
    const whole = types.filter(({ source }) => !lost.some((each) => each.source === source));
    expect(whole.every(({ missing }) => missing === undefined)).toBe(true);
  });

  it('asks only for what most events have', async () => {
    const leaf = (isRare: boolean) => segment([{ source: isRare ? SEGMENT_SOURCE : CSPAD_SOURCE, type: { typeId: 28, version: 2 }, payload: new Uint8Array(4) }]);
    const types = await typesOf([new File([buildRun([[leaf(false), leaf(true), leaf(false)]])], 'e1-r0001-s00-c00.xtc')]);
    expect(types.map(({ count, missing }) => [count, missing])).toEqual([[2, 1], [1, undefined]]);
  });
});
