import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PAYLOAD_DUPLICATE_QUAD, PAYLOAD_SHORT, SECTION_PIXELS } from '../../assembly/layout.ts';
import { decodeCspadConfig } from '../../src/types/cspad-config.ts';
import { sectionMask, sectionMasksFor } from '../../src/types/cspad.ts';
import { decodeCspad2x2Config } from '../../src/types/cspad2x2.ts';
import { Arena } from '../../src/wasm/arena.ts';
import { fixtureBytes, fixtureJson } from '../fixtures/fixtures.ts';
import * as reference from '../reference/cspad.ts';
import { loadKernels } from '../reference/load-kernels.ts';

const arena = new Arena(await loadKernels());
const { kernels } = arena;
const out = arena.reserve('i16', 32 * SECTION_PIXELS);
const report = arena.reserve('u32', 2);

/** Elements in the given order; each pixel tells its place in the payload. */
function payloadOf(quads: readonly number[], masks: number, padding: number): Uint8Array {
  const parts = quads.map((quad) => {
    let sections = 0;
    for (let bit = 0; bit < 8; ++bit) sections += (sectionMask(masks, quad) >>> bit) & 1;
    const element = new Uint8Array(36 + sections * SECTION_PIXELS * 2);
    const view = new DataView(element.buffer);
    view.setUint32(4, (quad << 24) | 0xabcd, true);
    for (let i = 0; i < sections * SECTION_PIXELS; i += 97) view.setInt16(32 + i * 2, i * 31 + quad, true);
    return element;
  });
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, padding));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** At an odd address, with dirt in the output. */
function unpack(payload: Uint8Array, masks: number): { status: number; present: number; offset: number } {
  return arena.scoped(() => {
    const bytes = arena.reserve('u8', payload.length + 1);
    bytes.view().set(payload, 1);
    out.view().fill(-1);
    const status = kernels.unpackSections(bytes.ptr + 1, payload.length, masks, out.ptr, report.ptr);
    const [present, offset] = report.view();
    return { status, present, offset };
  });
}

const masksAndQuads = fc.record({
  masks: fc.oneof(
    fc.constantFrom(0xffffffff, 0x03030303, 8 << 8, 0),
    fc.integer({ min: 0, max: 0xffffffff }),
  ),
  quads: fc.shuffledSubarray([0, 1, 2, 3]),
  padding: fc.nat(3),
});

test('unpacks quads in any order with any sections missing, as the twin does', () => {
  fc.assert(
    fc.property(masksAndQuads, ({ masks, quads, padding }) => {
      const payload = payloadOf(quads, masks, padding);
      const expected = reference.unpackSections(payload, masks)!;
      const { status, present } = unpack(payload, masks);
      expect(status).toBe(expected.elements);
      expect(Array.from({ length: 32 }, (_, i) => (present >>> i) % 2 === 1)).toEqual(expected.present);
      expect(
        Buffer.compare(Buffer.from(out.view().slice().buffer), Buffer.from(expected.sections.buffer)),
      ).toBe(0);
    }),
    { seed: 20110701, numRuns: 12 },
  );
});

test('a payload that is cut anywhere, or has a quad twice, is refused and says where', () => {
  const masks = 0x01000003;
  const payload = payloadOf([3, 0], masks, 0);
  const first = 36 + SECTION_PIXELS * 2;
  for (const length of [payload.length - 1, first + 36, first + 32, first + 4, first - 1, 35, 31, 4]) {
    expect(unpack(payload.slice(0, length), masks)).toMatchObject({
      status: PAYLOAD_SHORT,
      offset: length < first ? 0 : first,
    });
  }
  expect(unpack(payload.slice(0, first), masks)).toMatchObject({ status: 1, present: 0x01000000 });
  expect(unpack(payloadOf([3, 3], masks, 0), masks)).toMatchObject({
    status: PAYLOAD_DUPLICATE_QUAD,
    offset: first,
  });
  expect(unpack(new Uint8Array(0), masks)).toMatchObject({ status: 0, present: 0 });
});

test('takes the sections of a pair apart', () => {
  const pairs = Int16Array.from({ length: 2 * SECTION_PIXELS }, (_, i) => (i * 7919) % 65536);
  arena.scoped(() => {
    const bytes = arena.reserve('u8', pairs.byteLength + 1);
    bytes.view().set(new Uint8Array(pairs.buffer), 1);
    kernels.unpackPair(bytes.ptr + 1, out.ptr);
    expect(
      Buffer.from(out.view().slice(0, pairs.length).buffer).equals(
        Buffer.from(reference.unpackPair(pairs).buffer),
      ),
    ).toBe(true);
  });
});

type Sample = {
  type: string;
  offset: number;
  payloadSize: number;
  version: number;
  typeid: number;
  fields: Record<string, unknown>;
};
const files = [
  'cspad/e162-r0055-s00-c00',
  'cspad/e155-r0020-s00-c00',
  'cspad/e60-r0012-s00-c00',
  'cspad/e61-r0001-s00-c00',
  'zoo/zoo_newdetectors',
];

/** Where the registers of the first quad begin, by version. @source psddldata cspad.ddl */
const CONFIG_HEAD_BYTES = [44, 48, 84, 84, 88];

describe.each(files)('%s', (name) => {
  const bytes = fixtureBytes(`${name}.xtc`);
  const { samples } = fixtureJson<{ samples: Sample[] }>(`${name}.expected.json`);

  test('configurations say what the library says', () => {
    const configurations = samples.filter((sample) => sample.typeid === 29 || sample.typeid === 43);
    expect(configurations).not.toEqual([]);
    for (const { offset, payloadSize, version, typeid, fields } of configurations) {
      const payload = bytes.subarray(offset + 20, offset + 20 + payloadSize);
      if (typeid === 43) {
        expect(decodeCspad2x2Config(payload, version)).toEqual({ sectionMask: Number(fields.roiMask) & 3 });
        continue;
      }
      const config = decodeCspadConfig(payload, version);
      expect(config).toMatchObject({ quadMask: fields.quadMask });
      if (fields.roiMasks !== undefined) expect(config.sectionMasks).toBe(fields.roiMasks);
      const head = CONFIG_HEAD_BYTES[version - 1];
      expect(decodeCspadConfig(payload.subarray(0, head), version)).toEqual(config);
      for (let length = 0; length < head; ++length) expect(() => decodeCspadConfig(payload.subarray(0, length), version)).toThrow(/bytes/);
    }
  });
});

test('without a configuration only complete quads are guessed', () => {
  expect(sectionMasksFor(null, 2, 4 * (36 + 8 * 143560))).toEqual([0xffffffff]);
  expect(() => sectionMasksFor(null, 2, 36 + 143560)).toThrow(/configuration is missing/);
});

test('the other rule is tried first when only it explains the size', () => {
  const config = { quadMask: 1, sectionMasks: 0xff, sectionMasksV1: 3 };
  expect(sectionMasksFor(config, 2, 36 + 2 * 143560)).toEqual([3, 0xff]);
  expect(sectionMasksFor(config, 2, 36 + 8 * 143560 + 3)).toEqual([0xff, 3]);
});
