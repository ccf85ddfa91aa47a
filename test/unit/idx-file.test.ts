import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compareIndex } from '../../src/format/compare-index.ts';
import { groupFiles } from '../../src/format/group-files.ts';
import { readDaqIndex, type DaqIndex } from '../../src/format/idx-file.ts';
import { typeName } from '../../src/format/type-id.ts';
import { printSource } from '../../src/format/source.ts';
import { datagramRef } from '../../src/format/run-index.ts';
import { openRun } from '../../src/pipeline/open-run.ts';
import { previewRun } from '../../src/pipeline/preview-run.ts';
import { scanRun } from '../../src/pipeline/scan-run.ts';
import type { ScanProgress } from '../../src/pipeline/run-scan.ts';
import { Arena } from '../../src/wasm/arena.ts';
import { fixture, fixtureBytes, fixtureFile } from '../fixtures/fixtures.ts';
import { loadKernels } from '../reference/load-kernels.ts';

const hex = (value: number): string => `0x${value.toString(16)}`;
const clock = (seconds: number, nanoseconds: number): string => {
  const time = new Date(seconds * 1000).toISOString();
  return `${time.slice(11, 19)}.${String(Math.floor(nanoseconds / 1e6)).padStart(3, '0')}`;
};

/** The lines the DAQ's own dump prints, from what was read. */
function dump(index: DaqIndex): string[] {
  const codesByNumber = index.eventCodes.map((code, i) => ({ code, i })).sort((a, b) => a.code - b.code);
  return [
    ...index.cycles.map((cycle, i) => `Calib ${i} Off ${hex(cycle.offset)} L1 ${cycle.firstEvent} ${clock(cycle.seconds, cycle.nanoseconds)}`),
    ...codesByNumber.map(({ code, i }) => `Evr Event ${i} Code ${code}`),
    ...index.segments.flatMap((segment, i) => [
      `Segment ${i} ip ${hex(segment.phy)} pid ${hex(segment.log & 0xffffff)}`,
      ...segment.leaves.map(({ log, phy, contains }) => {
        const { kind, source } = printSource(log, phy);
        const name = kind === 'BldInfo' ? `bldType ${source}` : `src ${source.replace('|', ' ').replaceAll('-', ',')}`;
        return `  ${name} contains ${typeName(contains & 0xffff)} V${contains >>> 16}`;
      }),
    ]),
    ...index.events.map((event, i) => {
      const codes = index.eventCodes.map((code, k) => ((event.eventCodes >>> k) & 1 ? `[${code}] ` : '')).join('');
      return `[${i}] ${clock(event.seconds, event.nanoseconds)} Fid 0x${event.fiducials.toString(16).padStart(5, '0')} Off ${hex(event.offset)} Dmg ${hex(event.damage)} DetDmg ${hex(event.damagedSegments)} DetData ${hex(event.emptySegments)} Evn ${codes}`;
    }),
  ];
}

const names = ['index/e81-r0098-s00-c00.xtc.idx', 'index/e81-r0098-s01-c00.xtc.idx'];

/** The same index with a header of version 1. */
function asFirstVersion(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const copy = new Uint8Array(bytes.byteLength - 16);
  copy.set(bytes.subarray(0, 36));
  copy.set(bytes.subarray(60), 44);
  const to = new DataView(copy.buffer);
  to.setUint32(0, 0x10026, true);
  to.setInt16(36, view.getInt32(36, true), true);
  to.setInt8(38, view.getInt16(40, true));
  to.setInt8(39, view.getInt16(42, true));
  to.setInt32(40, view.getInt32(44, true), true);
  return copy;
}

describe('the DAQ’s index', () => {
  it.each(names)('%s is read as its own dump shows it', (name) => {
    const lines = readFileSync(fixture(`${name}.dump.txt`), 'utf8').split('\n').slice(2).filter((line) => line !== '');
    const index = readDaqIndex(fixtureBytes(name), name);
    expect(dump(index).map((line) => line.trimEnd())).toEqual(lines.map((line) => line.replace(/UTC \w+ [\d-]+ /, '').trimEnd()));
    expect([index.outOfOrder, index.overlapPrevious]).toEqual([0, 0]);
    expect(index.file).toBe(name.slice(6, -4));
  });

  it('of version 1 holds the same', () => {
    const bytes = fixtureBytes(names[0]);
    expect(readDaqIndex(asFirstVersion(bytes), 'a')).toEqual({ ...readDaqIndex(bytes, 'a'), version: 1 });
  });

  it('is refused where it cannot be right', () => {
    const bytes = fixtureBytes(names[0]);
    for (let length = 0; length < bytes.length; ++length) {
      expect(() => readDaqIndex(bytes.subarray(0, length), 'a')).toThrow(/cannot be used/);
    }
    const wrong = bytes.slice();
    new DataView(wrong.buffer).setInt32(44, -1, true);
    expect(() => readDaqIndex(wrong, 'a')).toThrow(/announces -1 events/);
    new DataView(wrong.buffer).setInt32(44, 0x7fffffff, true);
    expect(() => readDaqIndex(wrong, 'a')).toThrow(/more than its/);
  });
});

