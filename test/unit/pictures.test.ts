import { crc32 } from 'node:zlib';
import { describe, expect, test } from 'vitest';
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
