import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readNpy, type NumbersFile } from '../../src/arrays/npy-file.ts';
import { EXAMPLE_MODULES } from '../../src/examples/example-modules.ts';
import { groupFiles } from '../../src/format/group-files.ts';
import { filesOfRun } from '../../src/format/run.ts';
import type { Dark } from '../../src/calib/dark.ts';
import { openRun } from '../../src/pipeline/open-run.ts';
import type { Job } from '../../src/state/job.ts';
import { ModuleRuns } from '../../src/state/module-runs.ts';
import type { OpenRun } from '../../src/state/open-run.ts';
import { Arena } from '../../src/wasm/arena.ts';
import { fixture, fixtureBytes, fixtureFile, fixtureJson } from '../fixtures/fixtures.ts';
import { loadKernels } from '../reference/load-kernels.ts';
import { numpyPython } from '../reference/numpy-python.ts';
import { moduleSandbox } from '../reference/module-sandbox.ts';

type Wish = { readonly params?: Record<string, string>; readonly workers?: number; readonly dark?: Dark };

/** Runs an example over files as it stands in the window: with its own parameters where none are given. */
async function runExample(name: string, paths: readonly string[], { params = {}, workers = 1, dark }: Wish = {}): Promise<Job> {
  const { runs: [grouped] } = groupFiles(paths.map((path) => fixtureFile(fixture(path))));
  const { index } = await openRun(new Arena(await loadKernels()), grouped, { isRescan: false }, () => undefined);
  const run = { index: { value: index }, chunks: filesOfRun(grouped), label: grouped.label, files: grouped } as unknown as OpenRun;
  const contents = new Map(paths.map((path) => [path.split('/').at(-1) ?? '', fixtureBytes(fixture(path))]));
  const example = EXAMPLE_MODULES.find((each) => each.name === name);
  if (!example) throw new Error(`There is no example ${name}.`);
  const job = new ModuleRuns(moduleSandbox({ contents, reads: 0, bytes: 0 })).start({
    run, modules: [{ name, label: '', source: example.source, params: { ...example.params, ...params } }], events: { from: 0, count: null }, workers, onError: 'stop', dark: dark ?? null,
  });
  await job.done;
  expect(job.problems.value.map(({ message }) => message)).toEqual([]);
  return job;
}

async function npyOf(job: Job, name: string): Promise<NumbersFile> {
  const file = job.files.value.find((each) => each.name === name);
  if (!file) throw new Error(`The job left no ${name}.`);
  return readNpy(new File([file.blob], name), name, 1 << 24);
}

const SCAN = ['delayscan_small/e81-r0098-s00-c00.xtc', 'delayscan_small/e81-r0098-s01-c00.xtc'];
const SINGLE = ['cspad/e162-r0055-s00-c00.xtc'];
const MISSING = ['cspad/e155-r0020-s00-c00.xtc'];

describe('the image analysis', () => {
  type Roi = { conversion: string; sum: number; com: [number, number] };
  type Expected = { rois: { conversion: string }[]; events: { max: number; argmax_y_x: [number, number]; rois: Roi[] }[] };
  const expected = fixtureJson<Expected>('cspad/e162-r0055-s00-c00.roi.expected.json');

  test.each([1, 3])('finds what scipy finds, with %i workers', async (workers) => {
    const job = await runExample('pyana_examples.xppt_image_analysis', SINGLE, { workers });
    const { values, shape } = await npyOf(job, 'image_analysis.npy');
    expect(shape).toEqual([expected.events.length, 5]);
    expect(expected.rois[0].conversion).toBe('int_truncation');
    expected.events.forEach(({ max, argmax_y_x: [row, column], rois: [{ sum, com }] }, event) => {
      const [place, value, total, x, y] = values.subarray(5 * event, 5 * event + 5);
      expect([place, value, total]).toEqual([row * 388 + column, max, sum]);
      expect(x).toBeCloseTo(127 + com[1], 9);
      expect(y).toBeCloseTo(95 + com[0], 9);
    });
  });
});

test('without a region the image analysis takes the whole image', async () => {
  const { events } = fixtureJson<{ events: { com_whole: [number, number]; sum: number }[] }>('cspad/e162-r0055-s00-c00.roi.expected.json');
  const { values } = await npyOf(await runExample('pyana_examples.xppt_image_analysis', SINGLE, { params: { region: '' } }), 'image_analysis.npy');
  events.forEach(({ com_whole: [y, x], sum }, event) => {
    expect(values[5 * event + 2]).toBe(sum);
    expect(values[5 * event + 3]).toBeCloseTo(x, 9);
    expect(values[5 * event + 4]).toBeCloseTo(y, 9);
  });
});

