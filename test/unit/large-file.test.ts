import { describe, expect, it } from 'vitest';
import { groupFiles } from '../../src/format/group-files.ts';
import { datagramRef } from '../../src/format/run-index.ts';
import { scanRun } from '../../src/pipeline/scan-run.ts';
import { Arena } from '../../src/wasm/arena.ts';
import { scanSlowly } from '../reference/datagram.ts';
import { fixtureBytes } from '../fixtures/fixtures.ts';
import { loadKernels } from '../reference/load-kernels.ts';
import { VirtualFile } from '../reference/virtual-file.ts';

describe('a file beyond 4 GiB', () => {
  it('of large datagrams is scanned by its headers, the first event at once', async () => {
    const arena = new Arena(await loadKernels());
    const bytes = fixtureBytes('cspad/e60-r0012-s00-c00.xtc');
    const datagrams = scanSlowly(bytes);
    const [first, last] = [datagrams[4].offset, datagrams[5].offset];
    const times = 1400;
    const file = new VirtualFile(bytes.subarray(0, first), bytes.subarray(first, last), times, 'e60-r0012-s00-c00.xtc');
    expect(file.size).toBeGreaterThan(2 ** 32);
    let bytesAtFirstEvent = 0;
    const { index, table } = await scanRun(arena, groupFiles([file.asFile()]).runs[0], (progress) => {
      if (progress.index && bytesAtFirstEvent === 0) bytesAtFirstEvent = file.bytesRead;
    });
    expect(table.events).toBe(times);
    expect(datagramRef(index, index.datagrams - 1).offset).toBe(file.size - (20 + datagrams[4].extent));
    expect(bytesAtFirstEvent).toBeGreaterThan(0);
    expect(bytesAtFirstEvent).toBeLessThan(64e6);
    expect(file.bytesRead).toBeLessThan(file.size / 20);
  });
});
