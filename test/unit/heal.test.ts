import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { groupFiles } from '../../src/format/group-files.ts';
import { joinRanges } from '../../src/format/join-ranges.ts';
import { rowsOf, type RunIndex } from '../../src/format/run-index.ts';
import { healthyRanges, rangesLength } from '../../src/format/skipped.ts';
import { scanRun } from '../../src/pipeline/scan-run.ts';
import type { ScanResult } from '../../src/pipeline/run-scan.ts';
import { Arena } from '../../src/wasm/arena.ts';
import { fixture, fixtureFile } from '../fixtures/fixtures.ts';
import { loadKernels } from '../reference/load-kernels.ts';

const arena = new Arena(await loadKernels());
const scan = (...files: File[]): Promise<ScanResult> => scanRun(arena, groupFiles(files).runs[0], () => {});
const FRAMING = ['truncated', 'bad-extent', 'lost-framing', 'not-xtc', 'empty-file', 'unreadable'];

type Case = { file: string; what_is_wrong: string };
const cases = JSON.parse(readFileSync(fixture('broken/broken.expected.json'), 'utf8')) as Case[];

/** Bytes of every datagram, in latin-1, except those that were cut. */
async function datagramsOf(file: File, index: RunIndex): Promise<string[]> {
  const bytes = Buffer.from(await file.arrayBuffer());
  const rows = rowsOf(index);
  const skipped = new Set(index.skipped.map(({ offset }) => offset));
  return Array.from({ length: index.datagrams }, (_, i) => i)
    .filter((i) => !skipped.has(rows.offset(i)))
    .map((i) => bytes.toString('latin1', rows.offset(i), rows.offset(i) + 20 + rows.extent(i)));
}

describe('the healthy part of a broken file', () => {
  it.each(cases)('$file: $what_is_wrong', async ({ file: name }) => {
    const file = fixtureFile(`broken/${name}`);
    const { index, problems } = await scan(file);
    const ranges = healthyRanges(index.skipped, 0, file.size);
    const isBroken = problems.some(({ code }) => FRAMING.includes(code)) && file.size > 0;
    expect(index.skipped.length > 0).toBe(isBroken);
    expect(rangesLength(ranges) + index.skipped.reduce((sum, { byteLength }) => sum + byteLength, 0)).toBe(file.size);
    const healed = new File([await joinRanges([file], ranges)], name);
    const wanted = await datagramsOf(file, index);
    expect(ranges.length > 0).toBe(wanted.length > 0);
    if (wanted.length === 0) return;
    const again = await scan(healed);
    expect(again.problems.map(({ code }) => code).filter((code) => FRAMING.includes(code))).toEqual([]);
    expect(again.index.skipped).toEqual([]);
    expect(await datagramsOf(healed, again.index)).toEqual(wanted);
  });
});

it('a file without faults is healthy as it is, also beside a broken one', async () => {
  const good = fixtureFile('delayscan_small/e81-r0098-s00-c00.xtc');
  const broken = new File([await fixtureFile('broken/garbage_between_datagrams.xtc').arrayBuffer()], 'e81-r0098-s01-c00.xtc');
  const { index } = await scan(good, broken);
  expect(index.skipped.map(({ file }) => file)).toEqual([1]);
  expect(healthyRanges(index.skipped, 0, good.size)).toEqual([{ file: 0, offset: 0, byteLength: good.size }]);
  expect(rangesLength(healthyRanges(index.skipped, 1, broken.size))).toBe(good.size);
});

it('what was not looked at is not called healthy', async () => {
  const file = fixtureFile('delayscan_small/e81-r0098-s00-c00.xtc');
  const stop = new AbortController();
  stop.abort();
  const { index, isPartial } = await scanRun(arena, groupFiles([file]).runs[0], () => {}, stop.signal);
  expect(isPartial).toBe(true);
  expect(index.skipped).toEqual([{ file: 0, offset: 0, byteLength: file.size, code: 'aborted' }]);
  expect(healthyRanges(index.skipped, 0, file.size)).toEqual([]);
});