describe('the DAQ’s index beside its data', async () => {
  const arena = new Arena(await loadKernels());
  const [run] = groupFiles(['delayscan_small/e81-r0098-s00-c00.xtc', 'delayscan_small/e81-r0098-s01-c00.xtc'].map(fixtureFile)).runs;
  const { index } = await scanRun(arena, run, () => undefined);

  it('agrees', () => {
    names.forEach((name, file) => expect(compareIndex(readDaqIndex(fixtureBytes(name), name), index, file, name)).toEqual([]));
  });

  it('is told where it does not', () => {
    const daq = readDaqIndex(fixtureBytes(names[0]), names[0]);
    const [first, second, third, ...rest] = daq.events;
    const wrong = { ...daq, events: [{ ...first, fiducials: 7 }, { ...second, damage: 0x4000 }, { ...third, offset: 99 }, ...rest] };
    const problems = compareIndex(wrong, index, 0, 'x.idx');
    expect(problems.map(({ offset }) => offset)).toEqual([first.offset, second.offset, 99]);
    expect(problems[0].message).toContain('another clock or fiducial');
    expect(problems[2].message).toContain('1 more disagreement');
    expect(problems.every(({ code, file }) => code === 'bad-index' && file === 'e81-r0098-s00-c00.xtc')).toBe(true);
  });
});

describe('a run that the DAQ has indexed', async () => {
  const arena = new Arena(await loadKernels());
  const data = ['delayscan_small/e81-r0098-s00-c00.xtc', 'delayscan_small/e81-r0098-s01-c00.xtc'].map(fixtureFile);
  const [run] = groupFiles([...data, ...names.map(fixtureFile)]).runs;

  it('shows all its events before it is scanned', async () => {
    const seen: ScanProgress[] = [];
    const { index, problems } = await openRun(arena, run, { isRescan: true }, (progress) => seen.push(progress));
    expect(problems).toEqual([]);
    const preview = seen[0].index;
    expect(seen.filter((progress) => progress.index !== null)).toHaveLength(1);
    if (!preview) throw new Error('No preview came.');
    expect(preview.events).toHaveLength(index.events.length);
    expect(preview.cycles).toEqual(index.cycles);
    for (let event = 0; event < index.events.length; ++event) {
      const early = datagramRef(preview, preview.events[event]);
      const late = datagramRef(index, index.events[event]);
      const { file, offset, seconds, nanoseconds, fiducials, damage } = late;
      expect(early).toMatchObject({ file, offset, seconds, nanoseconds, fiducials, damage });
      expect(early.byteLength).toBeGreaterThanOrEqual(late.byteLength);
    }
    expect(preview.configurations.map(({ file, offset, byteLength }) => [file, offset, byteLength])).toEqual(
      index.configurations.filter(({ fromDatagram }) => fromDatagram === 0).map(({ file, offset, byteLength }) => [file, offset, byteLength]),
    );
    const sources = new Set(index.kinds.map(({ source }) => source));
    expect(preview.kinds.every(({ source }) => sources.has(source))).toBe(true);
    expect(seen[0].table?.eventsPerCycle).toEqual([24, 24, 24, 24, 24]);
  });

  it('is not shown before when a chunk has no index', async () => {
    const [half] = groupFiles([...data, fixtureFile(names[0])]).runs;
    expect(await previewRun(arena, half)).toBeNull();
  });

  it('is scanned all the same when its index is damaged', async () => {
    const broken = new File([fixtureBytes(names[0]).subarray(0, 99)], 'e81-r0098-s00-c00.xtc.idx');
    const [other] = groupFiles([data[0], broken]).runs;
    const { index, problems } = await openRun(arena, other, { isRescan: true }, () => undefined);
    expect(index.events).toHaveLength(60);
    expect(problems.map(({ code, file }) => [code, file])).toEqual([['bad-index', 'e81-r0098-s00-c00.xtc.idx']]);
  });
});
