import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { XtcError } from '../../src/base/errors.ts';
import { combineDarkSums, pedestalsOf } from '../../src/calib/dark.ts';
import { readTree, type XtcNode } from '../../src/format/xtc.ts';
import { accumulateDark } from '../../src/pipeline/make-dark.ts';
import type { FrameRequest, PixelsRequest } from '../../src/pipeline/frame.ts';
import { FramePipeline } from '../../src/pipeline/make-frame.ts';
import { PICTURE_TYPES } from '../../src/format/type-id.ts';
import { Arena } from '../../src/wasm/arena.ts';
import { fixtureJson } from '../fixtures/fixtures.ts';
import { assembleImage } from '../reference/assemble.ts';
import { loadKernels } from '../reference/load-kernels.ts';
import { pixelRequests } from '../reference/pixel-requests.ts';

type Listed = { shape: number[]; dtype: string; sum: number; crc32: string; first8: number[] };
type Fields = { data?: Listed; frame?: Listed | Fields; data8?: Listed; data16?: Listed; frames?: Listed };
type Sample = { datagram: number; src: string; type: string; typeid: number; fields: Fields };
type Expected = { samples: Sample[]; datagrams: (number | string)[][]; datagram_columns: string[] };

const pipeline = new FramePipeline(new Arena(await loadKernels()));
const wish = (request: PixelsRequest): FrameRequest => ({ ...request, event: 0, darkId: null, omitSaturated: false, region: null });
const crcOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): string => crc32(new Uint8Array(buffer, byteOffset, byteLength)).toString(16).padStart(8, '0');
const NAMES: Readonly<Record<string, string>> = { '<u2': 'u16', u1: 'u8' };

/** The array of pixels among what the library read, under the name it has there. */
function pixelsOf({ data, data8, data16, frame, frames }: Fields): Listed | null {
  const listed = [data, data8, data16, frames].find((array) => array && array.shape[0] > 0);
  if (listed) return listed;
  return frame ? ('shape' in frame ? frame : pixelsOf(frame)) : null;
}

/** Samples of a fixture that have pixels (CSPads have their own tests), each with the number of its event. */
function pictures(name: string): [string, number, Listed][] {
  const { samples, datagrams, datagram_columns } = fixtureJson<Expected>(`${name}.expected.json`);
  const transition = datagram_columns.indexOf('transition');
  return samples
    .filter(({ typeid }) => PICTURE_TYPES.has(typeid) && typeid !== 28 && typeid !== 41 && typeid !== 11)
    .map(({ src, datagram, fields, type }) => {
      const event = datagrams.slice(0, datagram).filter((row) => row[transition] === 'L1Accept').length;
      const listed = pixelsOf(fields);
      if (!listed) throw new Error(`no pixels among the fields of ${type}`);
      return [/\((.*)\)/.exec(src)![1], event, listed];
    });
}

describe.each(['zoo/zoo_cameras', 'zoo/zoo_areadetectors', 'zoo/zoo_newdetectors', 'zoo/zoo_misc', 'compressed/cameras_hist16_1event', 'compressed/cameras_histN_1event'])('%s', (name) => {
  const all = pictures(name);
  test.each(all)('%s, event %i: the pixels are those the library reads, the picture shows their values', async (source, event, listed) => {
    const request = pixelRequests(`${name}.xtc`, source)[event];
    const { raw, image, valueMask, pixelMap } = await pipeline.makeFrame(wish(request));
    expect(raw.shape).toEqual(listed.shape);
    expect(raw.dtype).toBe(NAMES[listed.dtype]);
    expect(crcOf(raw.data)).toBe(listed.crc32);
    expect(Array.from(raw.data.slice(0, 8))).toEqual(listed.first8);
    const values = Float32Array.from(raw.data, (word) => word & valueMask);
    const expected = assembleImage(values, pixelMap, 0xffffffff);
    expect(image.data.findIndex((value, i) => !Object.is(value, expected[i]))).toBe(-1);
    expect(image.data.reduce((count, value) => count + (Number.isNaN(value) ? 0 : 1), 0)).toBe(values.length);
    expect(crcOf((await pipeline.readSections(request, null)).data)).toBe(listed.crc32);
  });
});

