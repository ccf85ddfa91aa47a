import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EXPAND_CHECKSUM, EXPAND_OK } from '../../assembly/layout.ts';
import { XtcError } from '../../src/base/errors.ts';
import { compressedBlocks } from '../../src/format/compressed-blocks.ts';
import { Decompressor } from '../../src/format/decompress.ts';
import { readPayload } from '../../src/pipeline/read-payload.ts';
import { Arena } from '../../src/wasm/arena.ts';
import { fixtureBytes, fixtureFile, fixtureJson } from '../fixtures/fixtures.ts';
import { compressHist16, compressHistN, expandHist16, expandHistN, type Expanded } from '../reference/hist-codec.ts';
import { loadKernels } from '../reference/load-kernels.ts';

const arena = new Arena(await loadKernels());
const { kernels } = arena;

type Sample = {
  offset: number; payloadSize: number; payload_crc32: string; compressed?: boolean; compressedPayloadSize: number;
  blocks: { headerSize: number; engine: string; dsize: number; csize: number }[];
};

const files = ['cameras_hist16_1event', 'cameras_histN_1event', 'cspad_e155-r0020_histN_1event', 'cspad_e162-r0055_hist16'];

describe.each(files)('%s', (name) => {
  const samples = fixtureJson<{ samples: Sample[] }>(`compressed/${name}.expected.json`).samples.filter(({ compressed }) => compressed);
  const bytes = fixtureBytes(`compressed/${name}.xtc`);

  test('blocks and bytes are those of the DAQ library', async () => {
    expect(samples.length).toBeGreaterThan(0);
    for (const { offset, payloadSize, payload_crc32, compressedPayloadSize, blocks } of samples) {
      const start = offset + 20;
      const found = compressedBlocks(bytes.subarray(start, start + compressedPayloadSize));
      expect(found.map(({ headerBytes, engine, expandedBytes, dataBytes }) => ({ headerSize: headerBytes, engine, dsize: expandedBytes, csize: dataBytes }))).toEqual(blocks);
      const file = fixtureFile(`compressed/${name}.xtc`);
      const payload = await readPayload(arena, { file, offset: start, byteLength: compressedPayloadSize, isCompressed: true });
      expect(payload.byteLength).toBe(payloadSize);
      expect(crc32(payload).toString(16).padStart(8, '0')).toBe(payload_crc32);
    }
  });
});

const GUARD = 64;

/** At odd addresses, between guards that must stay. */
function expandByKernel(engine: 'expandHist16' | 'expandHistN', data: Uint8Array, outBytes: number): { status: number; bytes: Uint8Array } {
  return arena.scoped(() => {
    const input = arena.reserve('u8', data.length + 1);
    const out = arena.reserve('u8', outBytes + 2 * GUARD + 1);
    out.view().fill(0x5a);
    input.view().set(data, 1);
    const status = kernels[engine](input.ptr + 1, data.length, out.ptr + GUARD + 1, outBytes);
    const all = out.view().slice();
    expect(all.subarray(0, GUARD + 1).every((byte) => byte === 0x5a)).toBe(true);
    expect(all.subarray(GUARD + 1 + outBytes).every((byte) => byte === 0x5a)).toBe(true);
    return { status, bytes: all.slice(GUARD + 1, GUARD + 1 + outBytes) };
  });
}

function expectTwin({ status, bytes }: { status: number; bytes: Uint8Array }, twin: Expanded, depth: number): void {
  if (!twin) {
    expect(status).toBeLessThan(0);
    expect(status).not.toBe(EXPAND_CHECKSUM);
    return;
  }
  expect(status).toBe(twin.checksumFits ? EXPAND_OK : EXPAND_CHECKSUM);
  expect([...bytes]).toEqual(twin.values.flatMap((value) => (depth === 2 ? [value % 256, value >> 8] : [value])));
}

