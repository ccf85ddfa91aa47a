import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { XtcError } from '../../src/base/errors.ts';
import { FramePipeline, transferablesOf } from '../../src/pipeline/make-frame.ts';
import type { FrameRequest, PixelsRequest } from '../../src/pipeline/frame.ts';
import { parseRegion } from '../../src/image/region-text.ts';
import { Arena } from '../../src/wasm/arena.ts';
import { fixtureJson, sharedFixture } from '../fixtures/fixtures.ts';
import { assembleImage } from '../reference/assemble.ts';
import { loadKernels } from '../reference/load-kernels.ts';
import { pixelRequests } from '../reference/pixel-requests.ts';

type Pixels = {
  cspad: {
    crc32_4x8x185x388_le_i2: string;
    quads: { quad: number; sectionMask: number }[];
    section_sums_q_s: number[][];
  }[];
};

const pipeline = new FramePipeline(new Arena(await loadKernels()));
const wish = (request: PixelsRequest, event = 0): FrameRequest => ({
  ...request,
  event,
  darkId: null,
  omitSaturated: false,
  region: null,
});
const crcOf = (data: ArrayBufferView): string =>
  crc32(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
    .toString(16)
    .padStart(8, '0');

const files: [string, string, string][] = [
  ['cspad/e162-r0055-s00-c00', 'XppGon-0|Cspad-0', 'section'],
  ['cspad/e155-r0020-s00-c00', 'XppGon-0|Cspad-0', 'cspad'],
  ['cspad/e60-r0012-s00-c00', 'CxiDs1-0|Cspad-0', 'cspad'],
  ['cspad/e61-r0001-s00-c00', 'CxiDs1-0|Cspad-0', 'cspad'],
  ['compressed/cspad_e162-r0055_hist16', 'XppGon-0|Cspad-0', 'section'],
  ['compressed/cspad_e155-r0020_histN_1event', 'XppGon-0|Cspad-0', 'cspad'],
  ['cspad/e153-r0066-s00-c00', 'XppGon-0|Cspad-0', 'cspad'],
  ['cspad/e153-r0141-s00-c00', 'XppGon-0|Cspad-0', 'cspad'],
];

describe.each(files)('%s', (name, source, layout) => {
  const isLarge = name.includes('e153');
  const path = isLarge ? sharedFixture(`${name}.xtc`) : `${name}.xtc`;

  test.skipIf(path === null)(
    'every event has the pixels the library reads, and shows them where they belong',
    async () => {
      if (path === null) return;
      const { cspad } = fixtureJson<Pixels>(path.replace('.xtc', '.expected.json'));
      const requests = pixelRequests(path, source);
      expect(requests).toHaveLength(cspad.length);
      for (const [event, request] of requests.entries()) {
        const frame = await pipeline.makeFrame(wish(request, event));
        const { quads, crc32_4x8x185x388_le_i2: crc } = cspad[event];
        expect(crcOf(frame.raw.data)).toBe(crc);
        expect(frame.raw.shape).toEqual([4, 8, 185, 388]);
        expect(frame.present).toBe(
          quads.reduce((bits, { quad, sectionMask }) => bits | (sectionMask << (quad * 8)), 0) >>> 0,
        );
        expect(frame.pixelMap.layout).toBe(layout);
        if (event > 0) continue;
        const expected = assembleImage(frame.raw.data, frame.pixelMap, frame.present);
        expect(frame.image.data.findIndex((value, i) => !Object.is(value, expected[i]))).toBe(-1);
        const pixels = expected.reduce((count, value) => count + (Number.isNaN(value) ? 0 : 1), 0);
        expect(frame.histogram.total).toBe(pixels);
        expect(frame.histogram.counts.reduce((sum, count) => sum + count, 0)).toBe(pixels);
        expect(transferablesOf(frame).map((buffer) => buffer.byteLength)).toEqual([
          frame.image.data.byteLength,
          frame.raw.data.byteLength,
          frame.histogram.counts.byteLength,
        ]);
      }
    },
  );
});

type Roi = {
  rois: { given: { x0: number; x1: number; y0: number; y1: number }; conversion: string }[];
  events: {
    sum: number;
    min: number;
    max: number;
    com_whole: number[];
    rois: { sum: number; mean: number; max: number; abs_com: number[] }[];
  }[];
};

test('regions of a one-section run have the sums and centres that numpy and scipy find', async () => {
  const { rois, events } = fixtureJson<Roi>('cspad/e162-r0055-s00-c00.roi.expected.json');
  const requests = pixelRequests('cspad/e162-r0055-s00-c00.xtc', 'XppGon-0|Cspad-0');
  const shape = [185, 388] as const;
  for (const [event, expected] of events.entries()) {
    const whole = (
      await pipeline.makeFrame({
        ...wish(requests[event]),
        region: { row0: 0, row1: 185, column0: 0, column1: 388 },
      })
    ).region!;
    expect(whole).toMatchObject({ sum: expected.sum, min: expected.min, max: expected.max, count: 71780 });
    expect(whole.y).toBeCloseTo(expected.com_whole[0], 9);
    expect(whole.x).toBeCloseTo(expected.com_whole[1], 9);
    for (const [i, { given, conversion }] of rois.entries()) {
      if (conversion !== 'int_truncation') continue;
      const region = parseRegion(`[${given.x0}, ${given.x1}, ${given.y0}, ${given.y1}]`, shape);
      const stats = pipeline.measure(region)!;
      const roi = expected.rois[i];
      expect(stats).toMatchObject({ sum: roi.sum, max: roi.max });
      expect(stats.mean).toBeCloseTo(roi.mean, 10);
      expect(
        [stats.y, stats.x].map((value, axis) => Math.abs(value / roi.abs_com[axis] - 1) < 1e-12),
      ).toEqual([true, true]);
    }
  }
});

type Sample = { typeid: number; src: string; fields: { data: { crc32: string } } };

test('a CSPad2x2 has the pixels the library reads, sections apart', async () => {
  const name = 'zoo/zoo_newdetectors';
  const requests = pixelRequests(`${name}.xtc`, 'XppGon-0|Cspad2x2-1');
  const { samples } = fixtureJson<{ samples: Sample[] }>(`${name}.expected.json`);
  const elements = samples.filter(({ typeid, src }) => typeid === 41 && src.includes('Cspad2x2-1'));
  for (const [event, element] of elements.entries()) {
    const frame = await pipeline.makeFrame(wish(requests[event]));
    expect(frame.raw.shape).toEqual([2, 185, 388]);
    expect(frame).toMatchObject({ present: 3, pixelMap: { layout: 'cspad2x2', shape: [391, 380] } });
    const interleaved = Int16Array.from(
      frame.raw.data,
      (_value, i) => frame.raw.data[(i % 2) * 71780 + (i >> 1)],
    );
    expect(crcOf(interleaved)).toBe(element.fields.data.crc32);
  }
});

test('saturated pixels become Infinity and count nowhere; a dark with gaps leaves NaN', async () => {
  const [request] = pixelRequests('cspad/e60-r0012-s00-c00.xtc', 'CxiDs1-0|Cspad-0');
  const plain = await pipeline.makeFrame(wish(request));
  const raw = Array.from(plain.raw.data);
  const saturated = raw.filter((adu) => adu >= 16383).length;
  const pedestals = new Float32Array(plain.raw.data.length).fill(1000);
  pedestals.fill(NaN, 0, 71780);
  pipeline.setDark(7, pedestals);
  const frame = await pipeline.makeFrame({ ...wish(request), darkId: 7, omitSaturated: true });
  const inDark = raw.slice(71780).filter((adu) => adu >= 16383).length;
  expect(frame.histogram.total).toBe(2296960 - 71780 - inDark);
  expect(frame.image.data.filter((value) => value === Infinity)).toHaveLength(saturated);
  const sections = await pipeline.readSections(request, 7);
  expect(sections.data[71780]).toBe(plain.raw.data[71780] - 1000);
  expect(sections.data[0]).toBeNaN();
  expect((await pipeline.readSections(request, null)).dtype).toBe('i16');
  const [lacking] = pixelRequests('cspad/e155-r0020-s00-c00.xtc', 'XppGon-0|Cspad-0');
  const { present } = await pipeline.makeFrame(wish(lacking));
  const { data } = await pipeline.readSections(lacking, 7);
  const absent = Array.from({ length: 32 }, (_, section) => section).filter(
    (section) => !((present >>> section) & 1),
  );
  expect(absent.length).toBeGreaterThan(0);
  for (const section of absent) expect(data[section * 71780 + 5]).toBe(0);
});

test('what cannot be shown says why and where', async () => {
  const [request] = pixelRequests('cspad/e162-r0055-s00-c00.xtc', 'XppGon-0|Cspad-0');
  const { file, offset, byteLength } = request.datagram;
  const failing: [PixelsRequest, string, number][] = [
    [{ ...request, source: { ...request.source, phy: 1 } }, 'unknown-source', offset],
    [{ ...request, configuration: null }, 'no-configuration', offset + 60],
    [{ ...request, datagram: { file, offset, byteLength: file.size } }, 'truncated', offset],
    [
      { ...request, configuration: { ...request.configuration!, version: 9 } },
      'unsupported',
      request.configuration!.offset,
    ],
    [
      { ...request, configuration: { ...request.configuration!, offset: 0, version: 5 } },
      'bad-payload',
      offset,
    ],
  ];
  for (const [wrong, code, at] of failing) {
    const fresh = new FramePipeline(new Arena(await loadKernels()));
    const error: unknown = await fresh.makeFrame(wish(wrong)).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'XtcError', code, file: file.name });
    expect((error as { offset: number }).offset).toBeGreaterThanOrEqual(at);
    expect(fresh.measure({ row0: 0, row1: 1, column0: 0, column1: 1 })).toBeNull();
  }
  const bytes = new Uint8Array(await file.arrayBuffer());
  new DataView(bytes.buffer).setUint32(offset + 60, 0x4000, true); // damage of the leaf
  const damaged = { ...request, datagram: { file: new File([bytes], 'damaged.xtc'), offset, byteLength } };
  await expect(pipeline.makeFrame(wish(damaged))).rejects.toMatchObject({
    code: 'bad-payload',
    offset: offset + 60,
    message: expect.stringContaining('UserDefined'),
  });
  const compressedBytes = new Uint8Array(await file.arrayBuffer());
  compressedBytes[offset + 60 + 15] |= 0x80; // the flag in the leaf's `contains`
  const compressed = { file: new File([compressedBytes], 'compressed.xtc'), offset, byteLength };
  await expect(pipeline.makeFrame(wish({ ...request, datagram: compressed }))).rejects.toMatchObject({
    code: 'bad-payload',
    offset: offset + 60 + 20,
    message: expect.stringContaining('compressed block'),
  });
  pipeline.setDark(8, new Float32Array(2 * 71780));
  await expect(pipeline.makeFrame({ ...wish(request), darkId: 8 })).rejects.toMatchObject({
    code: 'bad-dark',
  });
  await expect(pipeline.makeFrame(wish(request), AbortSignal.abort())).rejects.toMatchObject({
    code: 'aborted',
  });
  await expect(pipeline.makeFrame({ ...wish(request), darkId: 99 })).rejects.toMatchObject({
    code: 'bad-dark',
  });
});

