import { describe, expect, it } from 'vitest';
import type { Problem } from '../../src/base/errors.ts';
import { groupFiles } from '../../src/format/group-files.ts';
import type { WritableDatagram } from '../../src/format/write-datagram.ts';
import { scanRun } from '../../src/pipeline/scan-run.ts';
import { Arena } from '../../src/wasm/arena.ts';
import { buildFile, root } from '../fixtures/build-xtc.ts';
import { fixtureFile } from '../fixtures/fixtures.ts';
import { loadKernels } from '../reference/load-kernels.ts';

const arena = new Arena(await loadKernels());

async function problemsOf(files: readonly File[]): Promise<readonly Problem[]> {
  const { problems } = await scanRun(arena, groupFiles(files).runs[0], () => {});
  return problems.filter(({ code }) => code === 'missing-events');
}

/** Streams that take turns, without the events in `lost`; 120 Hz, across a wrap of the fiducials. */
function filesOf(streams: number, events: number, lost: readonly number[], fiducialStep = 3): File[] {
  const datagrams: WritableDatagram[][] = Array.from({ length: streams }, () => [{ transition: 4, seconds: 1_299_999_999, nanoseconds: 0, fiducials: 0, root: root() }]);
  for (let i = 0; i < events; ++i) {
    if (lost.includes(i)) continue;
    datagrams[i % streams].push({ transition: 12, seconds: 1_300_000_000 + Math.floor(i / 120), nanoseconds: (i % 120) * 8_333_333, fiducials: (131_000 + i * fiducialStep) % 131_040, root: root() });
  }
  return datagrams.map((stream, i) => new File([buildFile(stream)], `e1-r0001-s0${i}-c00.xtc`));
}

describe('missingEvents', () => {
  it('names the stream, the number of events and the first place', async () => {
    const [problem, ...others] = await problemsOf(filesOf(3, 200, [31, 34, 100]));
    expect(others).toEqual([]);
    expect(problem.file).toBe('e1-r0001-s00-c00.xtc');
    expect(problem.message).toMatch(/^3 events are missing in stream s01: .* 3 fiducials, but at 3 places by more.* \(event 30\)/);
  });

  it('tells the streams apart in one gap', async () => {
    const problems = await problemsOf(filesOf(2, 100, [40, 41, 42]));
    expect(problems.map(({ message }) => message.slice(0, 37))).toEqual(['2 events are missing in stream s00: e', '1 event is missing in stream s01: eve']);
  });

  it('says nothing of a whole run, of one without a rate, and of a stream that is open alone', async () => {
    expect(await problemsOf(filesOf(2, 100, []))).toEqual([]);
    expect(await problemsOf(filesOf(1, 60, [3, 7, 8, 12, 15, 21, 22, 30, 34, 35, 40, 47, 51]))).toEqual([]);
    const small = ['s00', 's01'].map((stream) => fixtureFile(`delayscan_small/e81-r0098-${stream}-c00.xtc`));
    expect(await problemsOf(small)).toEqual([]);
    expect(await problemsOf(small.slice(1))).toEqual([]);
  });
});
