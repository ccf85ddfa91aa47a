import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isConfiguration, typeLabel, typeName } from '../../src/format/type-id.ts';
import { payloadSpan, readTree, type XtcNode } from '../../src/format/xtc.ts';
import { leavesOf } from '../../src/pipeline/read-values.ts';
import { decode, decodePlaced, PAYLOAD_TYPES, payloadType, type Decoded } from '../../src/types/registry.ts';
import type { Values } from '../../src/types/schema.ts';
import { fixtureBytes } from '../fixtures/fixtures.ts';

const FILE = 'fuzzed.xtc';
const OFFSET = 1000;
/** Of the payloads that are changed: enough for all but pictures. */
const LARGEST = 65536;

/** Bytes with many zeros, ones and extremes, so that lengths are now small, now absurd; cut anywhere. */
const payloads = fc
  .tuple(fc.uint8Array({ maxLength: 600 }), fc.nat(400), fc.array(fc.tuple(fc.nat(150), fc.constantFrom(0, 1, 2, 3, 8, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff)), { maxLength: 24 }), fc.boolean())
  .map(([noise, more, words, isNoisy]) => {
    const bytes = new Uint8Array(noise.length + more);
    if (isNoisy) bytes.set(noise);
    const view = new DataView(bytes.buffer);
    for (const [at, word] of words) if (4 * at + 4 <= bytes.length) view.setUint32(4 * at, word, true);
    return bytes;
  });

/** A configuration of one of the types that are asked for, of random bytes; null when these are none. */
function randomConfiguration(types: readonly number[], pick: number, bytes: Uint8Array): Values | null {
  const candidates = PAYLOAD_TYPES.filter(({ typeId }) => types.includes(typeId));
  if (candidates.length === 0) return null;
  // Long enough for the fixed part of all but a few.
  const payload = new Uint8Array(Math.max(bytes.length, 4096));
  payload.set(bytes);
  const found = decode(candidates[pick % candidates.length], payload, () => null);
  return found.kind === 'value' ? found.values : null;
}

function expectLocated(found: Decoded, payload: Uint8Array): void {
  if (found.kind === 'value') return;
  const { code, file, offset, message } = found.reason;
  expect(['bad-payload', 'unsupported', 'no-configuration']).toContain(code);
  expect(file).toBe(FILE);
  expect(offset).toBeGreaterThanOrEqual(OFFSET);
  expect(offset).toBeLessThanOrEqual(OFFSET + payload.length);
  expect(message.length).toBeGreaterThan(10);
}

const types = PAYLOAD_TYPES.map((type): [string, number, number] => [typeLabel(typeName(type.typeId), type.version), type.typeId, type.version]);

// A loop over a length of 2^31 would not end within the time of a test.
describe('a payload of any bytes is a value or a located problem', () => {
  test.each(types)('%s', (_, typeId, version) => {
    const leaf = { typeId, version, file: FILE, offset: OFFSET };
    fc.assert(
      fc.property(payloads, payloads, fc.nat(16), (payload, settings, pick) => {
        const find = (wanted: readonly number[]): Values | null => randomConfiguration(wanted, pick, settings);
        expectLocated(decode(leaf, payload, find), payload);
        const placed = decodePlaced(leaf, payload, find);
        for (const { start, end } of placed.placed) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeLessThanOrEqual(payload.length);
        }
        structuredClone(placed); // What it holds must cross to the page.
      }),
      { seed: 20, numRuns: 60 },
    );
  });
});

test('a payload of one byte less than nothing, or of no known type, is opaque', () => {
  for (const { typeId, version, mayBeEmpty } of PAYLOAD_TYPES) {
    const found = decode({ typeId, version, file: FILE, offset: OFFSET }, new Uint8Array(0), () => null);
    if (!mayBeEmpty) expect(found).toMatchObject({ kind: 'opaque', reason: { code: 'bad-payload' } });
  }
  expect(payloadType(4000, 1)).toBeNull();
  expect(decode({ typeId: 4000, version: 1, file: FILE, offset: OFFSET }, new Uint8Array(4), () => null)).toMatchObject({ kind: 'opaque', reason: { code: 'unsupported', offset: OFFSET } });
});

type Kept = { readonly leaf: XtcNode; readonly payload: Uint8Array; readonly configurations: ReadonlyMap<number, Values> };

/** One payload of each type of a run, with the configurations of its source. */
function payloadsOf(run: string): Kept[] {
  const bytes = fixtureBytes(`${run}.xtc`);
  const kept = new Map<number, Kept>();
  const configurations = new Map<string, Map<number, Values>>();
  for (let offset = 0; offset + 40 <= bytes.length; ) {
    const end = offset + 20 + new DataView(bytes.buffer, offset + 36, 4).getUint32(0, true);
    for (const leaf of leavesOf(readTree(bytes.subarray(offset, end), offset))) {
      const { start, end: last } = payloadSpan(leaf);
      const source = `${leaf.level} ${leaf.phy}`;
      const ofSource = configurations.get(source) ?? new Map<number, Values>();
      configurations.set(source, ofSource);
      const payload = bytes.subarray(start, last);
      const found = leaf.compressed ? null : decode(leaf, payload, () => null);
      if (isConfiguration(leaf.typeId) && found?.kind === 'value') ofSource.set(leaf.typeId, found.values);
      if (!leaf.compressed && payload.length > 0 && payload.length < LARGEST) kept.set(leaf.typeId * 0x8000 + leaf.version, { leaf, payload, configurations: ofSource });
    }
    offset = end;
  }
  return [...kept.values()].filter(({ leaf }) => payloadType(leaf.typeId, leaf.version));
}

describe('a real payload with bytes changed and cut is a value or a located problem', () => {
  test.each(['zoo/zoo_misc', 'zoo/zoo_waveforms', 'delayscan_small/e81-r0098-s00-c00', 'zoo/zoo_areadetectors'])('%s', (run) => {
    const all = payloadsOf(run);
    expect(all.length).toBeGreaterThan(2);
    const words = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 0xffffffff })), { maxLength: 6 });
    fc.assert(
      fc.property(fc.constantFrom(...all), words, fc.double({ min: 0.2, max: 1, noNaN: true }), ({ leaf, payload, configurations }, changes, share) => {
        const changed = payload.slice(0, Math.ceil(payload.length * share));
        const view = new DataView(changed.buffer);
        // Lengths mostly stand at the begin.
        for (const [at, word] of changes) if (changed.length >= 4) view.setUint32(at % (Math.min(changed.length, 256) - 3), word, true);
        const find = (types: readonly number[]): Values | null => types.map((type) => configurations.get(type)).find((found) => found) ?? null;
        expectLocated(decode({ ...leaf, file: FILE, offset: OFFSET }, changed, find), changed);
        expect(decode(leaf, payload, find).kind).toBe('value'); // What was not changed still is one.
      }),
      { seed: 21, numRuns: 600 },
    );
  });
});
