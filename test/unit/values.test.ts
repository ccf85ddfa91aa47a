import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Decompressor } from '../../src/format/decompress.ts';
import { isConfiguration, typeLabel, typeName } from '../../src/format/type-id.ts';
import { payloadSpan, readTree, type XtcNode } from '../../src/format/xtc.ts';
import { decode, payloadType } from '../../src/types/registry.ts';
import type { Values } from '../../src/types/schema.ts';
import { Arena } from '../../src/wasm/arena.ts';
import { fixture, fixtureBytes, fixtureJson, fixtureRuns } from '../fixtures/fixtures.ts';
import { differences, type LibrarySample } from '../reference/library-values.ts';
import { loadKernels } from '../reference/load-kernels.ts';

const arena = new Arena(await loadKernels());
const RUNS = ['zoo', 'cspad', 'compressed', 'delayscan_small', 'delayscan', 'damage', 'index'].flatMap(fixtureRuns);

/** Types of containers, of damage and of unknown numbers have no values. */
const WITHOUT_VALUES = new Set(['Any', 'Xtc', '-Invalid-']);

type Expected = { datagrams: [offset: number, ...rest: unknown[]][]; samples: LibrarySample[] };

/** Types that are not decoded are found by the test of all types. */
function isDecoded({ fields, typeid, version }: LibrarySample): boolean {
  return fields !== undefined && payloadType(typeid, version & 0x7fff) !== null;
}

function leavesOf(node: XtcNode): XtcNode[] {
  return node.children.length === 0 ? [node] : node.children.flatMap(leavesOf);
}

/** Payload of a leaf, expanded when it was compressed. */
function payloadOf(bytes: Uint8Array, leaf: XtcNode): Uint8Array {
  const { start, end } = payloadSpan(leaf);
  const payload = bytes.subarray(start, end);
  if (!leaf.compressed) return payload;
  return arena.scoped(() => {
    const stored = arena.reserve('u8', payload.byteLength);
    stored.view().set(payload);
    return new Decompressor(arena).expand(stored, { file: 'run.xtc', offset: start }).view().slice();
  });
}

/** What a run's samples are, with the configurations that came before each. */
function* decodedSamples(run: string): Generator<{ sample: LibrarySample; found: ReturnType<typeof decode> }> {
  const bytes = fixtureBytes(`${run}.xtc`);
  const { datagrams, samples } = fixtureJson<Expected>(`${run}.expected.json`);
  const configurations = new Map<string, Values>();
  const wanted = new Map(samples.filter(isDecoded).map((sample) => [sample.offset, sample]));
  const last = Math.max(...samples.map(({ datagram }) => datagram));
  for (const [offset] of datagrams.slice(0, last + 1)) {
    const extent = new DataView(bytes.buffer, offset + 36, 4).getUint32(0, true);
    const leaves = leavesOf(readTree(bytes.subarray(offset, offset + 20 + extent), offset));
    const decoded = (leaf: XtcNode): ReturnType<typeof decode> =>
      decode(leaf, payloadOf(bytes, leaf), (typeIds) => typeIds.map((typeId) => configurations.get(`${leaf.level} ${leaf.phy} ${typeId}`)).find((config) => config) ?? null);
    for (const leaf of leaves.filter(({ typeId, damage }) => isConfiguration(typeId) && damage === 0)) {
      const found = decoded(leaf);
      if (found.kind === 'value') configurations.set(`${leaf.level} ${leaf.phy} ${leaf.typeId}`, found.values);
    }
    for (const leaf of leaves) {
      const sample = wanted.get(leaf.offset);
      if (sample) yield { sample, found: decoded(leaf) };
    }
  }
}

describe('every value that the library read', () => {
  for (const run of RUNS) {
    test(run, () => {
      const wrong: string[] = [];
      let count = 0;
      for (const { sample, found } of decodedSamples(run)) {
        const label = `${sample.type} (${sample.class}) at ${sample.offset}`;
        ++count;
        if (found.kind === 'opaque') wrong.push(`${label}: ${found.reason.message}`);
        else wrong.push(...differences(found.values, sample.fields ?? {}).map((difference) => `${label}: ${difference}`));
      }
      expect(wrong.slice(0, 20)).toEqual([]);
      const { samples } = fixtureJson<Expected>(`${run}.expected.json`);
      expect(count).toBe(samples.filter(isDecoded).length);
    });
  }
});

test('all types of the list of types are decoded', () => {
  const list = fixtureTypes();
  expect(list.length).toBeGreaterThan(100);
  const missing = list.filter(({ typeId, version }) => !payloadType(typeId, version) && !WITHOUT_VALUES.has(typeName(typeId)));
  expect(missing.map(({ typeId, version }) => `${typeId} ${typeLabel(typeName(typeId), version)}`)).toEqual([]);
});

/** Types and versions of the samples of all runs. */
function fixtureTypes(): { typeId: number; version: number }[] {
  const samples = RUNS.flatMap((run) => (existsSync(fixture(`${run}.expected.json`)) ? fixtureJson<Expected>(`${run}.expected.json`).samples : []));
  const seen = new Map(samples.map(({ typeid, version }) => [`${typeid} ${version}`, { typeId: typeid, version: version & 0x7fff }]));
  return [...seen.values()];
}
