import { describe, expect, it } from 'vitest';
import { groupFiles } from '../../src/format/group-files.ts';
import { datagramRef } from '../../src/format/run-index.ts';
import { scanRun } from '../../src/pipeline/scan-run.ts';
import type { ScanResult } from '../../src/pipeline/run-scan.ts';
import { Arena } from '../../src/wasm/arena.ts';
import { fixtureFile, fixtureJson } from '../fixtures/fixtures.ts';
import { loadKernels } from '../reference/load-kernels.ts';

type Case = { file: string; size: number; what_is_wrong: string; good_datagrams_before: number; offset_of_fault: number };

const arena = new Arena(await loadKernels());
const cases = fixtureJson<Case[]>('broken/broken.expected.json');

async function scan(name: string): Promise<ScanResult> {
  return scanRun(arena, groupFiles([fixtureFile(`broken/${name}`)]).runs[0], () => {});
}

type Outcome = { code: string | null; offset?: number; datagrams: number };

/** What each file must come to; files that are not named are those whose flipped bit only a payload or a number shows. */
const outcomes: Record<string, Outcome> = {
  'truncated_mid_header.xtc': { code: 'truncated', datagrams: 42 },
  'truncated_after_header.xtc': { code: 'truncated', datagrams: 42 },
  'truncated_mid_payload.xtc': { code: 'truncated', datagrams: 42 },
  'truncated_one_byte_short.xtc': { code: 'truncated', datagrams: 83 },
  'truncated_in_configure.xtc': { code: 'truncated', datagrams: 0 },
  'extent_zero_datagram.xtc': { code: 'bad-extent', datagrams: 84 },
  'extent_smaller_than_header.xtc': { code: 'bad-extent', datagrams: 84 },
  'extent_larger_than_file.xtc': { code: 'bad-extent', datagrams: 84 },
  'extent_ffffffff.xtc': { code: 'bad-extent', datagrams: 84 },
  'child_extent_zero.xtc': { code: 'bad-tree', datagrams: 84 },
  'child_extent_smaller_than_header.xtc': { code: 'bad-tree', datagrams: 84 },
  'child_extent_larger_than_parent.xtc': { code: 'bad-tree', datagrams: 84 },
  'grandchild_extent_larger_than_parent.xtc': { code: 'bad-tree', datagrams: 84 },
  // The leaf at 60 is a possible one; the first impossible header is the misaligned one that follows it.
  'leaf_payload_shorter_than_type.xtc': { code: 'bad-tree', offset: 88, datagrams: 84 },
  'garbage_between_datagrams.xtc': { code: 'lost-framing', datagrams: 84 },
  'zeros_between_datagrams.xtc': { code: 'lost-framing', datagrams: 84 },
  'garbage_at_end.xtc': { code: 'lost-framing', datagrams: 84 },
  'garbage_at_start.xtc': { code: 'lost-framing', datagrams: 84 },
  'zeros_at_end.xtc': { code: 'lost-framing', datagrams: 84 },
  'empty.xtc': { code: 'empty-file', datagrams: 0 },
  'one_byte.xtc': { code: 'not-xtc', datagrams: 0 },
  'only_39_bytes.xtc': { code: 'not-xtc', datagrams: 0 },
  'not_lcls_gromacs_trajectory.xtc': { code: 'not-xtc', datagrams: 0 },
  'not_lcls_text.xtc': { code: 'not-xtc', datagrams: 0 },
  'not_lcls_gzip.xtc': { code: 'not-xtc', datagrams: 0 },
  'transition_out_of_range.xtc': { code: 'bad-header', datagrams: 84 },
  'no_configure.xtc': { code: 'no-configuration', datagrams: 83 },
  'datagram_duplicated.xtc': { code: 'duplicate', datagrams: 85 },
  'time_goes_back.xtc': { code: 'time-order', datagrams: 84 },
  'big_endian_header.xtc': { code: 'lost-framing', datagrams: 83 },
  // A bit of its seconds: the datagram begins seven bytes before the flipped one.
  'bitflip_03_datagram_header.xtc': { code: 'time-order', offset: 53004, datagrams: 84 },
};

describe('a broken file', () => {
  it.each(cases)('$file: $what_is_wrong', async ({ file, good_datagrams_before, offset_of_fault }) => {
    const { index, problems, isPartial } = await scan(file);
    const expected = outcomes[file] ?? { code: null, datagrams: 84 };
    // The header that is gone is the one of Configure.
    const second = file === 'big_endian_header.xtc' ? ['no-configuration'] : [];
    expect(isPartial).toBe(false);
    expect(index.datagrams).toBe(expected.datagrams);
    expect(index.datagrams).toBeGreaterThanOrEqual(good_datagrams_before);
    expect(problems.map(({ code }) => code)).toEqual(expected.code ? [expected.code, ...second] : []);
    for (const problem of problems) {
      expect(problem.file).toBe(file);
      expect(problem.offset).toBe(expected.offset ?? offset_of_fault);
      expect(problem.message).toMatch(/\.$/);
    }
    const good = await scan('../delayscan_small/e81-r0098-s00-c00.xtc');
    const before = Array.from({ length: Math.min(good_datagrams_before, 42) }, (_, i) => datagramRef(index, i));
    const isShifted = /no_configure|start|bitflip/.test(file);
    if (!isShifted) expect(before).toEqual(before.map((_, i) => ({ ...datagramRef(good.index, i), faults: before[i].faults, signature: before[i].signature })));
  });
});
