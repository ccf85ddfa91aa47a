import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupFiles } from '../../src/format/group-files.ts';
import { joinRanges } from '../../src/format/join-ranges.ts';
import { configurationFor, datagramRef, imageSources, rowsOf, type RunIndex } from '../../src/format/run-index.ts';
import { L1_ACCEPT } from '../../src/format/transition.ts';
import { planTrim, type TrimPlan, type TrimWish } from '../../src/format/trim-ranges.ts';
import { FramePipeline } from '../../src/pipeline/make-frame.ts';
import { scanRun } from '../../src/pipeline/scan-run.ts';
import { Arena } from '../../src/wasm/arena.ts';
import { buildFile, buildRun, CSPAD_SOURCE, datagram, root, segment } from '../fixtures/build-xtc.ts';
import { fixtureBytes, fixtureFile } from '../fixtures/fixtures.ts';
import { loadKernels } from '../reference/load-kernels.ts';
import { VirtualFile } from '../reference/virtual-file.ts';

const arena = new Arena(await loadKernels());

type Opened = { files: File[]; index: RunIndex; problems: readonly { code: string }[] };

async function open(files: readonly File[]): Promise<Opened> {
  const [run] = groupFiles(files).runs;
  const { index, problems } = await scanRun(arena, run, () => {});
  // Events that were left out are missed by their fiducials.
  const others = problems.filter(({ code }) => code !== 'missing-events');
  return { files: run.streams.flatMap(({ chunks }) => chunks.map(({ file }) => file)), index, problems: others };
}

async function trim(run: Opened, wish: TrimWish, name = 'e81-r0098-s00-c00.xtc'): Promise<{ file: File; plan: TrimPlan }> {
  const plan = await planTrim(run.index, wish);
  const file = new File([await joinRanges(run.files, plan.ranges)], name);
  expect(file.size).toBe(plan.byteLength);
  return { file, plan };
}

/** [transition, calib cycle, clock, bytes] of every datagram. */
async function contentOf({ files, index }: Opened): Promise<{ transition: number; cycle: number; event: number; bytes: string }[]> {
  const all = await Promise.all(files.map(async (file) => Buffer.from(await file.arrayBuffer())));
  const rows = rowsOf(index);
  let [cycle, event] = [-1, -1];
  return Array.from({ length: index.datagrams }, (_, i) => {
    const transition = rows.transition(i);
    if (transition === 8) ++cycle;
    if (transition === L1_ACCEPT) ++event;
    return { transition, cycle, event: transition === L1_ACCEPT ? event : -1, bytes: all[index.fileOf[i]].toString('latin1', rows.offset(i), rows.offset(i) + 20 + rows.extent(i)) };
  });
}

const small = await open(['s00', 's01'].map((stream) => fixtureFile(`delayscan_small/e81-r0098-${stream}-c00.xtc`)));
const smallContent = await contentOf(small);

