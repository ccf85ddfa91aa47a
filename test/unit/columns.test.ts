import { signal } from '@preact/signals-core';
import { describe, expect, test } from 'vitest';
import type { ColumnsApi, RemoteWorker, Workers } from '../../workers/api.ts';
import { readNpy } from '../../src/arrays/npy-file.ts';
import { groupFiles } from '../../src/format/group-files.ts';
import { filesOfRun } from '../../src/format/run.ts';
import { datagramRef, imageSources, type RunIndex } from '../../src/format/run-index.ts';
import { FramePipeline } from '../../src/pipeline/make-frame.ts';
import { measureRegions, type RegionMeasure } from '../../src/pipeline/measure-regions.ts';
import { readColumns } from '../../src/pipeline/read-columns.ts';
import { scanRun } from '../../src/pipeline/scan-run.ts';
import { Columns } from '../../src/state/columns.ts';
import type { ColumnsRun } from '../../src/state/columns-run.ts';
import type { ResolvedQuantity } from '../../src/state/resolved-quantity.ts';
import { Arena } from '../../src/wasm/arena.ts';
import { fixtureBytes, fixtureFile, fixtureJson, hasFixture } from '../fixtures/fixtures.ts';
import { loadKernels } from '../reference/load-kernels.ts';

const arena = new Arena(await loadKernels());

/** Workers whose calls run here, on arenas of their own. */
async function poolOf(size: number): Promise<Workers> {
  const kernels = await Promise.all(Array.from({ length: size }, () => loadKernels()));
  let next = 0;
  const columns = (): RemoteWorker<ColumnsApi> => {
    const own = new Arena(kernels[next++ % size]);
    const pipeline = new FramePipeline(own);
    const api = { readColumns: readColumns.bind(null, own), measureRegions: measureRegions.bind(null, own, pipeline) };
    return { call: (use, signal) => use(api as never, signal ?? new AbortController().signal), dispose: () => undefined };
  };
  return { columns } as unknown as Workers;
}

/** Nothing here has a dark. */
const giveDark = () => Promise.reject(new Error('no dark'));

async function openRun(paths: readonly string[]): Promise<{ run: ColumnsRun; index: RunIndex }> {
  const { runs } = groupFiles(paths.map(fixtureFile));
  const { index } = await scanRun(arena, runs[0], () => undefined);
  return { run: { index: signal(index), chunks: filesOfRun(runs[0]), events: index.events.length, eventRef: (event) => datagramRef(index, index.events[event]) }, index };
}

/** Columns of per_event.npy: seconds, nanoseconds, fiducials, cycle, pv, fitTime1, sum, channel[1]. */
async function perEvent(path: string): Promise<Float64Array[]> {
  const { values } = await readNpy(new Blob([fixtureBytes(path)]), path, 1e8, 'bad-array');
  return Array.from({ length: 8 }, (_, column) => values.filter((_value, i) => i % 8 === column));
}

function quantitiesOf({ kinds }: RunIndex): ResolvedQuantity[] {
  const leaf = (typeId: number, source: string) => {
    const kind = kinds.find((candidate) => candidate.typeId === typeId && (source === '' || candidate.source === source));
    if (!kind) throw new Error(`no ${typeId} of ${source}`);
    return { level: kind.level, phy: kind.phy, typeId };
  };
  return [
    { kind: 'fiducial' },
    { kind: 'cycle' },
    { kind: 'control', name: 'fs2:ramp_angsft_target', ...leaf(10, '') },
    { kind: 'value', path: 'fitTime1', ...leaf(16, 'PhaseCavity') },
    { kind: 'value', path: 'sum', ...leaf(31, 'XppSb3Ipm-1|Ipimb-0') },
    { kind: 'value', path: 'channel[1]', ...leaf(31, 'XppSb3Pim-1|Ipimb-0') },
  ];
}

const RUNS = [
  { name: 'small', files: ['s00', 's01'].map((stream) => `delayscan_small/e81-r0098-${stream}-c00.xtc`), numbers: 'delayscan_small/e81-r0098-small.per_event.npy' },
  { name: 'chunks', files: ['s00-c00', 's00-c01', 's00-c02', 's01-c00', 's01-c01', 's01-c02'].map((chunk) => `delayscan_chunks/e81-r0098-${chunk}.xtc`), numbers: 'delayscan_small/e81-r0098-small.per_event.npy' },
  { name: 'large', files: ['s00', 's01'].map((stream) => `delayscan/e81-r0098-${stream}-c00.xtc`), numbers: 'delayscan/e81-r0098.per_event.npy' },
];

