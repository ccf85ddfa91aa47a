import { describe, expect, test } from 'vitest';
import type { NdArray } from '../../src/base/arrays.ts';
import { XtcError } from '../../src/base/errors.ts';
import type { ScriptNode, ScriptRun } from '../../src/scripting/script-run.ts';
import { payloadType } from '../../src/types/registry.ts';
import type { Values } from '../../src/types/schema.ts';
import { fixtureBytes, fixtureJson, fixtureRuns } from '../fixtures/fixtures.ts';
import { differences, type LibrarySample } from '../reference/library-values.ts';
import { scriptSession } from '../reference/script-session.ts';

type Expected = { datagrams: [offset: number, ...rest: unknown[]][]; samples: LibrarySample[] };

/** A run of fixtures, in chunks when there are several. */
async function openFixtures(...names: string[]): Promise<ScriptRun> {
  const { xtcscope } = await scriptSession();
  return xtcscope.open(names.map((name, chunk) => new File([fixtureBytes(`${name}.xtc`)], `e7-r0001-s00-c0${chunk}.xtc`)));
}

/** What of the samples of a run scripts do not give as the library does. */
async function wrongOf(run: ScriptRun, { datagrams, samples }: Expected, offsets: ReadonlyMap<number, number>): Promise<{ wrong: string[]; count: number }> {
  const wrong: string[] = [];
  let count = 0;
  for (const { datagram, offset, typeid, version, fields, type } of samples) {
    const at = offsets.get(datagrams[datagram][0]);
    if (!fields || at === undefined || !payloadType(typeid, version & 0x7fff)) continue;
    ++count;
    try {
      wrong.push(...differences((await run.value(at, offset)) as Values, fields).map((difference) => `${type} at ${offset}: ${difference}`));
    } catch (error) {
      wrong.push(`${type} at ${offset}: ${String(error)}`);
    }
  }
  return { wrong: wrong.slice(0, 10), count };
}

/** The datagrams of a run by their place in one of its files. */
async function datagramsIn(run: ScriptRun, file: string): Promise<Map<number, number>> {
  const found = await Promise.all(Array.from({ length: run.datagrams }, async (_, i) => ({ i, ...(await run.datagram(i)) })));
  return new Map(found.filter((each) => each.file === file).map(({ offset, i }) => [offset, i]));
}

describe('every sample by its place, with the configurations that the run knows', () => {
  const runs = [...fixtureRuns('compressed'), 'cspad/e155-r0020-s00-c00', 'damage/damage', 'damage/quirks', 'delayscan_small/e81-r0098-s01-c00', 'zoo/zoo_misc', 'zoo/zoo_waveforms', 'zoo/zoo_cameras'];
  test.each(runs)('%s', async (name) => {
    const expected = fixtureJson<Expected>(`${name}.expected.json`);
    const run = await openFixtures(name);
    const { wrong, count } = await wrongOf(run, expected, await datagramsIn(run, 'e7-r0001-s00-c00.xtc'));
    expect(wrong).toEqual([]);
    expect(count).toBeGreaterThan(0);
  });
});

test('data of a later chunk have the configuration of the first', async () => {
  const names = [0, 1, 2].map((chunk) => `delayscan_chunks/e81-r0098-s00-c0${chunk}`);
  const run = await openFixtures(...names);
  for (const [chunk, name] of names.entries()) {
    const { wrong, count } = await wrongOf(run, fixtureJson<Expected>(`${name}.expected.json`), await datagramsIn(run, `e7-r0001-s00-c0${chunk}.xtc`));
    expect(wrong).toEqual([]);
    expect(count).toBeGreaterThan(0);
  }
});

test('a configuration is the one that was sent last', async () => {
  const name = 'delayscan_small/e81-r0098-s00-c00';
  const run = await openFixtures(name);
  const { datagrams, samples } = fixtureJson<Expected>(`${name}.expected.json`);
  const cycles = samples.filter(({ typeid, datagram }) => typeid === 10 && datagram > 0);
  expect(cycles.length).toBeGreaterThan(1);
  for (const { datagram, fields } of cycles) {
    const at = await eventAfter(run, datagrams[datagram][0]);
    expect(differences((await run.config('Id_ControlConfig', '', { at })) as Values, fields ?? {})).toEqual([]);
  }
  await expect(run.config('ControlConfig', '', { at: 1e6 })).rejects.toMatchObject({ code: 'out-of-range' });
});

/** The first event behind a datagram. */
async function eventAfter(run: ScriptRun, offset: number): Promise<number> {
  const datagram = (await datagramsIn(run, 'e7-r0001-s00-c00.xtc')).get(offset) ?? NaN;
  return (await run.find('transition:L1Accept')).findIndex((event) => event > datagram);
}

test('what an event lacks is null', async () => {
  const run = await openFixtures('damage/damage');
  const lacks: string[] = [];
  for (let i = 0; i < run.events; ++i) {
    const event = await run.event(i);
    const has = new Set(event.keys.map(({ type, source, kind }) => `${type} ${kind}(${source})`));
    for (const key of (await run.event(0)).keys.filter(({ type }) => type !== 'Any')) {
      if (has.has(`${key.type} ${key.kind}(${key.source})`)) continue;
      lacks.push(key.type);
      expect(await event.get(key.type, `${key.kind}(${key.source})`)).toBeNull();
    }
  }
  expect(lacks.length).toBeGreaterThan(0);
});

const bytesOf = ({ data }: NdArray): Uint8Array => new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

test('pictures and darks take addresses too', async () => {
  const run = await openFixtures('cspad/e155-r0020-s00-c00');
  const [source] = run.imageSources;
  const whole = await run.image(0, { source });
  const [detector, device] = source.split('|');
  for (const address of [`|${device}`, detector, `DetInfo(:${device.replace('-', '.')})`]) {
    expect(Buffer.compare(bytesOf(await run.image(0, { source: address })), bytesOf(whole))).toBe(0);
  }
  await expect(run.image(0, { source: 'EBeam' })).rejects.toThrow(source);
  await expect(run.dark({ source: '|Cspad-7' })).rejects.toMatchObject({ code: 'unknown-source' });
});

test('a payload that is too short for its type says where', async () => {
  const run = await openFixtures('broken/leaf_payload_shorter_than_type');
  const codes = new Map<string, number>();
  const count = (code: string): Map<string, number> => codes.set(code, (codes.get(code) ?? 0) + 1);
  for (let i = 0; i < run.datagrams; ++i) {
    for (const leaf of leavesOf((await run.datagram(i)).tree)) {
      const found = await run.value(i, leaf.offset).catch((error: unknown) => error);
      if (found instanceof XtcError) {
        count(found.code);
        expect(found.file).toBe('e7-r0001-s00-c00.xtc');
        expect(found.offset).toBeGreaterThan(leaf.offset);
        expect(found.offset).toBeLessThanOrEqual(leaf.offset + leaf.extent);
      } else count('value');
    }
  }
  expect(Object.fromEntries(codes)).toMatchObject({ 'bad-payload': 1 });
  expect(codes.get('value')).toBeGreaterThan(500);
});

function leavesOf(node: ScriptNode): ScriptNode[] {
  if (node.type === 'Xtc') return node.children.flatMap(leavesOf);
  return node.type === 'Any' ? [] : [node];
}
