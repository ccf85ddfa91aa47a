import { describe, expect, test } from 'vitest';
import { readArrays } from '../../src/arrays/read-arrays.ts';
import { delayScanDefaults, rebin } from '../../src/state/delay-scans.ts';
import { delayScanFile } from '../../src/state/plot-saving.ts';
import { fixtureBytes, fixtureFile, hasFixture } from '../fixtures/fixtures.ts';
import { scriptSession } from '../reference/script-session.ts';

const RUNS = [
  { name: 'small', folder: 'delayscan_small', numbers: 'delayscan_small/e81-r0098-small' },
  { name: 'large', folder: 'delayscan', numbers: 'delayscan/e81-r0098' },
].filter(({ numbers }) => hasFixture(`${numbers}.point_scan_delay.npy`));

const TUTORIAL = { control: 'fs2:ramp_angsft_target', norm: 'XppSb3Ipm-1|Ipimb-0', signal: 'XppSb3Pim-1|Ipimb-0', threshold: 0.1 };

async function open(folder: string, downloads: { blob: Blob; name: string }[] = []) {
  const { session, xtcscope } = await scriptSession({ download: (blob, name) => void downloads.push({ blob, name }) });
  const run = await xtcscope.open(['s00', 's01'].map((stream) => fixtureFile(`${folder}/e81-r0098-${stream}-c00.xtc`)));
  return { session, run };
}

async function columnsOf(path: string, columns: number): Promise<Float64Array[]> {
  const { arrays } = await readArrays(new Blob([fixtureBytes(path)]), 'numbers.npy');
  return Array.from({ length: columns }, (_, column) => arrays[0].values.filter((_value, i) => i % columns === column));
}

describe.each(RUNS)('the delay scan of the tutorial, $name', ({ folder, numbers }) => {
  test('a script has every value of what the tutorial saved', async () => {
    const { run } = await open(folder);
    const { delay, raw, norm } = await run.delayScan(TUTORIAL);
    expect([delay, raw, norm]).toEqual(await columnsOf(`${numbers}.point_scan_delay.npy`, 3));
    // What is not given is found out.
    expect(await run.delayScan()).toEqual({ delay, raw, norm });
  });

  test('columns are those of the events that a filter lets through', async () => {
    const { run } = await open(folder);
    const [, , fiducials, cycle, , fitTime1, sum] = await columnsOf(`${numbers}.per_event.npy`, 8);
    const ipm = 'XppSb3Ipm-1|Ipimb-0 IpmFex.sum';
    const all = await run.columns(['fiducial', 'cycle', 'PhaseCavity.fitTime1', ipm]);
    expect(all).toEqual({ fiducial: fiducials, cycle, 'PhaseCavity.fitTime1': fitTime1, [ipm]: sum });
    const passing = Array.from(sum.keys()).filter((event) => sum[event] > 0.5);
    expect(passing.length).toBeGreaterThan(0);
    expect(passing.length).toBeLessThan(sum.length);
    expect((await run.columns(['event'], { filter: `${ipm} > 0.5` })).event).toEqual(Float64Array.from(passing));
    expect((await run.columns(['event'], { filter: `${ipm} > 0.5`, events: [0, 1, 2, 3, 4, 5] })).event).toEqual(Float64Array.from(passing.filter((event) => event < 6)));
    await expect(run.columns(['event'], { events: [1e6] })).rejects.toMatchObject({ code: 'out-of-range' });
    await expect(run.columns(['event'], { filter: 'event >' })).rejects.toMatchObject({ code: 'bad-expression' });
  });

  test('the panel reads the same scan while it is watched, and saves it as the tutorial does', async () => {
    const downloads: { blob: Blob; name: string }[] = [];
    const { session } = await open(folder, downloads);
    const { delayScans, saving } = session.workbench;
    expect(delayScans.result.value).toBeNull();
    delayScans.isWatched.value = true;
    await expect.poll(() => delayScans.result.value?.share).toBe(1);
    const { result } = delayScans;
    if (!result.value) throw new Error('nothing was read');
    await saving.delayScan(result.value, 'npy');
    const [{ blob, name }] = downloads;
    expect(name).toBe('point_scan_delay.npy');
    const { arrays } = await readArrays(blob, name);
    const golden = await readArrays(new Blob([fixtureBytes(`${numbers}.point_scan_delay.npy`)]), 'golden.npy');
    expect(arrays[0].shape).toEqual(golden.arrays[0].shape);
    expect(arrays[0].values).toEqual(golden.arrays[0].values);
    // No sum is that large: nothing is left, and that is no failure.
    delayScans.change({ threshold: 1e9 });
    await expect.poll(() => delayScans.result.value?.scan.delay.length).toBe(0);
    expect(delayScans.rebinned.value).toBeNull();
    delayScans.change({ norm: 'NoSuch-0|Ipimb-0' });
    await expect.poll(() => delayScans.problem.value?.code).toBe('unknown-source');
  });
});

test.each(['txt', 'mat', 'h5'] as const)('a saved scan is read back from .%s', async (form) => {
  const { run } = await open('delayscan_small');
  const scan = await run.delayScan(TUTORIAL);
  const count = scan.delay.length;
  const whole = { ...scan, control: scan.delay, reference: scan.norm, rows: new Uint32Array(count), skipped: { filtered: 0, norm: 0, threshold: 0, time: 0, signal: 0, control: 0 } };
  const { arrays } = await readArrays(await delayScanFile(whole, form), `scan.${form}`);
  const group = form === 'h5' ? 'MyGroup/' : '';
  const byName = (name: string) => arrays.find((array) => array.name === `${group}${name}`)?.values;
  const column = (place: number) => (arrays.length === 1 ? arrays[0].values.filter((_value, i) => i % 3 === place) : arrays[place].values);
  const saved = form === 'txt' ? [0, 1, 2].map(column) : ['delaytime', 'rawsignal', 'normsignal'].map(byName);
  expect(saved).toEqual([scan.delay, scan.raw, scan.norm]);
});

test('bins that cannot be are none', async () => {
  const scan = { delay: Float64Array.of(0, 1, 2), raw: Float64Array.of(1, 2, 3), norm: Float64Array.of(1, 2, 3), control: Float64Array.of(0, 0, 0), reference: Float64Array.of(1, 1, 1), rows: Uint32Array.of(0, 1, 2), skipped: { filtered: 0, norm: 0, threshold: 0, time: 0, signal: 0, control: 0 } };
  const wish = { by: 'count', count: 2, width: 1, ratio: 'mean-of-ratios' } as const;
  expect(rebin(scan, wish)?.value).toEqual(Float64Array.of(1, 2.5));
  expect(rebin(scan, { ...wish, by: 'width', width: 1 })?.counts).toEqual(Float64Array.of(1, 2));
  expect(rebin(scan, { ...wish, by: 'width', width: 1e-9 })).toBeNull();
  expect(rebin(scan, { ...wish, count: 0 })).toBeNull();
  expect(rebin(scan, { ...wish, by: 'width', width: -1 })).toBeNull();
});

test('a run without the devices of the tutorial gets what it has', () => {
  expect(delayScanDefaults([], [])).toEqual({ control: '', norm: '', signal: '', threshold: 0.1, time: '', factor: 1000, filter: '' });
});