describe('columns of the delay scan', () => {
  test.each(RUNS.filter(({ numbers }) => hasFixture(numbers)))('$name: every number of every event is that of the DAQ library', async ({ files, numbers }) => {
    const { run, index } = await openRun(files);
    const [, , fiducials, cycle, pv, fitTime1, sum, channel] = await perEvent(numbers);
    for (const size of [1, 3]) {
      const columns = new Columns({ workers: await poolOf(size), report: (problems) => expect(problems).toEqual([]), giveDark, most: size });
      const read = await columns.read(run, quantitiesOf(index));
      expect(read.map((column) => column.slice(0, 3))).toEqual([fiducials, cycle, pv, fitTime1, sum, channel].map((column) => column.slice(0, 3)));
      expect(read).toEqual([fiducials, cycle, pv, fitTime1, sum, channel]);
    }
  });

  test('an event code is there or not, a missing leaf is a gap', async () => {
    const { run, index } = await openRun(RUNS[0].files);
    const evr = index.kinds.find(({ typeId }) => typeId === 19);
    if (!evr) throw new Error('no EvrData');
    const address = { level: evr.level, phy: evr.phy, typeId: 19 };
    const absent = { kind: 'value', level: 1, phy: 77, typeId: 31, path: 'sum' } as const;
    const columns = new Columns({ workers: await poolOf(1), report: () => undefined, giveDark, most: 1 });
    const [with140, with99, none] = await columns.read(run, [{ kind: 'code', code: 140, ...address }, { kind: 'code', code: 99, ...address }, absent]);
    expect([...new Set(with140)]).toEqual([1]);
    expect([...new Set(with99)]).toEqual([0]);
    expect(none).toEqual(new Float64Array(index.events.length).fill(NaN));
  });

  test('a column is read once', async () => {
    const { run, index } = await openRun(RUNS[0].files);
    let reports = 0;
    const columns = new Columns({ workers: await poolOf(1), report: () => undefined, giveDark, most: 1 });
    const wanted = quantitiesOf(index).slice(3);
    const first = await columns.read(run, wanted, { onProgress: () => ++reports });
    const before = reports;
    const second = await columns.read(run, wanted, { onProgress: () => ++reports });
    expect(second.map((column, i) => column === first[i])).toEqual([true, true, true]);
    expect(reports).toBe(before);
    expect(before).toBeGreaterThan(0);
  });

  test('regions of pictures are those that scipy measured', async () => {
    const { run, index } = await openRun(['cspad/e162-r0055-s00-c00.xtc']);
    const [picture] = imageSources(index);
    const { rois, events } = fixtureJson<RoiExpected>('cspad/e162-r0055-s00-c00.roi.expected.json');
    const { x, y } = rois[0];
    const region = { row0: y[0], row1: y[1], column0: x[0], column1: x[1] };
    const wish = (measure: RegionMeasure, of: typeof region | null): ResolvedQuantity => ({ kind: 'region', picture, region: of, measure, dark: null, darkId: null });
    const wishes = [wish('sum', region), wish('max', region), wish('x', region), wish('y', region), wish('sum', null), wish('std', null)];
    for (const size of [1, 2]) {
      const columns = new Columns({ workers: await poolOf(size), report: () => undefined, giveDark, most: size });
      const [sum, max, column, row, whole, std] = await columns.read(run, wishes);
      expect([...sum]).toEqual(events.map((event) => event.rois[0].sum));
      expect([...max]).toEqual(events.map((event) => event.rois[0].max));
      expect([...whole]).toEqual(events.map((event) => event.sum));
      for (const [event, wanted] of events.entries()) {
        expect(row[event]).toBeCloseTo(wanted.rois[0].abs_com[0], 9);
        expect(column[event]).toBeCloseTo(wanted.rois[0].abs_com[1], 9);
        expect(std[event]).toBeCloseTo(wanted.std_ddof0, 9);
      }
    }
  });
});

/** What numpy and scipy measured. */
type RoiExpected = {
  rois: { x: [number, number]; y: [number, number] }[];
  events: { sum: number; std_ddof0: number; rois: { sum: number; max: number; abs_com: [number, number] }[] }[];
};