type Links = { frame: { data: Listed }[] };

test('a pnCCD has the pixels of its four links, and all of them in its picture', async () => {
  const name = 'zoo/zoo_areadetectors';
  const { samples } = fixtureJson<{ samples: { typeid: number; src: string; fields: Links }[] }>(`${name}.expected.json`);
  const links = samples.filter(({ typeid }) => typeid === 11);
  expect(links.length).toBeGreaterThan(0);
  const [{ src, fields }] = links;
  const [request] = pixelRequests(`${name}.xtc`, /\((.*)\)/.exec(src)![1]);
  const { raw, image, pixelMap } = await pipeline.makeFrame(wish(request));
  expect([raw.shape, raw.dtype, pixelMap.shape]).toEqual([[4, 512, 512], 'u16', [1024, 1024]]);
  const side = 512;
  fields.frame.forEach(({ data }, link) => {
    expect(crcOf(raw.data.slice(link * side * side, (link + 1) * side * side))).toBe(data.crc32);
  });
  const whole = fields.frame.reduce((sum, { data }) => sum + data.sum, 0);
  expect(image.data.reduce((sum, value) => sum + value, 0)).toBe(whole);
  expect([image.data[0], image.data[512], image.data[1024 * 1024 - 1], image.data[1023 * 1024 + 511]]).toEqual([0, 3, 2, 1].map((link) => fields.frame[link].data.first8[0]));
});

test('a dark of a camera and of a Jungfrau is the mean of its values, without gain bits, and is subtracted', async () => {
  for (const [name, source] of [['zoo/zoo_cameras', 'XppSb3Pim-1|Tm6740-1'], ['zoo/zoo_newdetectors', 'CxiDs1-0|Jungfrau-2']]) {
    const requests = pixelRequests(`${name}.xtc`, source);
    const dark = combineDarkSums([await accumulateDark(new Arena(await loadKernels()), requests, () => undefined)], source, 'run');
    const frames = [];
    for (const request of requests) frames.push(await pipeline.makeFrame(wish(request)));
    const [first, second] = frames.map(({ raw, valueMask }) => Array.from(raw.data, (word) => word & valueMask));
    expect(dark).toMatchObject({ shape: frames[0].raw.shape, events: 2, source });
    expect(Array.from(dark.mean)).toEqual(first.map((value, i) => (value + second[i]) / 2));
    expect(Array.from(dark.sigma)).toEqual(first.map((value, i) => Math.abs(value - second[i]) / 2));
    pipeline.setDark(3, pedestalsOf(dark));
    const { data } = await pipeline.readSections(requests[0], 3);
    expect(Array.from(data)).toEqual(first.map((value, i) => (value - second[i]) / 2));
    const { image, raw, pixelMap } = await pipeline.makeFrame({ ...wish(requests[0]), darkId: 3 });
    const expected = assembleImage(Float32Array.from(data), pixelMap, 0xffffffff);
    expect(image.data).toEqual(expected);
    expect(raw.data).toEqual(frames[0].raw.data);
    pipeline.setDark(4, new Float32Array(7));
    await expect(pipeline.makeFrame({ ...wish(requests[0]), darkId: 4 })).rejects.toMatchObject({ code: 'bad-dark' });
  }
});

/** The first event of a camera, with one word of its frame's head replaced. */
async function withHead(at: number, word: number): Promise<FrameRequest> {
  const [request] = pixelRequests('zoo/zoo_cameras.xtc', 'XppSb3Pim-1|Tm6740-1');
  const { file, offset, byteLength } = request.datagram;
  const bytes = new Uint8Array(await file.slice(offset, offset + byteLength).arrayBuffer());
  const leaf = leavesOf(readTree(bytes, 0)).find(({ source, typeId }) => source === request.source.name && typeId === 2)!;
  new DataView(bytes.buffer).setUint32(leaf.offset + 20 + at, word, true);
  return { ...wish(request), datagram: { file: new File([bytes], 'head.xtc'), offset: 0, byteLength } };
}