describe('a trimmed run', () => {
  it('of any events and cycles holds them and the transitions around them, byte for byte, in the order of the run', async () => {
    const wishes = fc.record(
      { events: fc.uniqueArray(fc.nat(small.index.events.length - 1), { maxLength: 20 }), cycles: fc.uniqueArray(fc.nat(4), { maxLength: 3 }) },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(wishes, async (wish) => {
        const { file, plan } = await trim(small, wish);
        const isAll = !wish.events && !wish.cycles;
        const cycleOf = (event: number): number => smallContent.find((each) => each.event === event)?.cycle ?? -1;
        const cycles = new Set([...(wish.cycles ?? []), ...(wish.events ?? []).map(cycleOf)]);
        const wanted = smallContent.filter(({ transition, cycle, event }) => {
          if (isAll) return true;
          if (transition === L1_ACCEPT) return (wish.events?.includes(event) ?? false) || (wish.cycles?.includes(cycle) ?? false);
          return transition < 8 || cycles.has(cycle);
        });
        expect(Buffer.from(await file.arrayBuffer()).toString('latin1')).toBe(wanted.map(({ bytes }) => bytes).join(''));
        const trimmed = await open([file]);
        expect(trimmed.problems).toEqual([]);
        expect(trimmed.index.datagrams).toBe(plan.datagrams);
        expect(trimmed.index.events.length).toBe(plan.events);
        expect(trimmed.index.events.length).toBe(wanted.filter(({ transition }) => transition === L1_ACCEPT).length);
        expect(trimmed.index.cycles.length).toBe(isAll ? 5 : cycles.size);
        expect(trimmed.index.configurations.map(({ kind }) => kind)).toEqual(expect.arrayContaining(small.index.configurations.filter(({ fromDatagram }) => fromDatagram === 0).map(({ kind }) => kind)));
      }),
      { seed: 98, numRuns: 25 },
    );
  });

  it('of neighbours in one file is few ranges', async () => {
    const one = await open([fixtureFile('delayscan_small/e81-r0098-s00-c00.xtc')]);
    expect((await planTrim(one.index, {})).ranges).toEqual([{ file: 0, offset: 0, byteLength: one.files[0].size }]);
    expect((await planTrim(one.index, { cycles: [1, 2] })).ranges.length).toBeLessThanOrEqual(3);
  });

  it('shows the same pixels', async () => {
    const run = await open([fixtureFile('cspad/e155-r0020-s00-c00.xtc')]);
    const { file } = await trim(run, { events: [1] }, 'e155-r0020-s00-c00.xtc');
    const trimmed = await open([file]);
    expect(await pixelsOf(trimmed, 0)).toBe(await pixelsOf(run, 1));
    expect(await pixelsOf(trimmed, 0)).not.toBe(await pixelsOf(run, 0));
  });

  it('leaves out datagrams whose extent lies', async () => {
    const run = await open([fixtureFile('broken/extent_larger_than_file.xtc')]);
    const { file } = await trim(run, {});
    const trimmed = await open([file]);
    expect(trimmed.problems).toEqual([]);
    expect(trimmed.index.datagrams).toBe(run.index.datagrams - 1);
  });

  it('keeps configurations that only another stream has', async () => {
    const leaf = (version: number) => ({ source: CSPAD_SOURCE, type: { typeId: version === 0 ? 6 : 9, version: 1 }, payload: new Uint8Array(16) });
    const stream = (version: number) => buildRun([[segment([leaf(0)])]], [segment([leaf(version)])]);
    const run = await open([new File([stream(0)], 'e1-r0001-s00-c00.xtc'), new File([stream(1)], 'e1-r0001-s01-c00.xtc')]);
    expect(run.index.configurations.map(({ kind }) => kind.typeId).sort()).toEqual([6, 9]);
    const { file } = await trim(run, { events: [0] }, 'e1-r0001-s00-c00.xtc');
    const trimmed = await open([file]);
    expect(trimmed.problems).toEqual([]);
    expect(trimmed.index.configurations.map(({ kind }) => kind.typeId).sort()).toEqual([6, 9]);
  });

  it('holds what a control stream adds to its events', async () => {
    const at = (index: number, seconds: number, fiducials: number) => datagram(index, 12, { seconds, fiducials, root: root([segment([{ source: CSPAD_SOURCE, type: { typeId: 13 }, payload: new Uint8Array(4 * index) }])]) });
    const frame = (events: ReturnType<typeof at>[]) => buildFile([datagram(0, 4), datagram(1, 6), datagram(2, 8), datagram(3, 10), ...events, datagram(90, 11), datagram(91, 9), datagram(92, 7)]);
    const seconds = 1_300_000_010;
    const daq = frame([0, 1, 2].map((i) => at(4 + i, seconds + i, 300 + 3 * i)));
    const control = frame([0, 2].map((i) => at(10 + i, seconds + i + 1, 300 + 3 * i)));
    const run = await open([new File([daq], 'e1-r0001-s00-c00.xtc'), new File([control], 'e1-r0001-s80-c00.xtc')]);
    expect([run.index.events.length, run.index.partners.length]).toEqual([3, 4]);
    const bytes = async (event: number): Promise<{ events: number; datagrams: number }> => (await trim(run, { events: [event] }, 'e1-r0001-s00-c00.xtc')).plan;
    expect(await bytes(0)).toMatchObject({ events: 1, datagrams: 9 });
    expect(await bytes(1)).toMatchObject({ events: 1, datagrams: 8 });
    expect(await bytes(2)).toMatchObject({ events: 1, datagrams: 9 });
  });

  it('of events that the run does not have is refused', async () => {
    await expect(planTrim(small.index, { events: [120] })).rejects.toMatchObject({ code: 'out-of-range' });
    await expect(planTrim(small.index, { events: [1.5] })).rejects.toMatchObject({ code: 'out-of-range' });
    await expect(planTrim(small.index, { cycles: [5] })).rejects.toMatchObject({ code: 'out-of-range' });
  });

  it('can be stopped', async () => {
    const stop = new AbortController();
    stop.abort();
    await expect(planTrim(small.index, {}, stop.signal)).rejects.toMatchObject({ code: 'aborted' });
  });
});

