import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { combineDarkSums, pedestalsOf, type DarkSums } from '../../src/calib/dark.ts';
import { accumulateDark } from '../../src/pipeline/make-dark.ts';
import { FramePipeline } from '../../src/pipeline/make-frame.ts';
import type { PixelsRequest } from '../../src/pipeline/frame.ts';
import { Arena } from '../../src/wasm/arena.ts';
import { fixtureJson, sharedFixture } from '../fixtures/fixtures.ts';
import { loadKernels } from '../reference/load-kernels.ts';
import { pixelRequests } from '../reference/pixel-requests.ts';

const PIXELS = 71780;
const source = 'XppGon-0|Cspad-0';
const hex = (data: ArrayBufferView): string =>
  crc32(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
    .toString(16)
    .padStart(8, '0');
const accumulate = async (requests: readonly PixelsRequest[]) =>
  accumulateDark(new Arena(await loadKernels()), requests, () => undefined);

type Expected = {
  dark_mean_crc32_of_le_f8: string;
  dark_mean_crc32_of_le_f4: string;
  dark_std_section_means: number[][];
  signal_minus_dark_min: number[];
  signal_minus_dark_max: number[];
  signal_minus_dark_total: number[];
};

const darkFile = sharedFixture('cspad/e153-r0066-s00-c00.xtc');
const signalFile = sharedFixture('cspad/e153-r0141-s00-c00.xtc');

test.skipIf(!darkFile || !signalFile)(
  'a full dark is numpy’s, bit for bit, and the signal less dark has numpy’s numbers',
  async () => {
    if (!darkFile || !signalFile) return;
    const expected = fixtureJson<Expected>('cspad/dark_and_signal.expected.json');
    const requests = pixelRequests(darkFile, source);
    const parts = [await accumulate(requests.slice(0, 3)), await accumulate(requests.slice(3))];
    const dark = combineDarkSums(parts, source, 'e153 r0066');
    expect(dark).toMatchObject({ events: 7, present: 0xffffffff, shape: [4, 8, 185, 388], source });
    expect(hex(dark.mean)).toBe(expected.dark_mean_crc32_of_le_f8);
    expect(hex(pedestalsOf(dark))).toBe(expected.dark_mean_crc32_of_le_f4);
    expected.dark_std_section_means.flat().forEach((mean, section) => {
      const sigma = dark.sigma.subarray(section * PIXELS, (section + 1) * PIXELS);
      expect(sigma.reduce((sum, value) => sum + value, 0) / PIXELS / mean).toBeCloseTo(1, 12);
    });
    const pipeline = new FramePipeline(new Arena(await loadKernels()));
    pipeline.setDark(1, pedestalsOf(dark));
    for (const [event, request] of pixelRequests(signalFile, source).entries()) {
      const region = { row0: 0, row1: 1800, column0: 0, column1: 1800 };
      const { region: stats } = await pipeline.makeFrame({
        ...request,
        event,
        darkId: 1,
        omitSaturated: false,
        region,
      });
      expect(stats!.count).toBe(2296960);
      expect(stats!.min / expected.signal_minus_dark_min[event]).toBeCloseTo(1, 6);
      expect(stats!.max / expected.signal_minus_dark_max[event]).toBeCloseTo(1, 6);
      expect(stats!.sum / expected.signal_minus_dark_total[event]).toBeCloseTo(1, 6);
    }
  },
);

test('any split of the events gives the same dark; absent sections have none', async () => {
  const requests = pixelRequests('cspad/e162-r0055-s00-c00.xtc', source);
  const whole = combineDarkSums([await accumulate(requests)], source, '');
  expect(whole.present).toBe(1 << 11);
  expect(
    pedestalsOf(whole)
      .subarray(0, 11 * PIXELS)
      .every(Number.isNaN),
  ).toBe(true);
  const pipeline = new FramePipeline(new Arena(await loadKernels()));
  const raws = await Promise.all(
    requests.map(async (request) => (await pipeline.readSections(request, null)).data),
  );
  for (let i = 11 * PIXELS; i < 12 * PIXELS; i += 487) {
    const values = raws.map((raw) => raw[i]);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(whole.mean[i]).toBe(mean);
    expect(whole.sigma[i]).toBeCloseTo(
      Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length),
      9,
    );
  }
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: requests.length }), async (cut) => {
      const parts = [await accumulate(requests.slice(0, cut)), await accumulate(requests.slice(cut))];
      const dark = combineDarkSums(parts, source, '');
      expect([hex(dark.mean), hex(dark.sigma), dark.events]).toEqual([
        hex(whole.mean),
        hex(whole.sigma),
        whole.events,
      ]);
    }),
    { seed: 1, numRuns: 4 },
  );
});

test('damaged events are left out, progress is told, an abort stops, memory is given back', async () => {
  const requests = pixelRequests('cspad/e162-r0055-s00-c00.xtc', source).slice(0, 4);
  const bytes = new Uint8Array(await requests[0].datagram.file.arrayBuffer());
  new DataView(bytes.buffer).setUint32(requests[1].datagram.offset + 60, 2, true);
  const file = new File([bytes], 'damaged.xtc');
  const damaged = requests.map((request) => ({ ...request, datagram: { ...request.datagram, file } }));
  const arena = new Arena(await loadKernels());
  const mark = arena.kernels.mark();
  const progress: number[] = [];
  const sums = await accumulateDark(arena, damaged, (done) => progress.push(done));
  expect(sums.events).toBe(3);
  expect(progress).toEqual([1, 2, 3, 4]);
  expect(arena.kernels.mark()).toBe(mark);
  await expect(accumulateDark(arena, requests, () => undefined, AbortSignal.abort())).rejects.toMatchObject({
    code: 'aborted',
  });
  expect(arena.kernels.mark()).toBe(mark);
});

test('sums of different shapes or of nothing are refused', () => {
  const sums = (length: number, events: number): DarkSums => ({
    shape: [length, 185, 388],
    sum: new Int32Array(length * PIXELS),
    squares: new Float64Array(length * PIXELS),
    sectionEvents: new Uint32Array(length).fill(events),
    events,
  });
  expect(() => combineDarkSums([sums(2, 1), sums(3, 1)], source, '')).toThrow(/different shapes/);
  expect(() => combineDarkSums([], source, '')).toThrow(/at least one event/);
  expect(() => combineDarkSums([sums(2, 0)], source, '')).toThrow(/at least one event/);
  expect(() => combineDarkSums([sums(2, 200_000)], source, '')).toThrow(/At most/);
});
