import { describe, expect, test } from 'vitest';
import type { XtcNode } from '../../src/format/xtc.ts';
import type { LeafKind } from '../../src/format/run-index.ts';
import type { ScriptNode, ScriptRun } from '../../src/scripting/script-run.ts';
import type { OpenRun } from '../../src/state/open-run.ts';
import type { Values } from '../../src/types/schema.ts';
import { fixtureFile, fixtureJson } from '../fixtures/fixtures.ts';
import { differences, type LibrarySample } from '../reference/library-values.ts';
import { scriptSession } from '../reference/script-session.ts';

const SCAN = 'delayscan_small/e81-r0098-s00-c00';
const { session, xtcscope } = await scriptSession();
const script = await xtcscope.open([fixtureFile(`${SCAN}.xtc`)]);
const run = session.current.value as OpenRun;
const { samples } = fixtureJson<{ samples: LibrarySample[] }>(`${SCAN}.expected.json`);
const kindOf = (type: number, source: string): LeafKind => run.index.value?.kinds.find((kind) => kind.typeId === type && kind.source === source) as LeafKind;
const IPIMB = 22;
const ofType = (typeId: number): LibrarySample[] => samples.filter((sample) => sample.typeid === typeId && sample.fields);

describe('values of a run', () => {
  test('of an event are what the library read', async () => {
    let count = 0;
    for (const sample of ofType(IPIMB)) {
      const event = eventOf(sample.datagram);
      const leaves = await session.values.ofEvent(run, event, kindFor(sample));
      const leaf = leaves.find(({ offset }) => offset === sample.offset);
      expect(differences(leaf?.values ?? {}, sample.fields ?? {})).toEqual([]);
      expect(leaf?.placed.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(leaf?.values ?? {})));
      ++count;
    }
    expect(count).toBeGreaterThan(0);
  });

  test('at an offset are those of the leaf there', async () => {
    const [sample] = ofType(IPIMB);
    expect(differences((await script.value(sample.datagram, sample.offset)) as Values, sample.fields ?? {})).toEqual([]);
    await expect(script.value(sample.datagram, sample.offset + 1)).rejects.toMatchObject({ code: 'out-of-range' });
  });

  test('over events are those of each event', async () => {
    const kind = kindFor(ofType(IPIMB)[0]);
    const read = (path: string, from: number, to: number) => session.columns.window(run, { kind: 'value', path, level: kind.level, phy: kind.phy, typeId: kind.typeId }, from, to);
    const series = await read('channel1', 3, 20);
    expect(series.length).toBe(17);
    for (const [i, value] of series.entries()) {
      const [leaf] = await session.values.ofEvent(run, 3 + i, kind);
      expect(value).toBe(leaf ? leaf.values?.channel1 : NaN);
    }
    expect(series.some((value) => value > 0)).toBe(true);
    expect(await read('nothing', 0, 2)).toEqual(new Float64Array([NaN, NaN]));
    await expect(read('channel[', 0, 2)).rejects.toMatchObject({ code: 'bad-query', offset: 7 });
    await expect(read('channel1', 0, 1e6)).rejects.toMatchObject({ code: 'out-of-range' });
  });

  test('of a configuration are those of its source', async () => {
    const [sample] = ofType(23);
    const found = await session.values.configuration(run, kindFor(sample), sample.datagram);
    expect(found?.offset).toBe(sample.offset);
    expect(differences(found?.values ?? {}, sample.fields ?? {})).toEqual([]);
  });
});

describe('scripts', () => {
  test('get values by type and address', async () => {
    const [sample] = ofType(IPIMB);
    const event = await script.event(eventOf(sample.datagram));
    for (const type of ['IpimbData', 'Id_IpimbData', `IpimbData_V${sample.version}`]) {
      expect(differences((await event.get(type, sample.src)) as Values, sample.fields ?? {})).toEqual([]);
    }
    expect(structuredClone(event.keys)).toEqual(event.keys);
    await expect(event.get('AcqWaveform')).rejects.toMatchObject({ code: 'unknown-source' });
    await expect(event.get('NoSuchType')).rejects.toMatchObject({ code: 'unknown-source' });
    await expect(event.get('IpimbData', 'EBeam')).rejects.toThrow(sample.src.replace(/^\w+\((.*)\)$/, '$1'));
  });

  test('get every configuration of the first event', async () => {
    for (const sample of ofType(23)) expect(differences((await script.config('IpimbConfig', sample.src)) as Values, sample.fields ?? {})).toEqual([]);
    await expect(script.config('IpimbData')).rejects.toMatchObject({ code: 'unknown-source' });
  });

  test('get a PV as it was at an event', async () => {
    const events = script.events;
    const known = await timeRecords(script);
    expect(known.length).toBeGreaterThan(10);
    for (const pv of (await script.epics()).slice(0, 8)) {
      for (const at of [0, 7, Math.floor(events / 2), events - 1]) {
        const last = known.filter(({ pvId, event }) => pvId === pv.pvId && event <= at).at(-1);
        const found = await script.epics(pv.name, { at });
        expect(found.values[0]).toEqual(last ? last.value : [pv.value].flat()[0]);
        expect(found.stamp?.seconds).toBe(last && last.seconds + 631152000);
        expect([found.units, found.name]).toEqual([pv.units, pv.name]);
      }
    }
    await expect(script.epics('XPP:NONE')).rejects.toMatchObject({ code: 'unknown-source' });
  });
});

/** Event of a datagram. */
function eventOf(datagram: number): number {
  const at = run.index.value?.events.indexOf(datagram) ?? -1;
  expect(at).toBeGreaterThanOrEqual(0);
  return at;
}

/** The kind of a sample by its source as the library prints it. */
function kindFor({ typeid, src }: LibrarySample): LeafKind {
  const kind = kindOf(typeid, src.replace(/^\w+\((.*)\)$/, '$1'));
  expect(kind, `${typeid} ${src}`).toBeDefined();
  return kind;
}

/** Time records of all PVs, by a reader of their two words: pvId and double. */
async function timeRecords(from: ScriptRun): Promise<{ pvId: number; event: number; value: number | string; seconds: number }[]> {
  const found = [];
  for (let event = 0; event < from.events; ++event) {
    const datagram = run.index.value?.events[event] ?? 0;
    const { tree, offset } = await from.datagram(datagram);
    const bytes = await from.bytes(datagram);
    for (const leaf of leaves(tree).filter(({ type, extent }) => type === 'Epics' && extent > 40)) {
      const view = new DataView(bytes.buffer, bytes.byteOffset + leaf.offset + 20 - offset, leaf.extent - 20);
      const dbr = view.getInt16(2, true);
      const value = { 15: () => view.getInt16(22, true), 16: () => view.getFloat32(20, true), 17: () => view.getUint16(22, true), 18: () => view.getUint8(23), 19: () => view.getInt32(20, true), 20: () => view.getFloat64(24, true) }[dbr];
      if (value) found.push({ pvId: view.getInt16(0, true), event, value: value(), seconds: view.getUint32(12, true) });
    }
  }
  return found;
}

function leaves(node: ScriptNode | XtcNode): ScriptNode[] {
  return node.children.length === 0 ? [node as ScriptNode] : node.children.flatMap(leaves);
}