/** Mostly near `base`, with stretches that are all near it, as pixels are. */
const pixels = (base: number, top: number) =>
  fc
    .array(fc.oneof(fc.record({ value: fc.integer({ min: 0, max: top }), times: fc.integer({ min: 1, max: 3 }) }), fc.record({ value: fc.integer({ min: base, max: Math.min(top, base + 200) }), times: fc.integer({ min: 1, max: 70 }) })), { maxLength: 30 })
    .map((parts) => parts.flatMap(({ value, times }) => Array.from({ length: times }, (_, i) => Math.min(top, value + (i % 3)))));

const kinds = fc.constantFrom('plain' as const, 'runs' as const, 'raw' as const);

test('Hist16: what the compressor wrote comes back', () => {
  fc.assert(
    fc.property(pixels(1000, 65535), kinds, (values, kind) => {
      const data = compressHist16(values, 1000, kind);
      const found = expandByKernel('expandHist16', data, 2 * values.length);
      expect(found.status).toBe(EXPAND_OK);
      expect([...new Uint16Array(found.bytes.buffer)]).toEqual(values);
    }),
    { seed: 16, numRuns: 200 },
  );
});

test('HistN: what the compressor wrote comes back, at any number of bits', () => {
  const settings = fc.record({ depth: fc.constantFrom(1, 2), shortBits: fc.integer({ min: 0, max: 8 }), kind: kinds });
  fc.assert(
    fc.property(settings, fc.array(fc.nat(255), { maxLength: 200 }), pixels(40, 65535), ({ depth, shortBits, kind }, small, large) => {
      const values = depth === 1 ? small : large;
      const data = compressHistN(values, depth, 40, shortBits, 8 * depth, kind);
      const found = expandByKernel('expandHistN', data, depth * values.length);
      expect(found.status).toBe(EXPAND_OK);
      expect([...(depth === 1 ? found.bytes : new Uint16Array(found.bytes.buffer))]).toEqual(values);
    }),
    { seed: 17, numRuns: 200 },
  );
});

/** Some bytes are changed, or the end is cut: fields, streams and bitmaps that lie. */
const spoiled = fc.record({
  changes: fc.array(fc.record({ at: fc.nat(400), value: fc.nat(255) }), { maxLength: 4 }),
  cut: fc.integer({ min: 0, max: 40 }),
  more: fc.constantFrom(0, 0, 0, 1, 2, 64),
});

test.each([['Hist16', 2], ['HistN', 1], ['HistN', 2]] as const)('%s, depth %d: bad data give what the twin says, and nothing outside is touched', (engine, depth) => {
  fc.assert(
    fc.property(pixels(40, 256 ** depth - 1), kinds, spoiled, (list, kind, { changes, cut, more }) => {
      const data = engine === 'Hist16' ? compressHist16(list, 40, kind) : compressHistN(list, depth, 40, 5, 8 * depth, kind);
      for (const { at, value } of changes) data[at % data.length] = value;
      const bad = data.slice(0, cut > 30 ? data.length - cut : data.length);
      const outBytes = depth * list.length + more;
      const kernel = engine === 'Hist16' ? 'expandHist16' : 'expandHistN';
      const twin = engine === 'Hist16' ? expandHist16(bad, outBytes) : expandHistN(bad, outBytes);
      const twinDepth = engine === 'Hist16' ? 2 : bad[2];
      expectTwin(expandByKernel(kernel, bad, outBytes), twin, twinDepth);
    }),
    { seed: 18, numRuns: 400 },
  );
});

function payloadOf(parts: readonly { header: number[]; engine: number; data: Uint8Array; dsize: number }[]): Uint8Array {
  const bytes: number[] = [];
  for (const { header, engine, data, dsize } of parts) {
    const words = Uint8Array.from(new Uint8Array(new Uint32Array([engine, 0, dsize, data.length]).buffer));
    bytes.push(...new Uint8Array(new Uint32Array([header.length]).buffer), ...header, ...words, ...data);
    while (bytes.length % 4 !== 0) bytes.push(0);
  }
  return Uint8Array.from(bytes);
}