function leavesOf(node: XtcNode): XtcNode[] {
  return node.children.length === 0 ? [node] : node.children.flatMap(leavesOf);
}

test('frames without pixels, or that do not fit, say so and are left out of darks', async () => {
  await expect(pipeline.makeFrame(await withHead(0, 0))).rejects.toMatchObject({ code: 'unknown-source', message: expect.stringContaining('has no pixels') });
  const tooLarge = await withHead(4, 70000);
  await expect(pipeline.makeFrame(tooLarge)).rejects.toMatchObject({ code: 'bad-payload', file: 'head.xtc', message: expect.stringMatching(/Frame of XppSb3Pim-1\|Tm6740-1 .*70000×80/) });
  const [good] = pixelRequests('zoo/zoo_cameras.xtc', 'XppSb3Pim-1|Tm6740-1');
  const sums = await accumulateDark(new Arena(await loadKernels()), [await withHead(0, 0), good], () => undefined);
  expect(sums).toMatchObject({ events: 1, shape: [60, 80] });
  const [jungfrau] = pixelRequests('zoo/zoo_newdetectors.xtc', 'CxiDs1-0|Jungfrau-2');
  await expect(pipeline.makeFrame({ ...wish(jungfrau), configuration: null })).rejects.toMatchObject({ code: 'no-configuration' });
});

test('saturated pixels are those at the largest value of the camera', async () => {
  const [request] = pixelRequests('zoo/zoo_newdetectors.xtc', 'XcsEndstation-0|Epix100a-2');
  const { raw, image, saturation, valueMask } = await pipeline.makeFrame({ ...wish(request), omitSaturated: true });
  expect([saturation, valueMask]).toEqual([16383, 16383]);
  const saturated = Array.from(raw.data).filter((word) => (word & 0x3fff) === 0x3fff).length;
  expect(image.data.filter((value) => value === Infinity)).toHaveLength(saturated);
});

test('kernel memory does not grow from event to event, nor from source to source once all were shown', async () => {
  const arena = new Arena(await loadKernels());
  const own = new FramePipeline(arena);
  const requests = ['CxiDs1-0|Jungfrau-1', 'MfxEndstation-0|Jungfrau-0', 'XcsEndstation-0|Epix100a-1', 'XppGon-0|Cspad2x2-1'].flatMap((source) => pixelRequests('zoo/zoo_newdetectors.xtc', source)[0]);
  for (const request of requests) await own.makeFrame(wish(request));
  const mark = arena.kernels.mark();
  for (const request of requests) await own.makeFrame(wish(request));
  expect(arena.kernels.mark()).toBe(mark);
});

test('whatever the bytes of an event say, its picture is shown or refused with a reason', async () => {
  const outcomes = new Set<string>();
  for (const [name, source] of [['zoo/zoo_cameras', 'XppSb3Pim-1|Tm6740-1'], ['zoo/zoo_newdetectors', 'CxiDs1-0|Jungfrau-2'], ['compressed/cameras_hist16_1event', 'CxiDg1-0|Opal1000-0']]) {
    const [request] = pixelRequests(`${name}.xtc`, source);
    const { file, offset, byteLength } = request.datagram;
    const whole = new Uint8Array(await file.slice(offset, offset + byteLength).arrayBuffer());
    const leaf = leavesOf(readTree(whole, 0)).find((node) => node.source === source && PICTURE_TYPES.has(node.typeId))!;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(80), fc.nat(255)), { minLength: 1, maxLength: 3 }), async (changes) => {
        const bytes = whole.slice();
        for (const [at, value] of changes) bytes[leaf.offset + at] = value;
        const datagram = { file: new File([bytes], 'changed.xtc'), offset: 0, byteLength };
        const outcome: unknown = await pipeline.makeFrame({ ...wish(request), datagram }).catch((error: unknown) => error);
        if (outcome instanceof Error) expect(outcome).toBeInstanceOf(XtcError);
        outcomes.add(outcome instanceof XtcError ? outcome.code : 'shown');
      }),
      { seed: 20140513, numRuns: 60 },
    );
  }
  expect(outcomes.has('shown') && outcomes.has('bad-payload')).toBe(true);
});