test.skipIf(!numpyPython)('numpy, scipy and h5py read the tutorial’s numbers from every form of the delay scan', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'scan-'));
  for (const form of ['npy', 'txt', 'mat', 'h5']) {
    const job = await runExample('pyana_examples.xppt_delayscan', SCAN, { params: { outputfile: `scan.${form}` }, workers: 2 });
    writeFileSync(join(folder, `scan.${form}`), new Uint8Array(await job.files.value[0].blob.arrayBuffer()));
  }
  const script = `
import sys
import h5py, numpy as np, scipy.io
folder, expected = sys.argv[1], np.load(sys.argv[2])
names = ['delaytime', 'rawsignal', 'normsignal']
mat = scipy.io.loadmat(folder + '/scan.mat')
with h5py.File(folder + '/scan.h5') as file:
    h5 = [file['MyGroup'][name][()] for name in names]
found = {'npy': np.load(folder + '/scan.npy'), 'txt': np.loadtxt(folder + '/scan.txt'), 'mat': np.stack([mat[name].ravel() for name in names], 1), 'h5': np.stack(h5, 1)}
print({form: [array.shape, bool((array == expected).all())] for form, array in found.items()})`;
  const { stdout, stderr } = spawnSync(numpyPython ?? '', ['-c', script, folder, fixture('delayscan_small/e81-r0098-small.point_scan_delay.npy')], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(stdout.trim()).toBe("{'npy': [(118, 3), True], 'txt': [(118, 3), True], 'mat': [(118, 3), True], 'h5': [(118, 3), True]}");
});

describe('the CSPad average', () => {
  type Expected = { cspad: { section_sums_q_s: number[][] }[] };

  test('has zeros where quads and sections are missing, sums of the library elsewhere', async () => {
    const { values, shape } = await npyOf(await runExample('cspad_image', MISSING), 'cspad_average.npy');
    expect(shape).toEqual([5920, 388]);
    const sums = Array.from({ length: 32 }, (_, section) => values.subarray(section * 185 * 388, (section + 1) * 185 * 388).reduce((sum, value) => sum + value, 0));
    const [first, second] = fixtureJson<Expected>('cspad/e155-r0020-s00-c00.expected.json').cspad.map(({ section_sums_q_s: table }) => table.flat());
    expect(sums).toEqual(first.map((sum, section) => (sum + second[section]) / 2));
    expect(sums.filter((sum) => sum === 0)).toHaveLength(32 - 11);
  });

  test('takes the dark of the window off', async () => {
    const count = 4 * 8 * 185 * 388;
    const dark = { source: 'XppGon-0|Cspad-0', origin: 'a test', events: 1, shape: [4, 8, 185, 388], mean: new Float64Array(count).fill(1000), sigma: new Float64Array(count), present: 0xffffffff } as unknown as Dark;
    const [plain, corrected] = [await runExample('cspad_image', SINGLE), await runExample('cspad_image', SINGLE, { dark, workers: 2 })];
    const [before, after] = [await npyOf(plain, 'cspad_average.npy'), await npyOf(corrected, 'cspad_average.npy')];
    // Element by element: a deep comparison of so many takes seconds.
    expect(after.values.findIndex((value, i) => value !== before.values[i] - 1000)).toBe(-1);
    expect(after.values).toHaveLength(count);
    expect(plain.plots.value.map(({ name, kind }) => [name, kind])).toEqual([['picture', 'image'], ['values', 'histogram']]);
  });
});

test('the scan module: mean and population deviation of each step', async () => {
  const read = await readNpy(fixtureFile(fixture('delayscan_small/e81-r0098-small.per_event.npy')), 'per_event', 1 << 20);
  const rows = Array.from({ length: read.values.length / 8 }, (_, event) => read.values.subarray(8 * event, 8 * event + 8));
  const texts: string[] = [];
  for (const workers of [1, 4]) {
    const job = await runExample('scan_module', SCAN, { workers });
    const text = await job.files.value[0].blob.text();
    texts.push(text);
    const lines = text.trim().split(/\r?\n/).slice(1).map((line) => line.split(',').map(Number));
    expect(lines).toHaveLength(5);
    lines.forEach(([pv, mean, std, events], cycle) => {
      const sums = rows.filter((row) => row[3] === cycle).map((row) => row[6]).filter((sum) => !Number.isNaN(sum));
      const expected = sums.reduce((total, sum) => total + sum, 0) / sums.length;
      expect([pv, events]).toEqual([rows.find((row) => row[3] === cycle)?.[4], sums.length]);
      expect(mean).toBeCloseTo(expected, 12);
      expect(std).toBeCloseTo(Math.sqrt(sums.reduce((total, sum) => total + (sum - expected) ** 2, 0) / sums.length), 12);
    });
  }
  expect(texts[1]).toBe(texts[0]);
});

test('the skeleton runs as it stands', async () => {
  const job = await runExample('skeleton', SCAN, { workers: 2 });
  expect(job.log.value.lines.map(({ text }) => text)).toContain('120 events');
});