test('kernel memory does not grow from event to event', async () => {
  const arena = new Arena(await loadKernels());
  const own = new FramePipeline(arena);
  const requests = pixelRequests('cspad/e162-r0055-s00-c00.xtc', 'XppGon-0|Cspad-0');
  await own.makeFrame(wish(requests[0]));
  const mark = arena.kernels.mark();
  for (const request of requests) await own.makeFrame(wish(request));
  expect(arena.kernels.mark()).toBe(mark);
});

test('whatever the headers of an event say, it is shown or refused with a reason', async () => {
  const [request] = pixelRequests('cspad/e162-r0055-s00-c00.xtc', 'XppGon-0|Cspad-0');
  const { file, offset, byteLength } = request.datagram;
  const whole = new Uint8Array(await file.slice(offset, offset + byteLength).arrayBuffer());
  const outcomes = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(115), fc.nat(255)), { minLength: 1, maxLength: 3 }),
      fc.integer({ min: 40, max: byteLength }),
      async (changes, length) => {
        const bytes = whole.slice(0, length);
        for (const [at, value] of changes) if (at < length) bytes[at] = value;
        const datagram = { file: new File([bytes], 'changed.xtc'), offset: 0, byteLength: length };
        const outcome = await pipeline
          .makeFrame(wish({ ...request, datagram }))
          .catch((error: unknown) => error);
        if (outcome instanceof Error) expect(outcome).toBeInstanceOf(XtcError);
        outcomes.add(outcome instanceof XtcError ? outcome.code : 'shown');
      },
    ),
    { seed: 20110701, numRuns: 300, examples: [[[[0, whole[0]]], byteLength]] },
  );
  expect(outcomes.has('shown') && outcomes.size > 1).toBe(true);
});