describe('beyond 4 GiB', () => {
  it('the ranges of a virtual run are where its datagrams are', async () => {
    const bytes = fixtureBytes('cspad/e155-r0020-s00-c00.xtc');
    const whole = await open([new File([bytes], 'e155-r0020-s00-c00.xtc')]);
    const events = [0, 1].map((event) => datagramRef(whole.index, whole.index.events[event]));
    const start = bytes.slice(0, events[0].offset);
    const repeated = bytes.slice(events[0].offset, events[1].offset + events[1].byteLength);
    const times = Math.ceil(6 * 2 ** 30 / repeated.byteLength);
    const virtual = new VirtualFile(start, repeated, times, 'e155-r0020-s00-c00.xtc');
    const run = await open([virtual.asFile()]);
    expect(run.index.events.length).toBe(2 * times);
    const last = 2 * times - 1;
    const plan = await planTrim(run.index, { events: [0, last] });
    const end = plan.ranges[plan.ranges.length - 1];
    expect(end.offset).toBe(virtual.size - events[1].byteLength);
    expect(end.offset).toBeGreaterThan(2 ** 32);
    const read = await Promise.all(plan.ranges.map(({ offset, byteLength }) => virtual.slice(offset, offset + byteLength).arrayBuffer()));
    const trimmed = await open([new File(read, 'e155-r0020-s00-c00.xtc')]);
    expect(trimmed.index.events.length).toBe(2);
    expect(await pixelsOf(trimmed, 0)).toBe(await pixelsOf(whole, 0));
    expect(await pixelsOf(trimmed, 1)).toBe(await pixelsOf(whole, 1));
  });
});

it('events before the first BeginCalibCycle, as in a later chunk, are calib cycle 0', async () => {
  const file = new File([buildFile([datagram(0, 12, { root: root() }), datagram(1, 12), datagram(2, 11), datagram(3, 8), datagram(4, 12), datagram(5, 9), datagram(6, 7)])], 'e1-r0001-s00-c01.xtc');
  const run = await open([file]);
  const { plan } = await trim(run, { cycles: [0] });
  expect(plan).toMatchObject({ events: 2, datagrams: 4 });
  expect((await trim(run, { events: [2] })).plan).toMatchObject({ events: 1, datagrams: 4 });
});

async function pixelsOf({ files, index }: Opened, event: number): Promise<number> {
  const [kind] = imageSources(index);
  const { file, offset, byteLength, index: at } = datagramRef(index, index.events[event]);
  const configuration = configurationFor(index, kind.level, kind.phy, [29], at);
  const frame = await new FramePipeline(new Arena(await loadKernels())).readSections(
    {
      datagram: { file: files[file], offset, byteLength },
      source: { level: kind.level, phy: kind.phy, name: kind.source },
      configuration: configuration && { file: files[configuration.file], offset: configuration.offset, byteLength: configuration.byteLength, typeId: 29, version: configuration.kind.version },
    },
    null,
  );
  return crc32(new Uint8Array(frame.data.buffer, frame.data.byteOffset, frame.data.byteLength));
}