function expand(payload: Uint8Array): Uint8Array {
  return arena.scoped(() => {
    const stored = arena.reserve('u8', payload.length);
    stored.view().set(payload);
    return new Decompressor(arena).expand(stored, { file: 'run.xtc', offset: 1000 }).view().slice();
  });
}

const hist = compressHist16([5, 6, 7, 300], 5, 'plain');
const blocks = [
  { header: [1, 2, 3, 4], engine: 1, data: hist, dsize: 8 },
  { header: [9, 9, 9, 9], engine: 0, data: Uint8Array.of(7, 8, 9), dsize: 3 },
];

test('blocks of several engines come one behind the other, with their headers', () => {
  expect([...expand(payloadOf(blocks))]).toEqual([1, 2, 3, 4, 5, 0, 6, 0, 7, 0, 44, 1, 9, 9, 9, 9, 7, 8, 9]);
  expect(expand(new Uint8Array(0))).toHaveLength(0);
});

test('a block that lies is refused and located', () => {
  const failure = (payload: Uint8Array): XtcError => {
    try {
      expand(payload);
    } catch (error) {
      if (error instanceof XtcError) return error;
    }
    throw new Error('was not refused');
  };
  const wrong = hist.slice();
  wrong[4] ^= 1;
  expect(failure(payloadOf([{ ...blocks[0], data: wrong }]))).toMatchObject({ code: 'bad-payload', file: 'run.xtc', offset: 1024, message: expect.stringContaining('sum of its values') as string });
  expect(failure(payloadOf([{ ...blocks[0], engine: 3 }]))).toMatchObject({ code: 'unsupported', offset: 1000 });
  expect(failure(payloadOf([{ ...blocks[0], dsize: 0xfffffffe }]))).toMatchObject({ code: 'bad-payload', offset: 1016 });
  expect(failure(payloadOf([{ ...blocks[0], engine: 2, dsize: 0xfffffffe }]))).toMatchObject({ code: 'bad-payload' });
  expect(failure(payloadOf([{ ...blocks[1], dsize: 4 }]))).toMatchObject({ code: 'bad-payload' });
  const whole = payloadOf(blocks);
  const firstEnd = 4 + 4 + 16 + hist.length;
  const secondStart = Math.ceil(firstEnd / 4) * 4;
  for (let length = 4; length < secondStart + 4 + 4 + 16 + 3; ++length) {
    if (length >= firstEnd && length < secondStart + 4) continue; // only padding is cut, or all of the second block
    expect(failure(whole.slice(0, length)).code).toBe('bad-payload');
  }
});

test.each([['cspad_e162-r0055_hist16', 'Hist16'], ['cspad_e155-r0020_histN_1event', 'HistN']])('a recorded payload (%s) that was changed anywhere is expanded or refused, never more', (name) => {
  const [{ offset, compressedPayloadSize }] = fixtureJson<{ samples: Sample[] }>(`compressed/${name}.expected.json`).samples.filter(({ compressed }) => compressed);
  const payload = fixtureBytes(`compressed/${name}.xtc`).slice(offset + 20, offset + 20 + compressedPayloadSize);
  const place = fc.oneof(fc.nat(99), fc.integer({ min: payload.length - 5000, max: payload.length - 1 }), fc.nat(payload.length - 1));
  fc.assert(
    fc.property(fc.array(fc.record({ place, value: fc.nat(255) }), { minLength: 1, maxLength: 5 }), fc.nat(3), (changes, cut) => {
      const changed = payload.slice(0, cut === 0 ? changes[0].place : payload.length);
      for (const { place: at, value } of changes) if (at < changed.length) changed[at] = value;
      try {
        expect(expand(changed).length).toBeLessThanOrEqual(268_435_456);
      } catch (error) {
        expect(error).toBeInstanceOf(XtcError);
        expect((error as XtcError).offset).toBeGreaterThanOrEqual(1000);
        expect((error as XtcError).offset).toBeLessThanOrEqual(1000 + payload.length);
      }
    }),
    { seed: 55, numRuns: 300 },
  );
});
