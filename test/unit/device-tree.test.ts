import { beforeAll, describe, expect, it } from 'vitest';
import { groupFiles } from '../../src/format/group-files.ts';
import type { RunIndex } from '../../src/format/run-index.ts';
import type { ScanTable } from '../../src/format/scan-table.ts';
import { typeLabel, typeName } from '../../src/format/type-id.ts';
import { listEpics, type EpicsPv } from '../../src/pipeline/list-epics.ts';
import { scanRun } from '../../src/pipeline/scan-run.ts';
import { countTargets, deviceLines } from '../../src/state/device-lines.ts';
import { deviceTree, nodesByKey, type DeviceNode } from '../../src/state/device-tree.ts';
import { Arena } from '../../src/wasm/arena.ts';
import { fixtureFile, fixtureJson } from '../fixtures/fixtures.ts';
import { loadKernels } from '../reference/load-kernels.ts';

type ExpectedScan = { scanner: { counts: Record<string, Record<string, number>> } };

const SMALL = ['e81-r0098-s00-c00.xtc', 'e81-r0098-s01-c00.xtc'].map((name) => fixtureFile(`delayscan_small/${name}`));
const NOTHING_TOGGLED = new Map<string, boolean>();
let index: RunIndex;
let table: ScanTable;
let pvs: readonly EpicsPv[];
let tree: readonly DeviceNode[];

beforeAll(async () => {
  ({ index, table } = await scanRun(new Arena(await loadKernels()), groupFiles(SMALL).runs[0], () => undefined));
  ({ pvs } = await listEpics(SMALL.map((file) => ({ file, offset: 0 }))));
  tree = deviceTree({ index, table, pvs });
});

const groupOf = (name: string): DeviceNode => tree.find((node) => node.name === name)!;
const allOf = (node: DeviceNode): DeviceNode[] => [node, ...node.children.flatMap(allOf)];
const names = (lines: ReturnType<typeof deviceLines>): string[] => lines.map(({ node }) => node.name);

describe('the tree of devices', () => {
  it('has every type that the DAQ library counted once, with its count', () => {
    const { counts } = fixtureJson<ExpectedScan>('delayscan_small/e81-r0098-small.scan.expected.json').scanner;
    const expected = Object.entries(counts).flatMap(([source, types]) =>
      Object.entries(types).filter(([type]) => !/^(Epics|Any)/.test(type)).map(([type, count]) => `${source} ${type} ${count}`),
    );
    const found = ['Detectors', 'Beam data', 'Configurations', 'Processes'].flatMap((name) => tree.filter((node) => node.name === name)).flatMap(allOf).flatMap(({ target, count }) => {
      if (!target || target.what === 'pv') return [];
      const { kind, source, typeId, version } = target.kind;
      return [`${kind}(${source}) ${typeLabel(typeName(typeId), version)} ${count}`];
    });
    expect(found.sort()).toEqual(expected.sort());
  });

  it('puts each source where it belongs and leaves empty groups out', () => {
    expect(tree.map(({ name }) => name)).toEqual(['Detectors', 'Beam data', 'EPICS', 'Scan', 'Configurations']);
    expect(groupOf('Detectors').children.map(({ name }) => name)).toEqual(['NoDetector-0|Evr-0', 'XppSb2Ipm-1|Ipimb-0', 'XppSb3Ipm-1|Ipimb-0', 'XppSb3Pim-1|Ipimb-0', 'XppSb4Pim-1|Ipimb-0']);
    expect(groupOf('Scan').children[0].children.map(({ name }) => name)).toEqual(['fs2:ramp_angsft_target']);
  });

  it('marks what is damaged or lost, up to the group', () => {
    const gas = groupOf('Beam data').children.find(({ name }) => name === 'FEEGasDetEnergy');
    // The library counts three contributions of type Any.
    expect([gas?.damaged, gas?.count, groupOf('Beam data').damaged, groupOf('Detectors').damaged]).toEqual([3, 118, 3, 0]);
  });

  it('has every PV once, below its prefixes', () => {
    const found = allOf(groupOf('EPICS')).flatMap(({ target }) => (target?.what === 'pv' ? [target.pv.name] : []));
    expect(found.sort()).toEqual(pvs.map(({ name }) => name).sort());
    expect(groupOf('EPICS').below).toBe(pvs.length);
    const misplaced = allOf(groupOf('EPICS')).flatMap(({ name, children }) => (name.endsWith(':') ? children.filter((child) => !child.name.startsWith(name)) : []));
    expect(misplaced).toEqual([]);
  });

  it('has one key for each line, also before the PVs are read and the table is made', () => {
    const keys = tree.flatMap(allOf).map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(nodesByKey(tree).size).toBe(keys.length);
    const early = deviceTree({ index, table: null, pvs: null }).flatMap(allOf).filter(({ target }) => target?.what === 'data');
    expect(early.length).toBeGreaterThan(8);
    expect(early.filter(({ key, target }) => target?.what === 'data' && typeName(target.kind.typeId) !== 'Epics' && !keys.includes(key))).toEqual([]);
  });
});

describe('the lines that show', () => {
  it('open and close', () => {
    const closed = deviceLines(tree, new Map(tree.map(({ key }) => [key, false])), '');
    expect(names(closed)).toEqual(tree.map(({ name }) => name));
    const open = deviceLines(tree, new Map([['group Detectors', false], ['group Configurations', true]]), '');
    expect(names(open).slice(0, 2)).toEqual(['Detectors', 'Beam data']);
    expect(open.find(({ node }) => node.name === '172.21.36.1, pid=1777')).toMatchObject({ level: 2, position: 1, isOpen: null });
  });

  it('are those in which every word of a search occurs, with the lines above them', () => {
    const found = deviceLines(tree, new Map([['group EPICS', false]]), 'rtd 0');
    expect(names(found)).toEqual(['EPICS', 'XPP:', 'XPP:TEMP:', 'XPP:TEMP:RTD:03', 'XPP:TEMP:RTD:09']);
    expect(countTargets(found)).toBe(2);
    // A type finds its source, whose other types are left out.
    expect(names(deviceLines(tree, NOTHING_TOGGLED, 'sb3pim ipmfex_v1'))).toEqual(['Detectors', 'XppSb3Pim-1|Ipimb-0', 'IpmFex_V1']);
    expect(deviceLines(tree, NOTHING_TOGGLED, 'no such thing')).toEqual([]);
  });

  it('know their place among their siblings', () => {
    const lines = deviceLines(tree, NOTHING_TOGGLED, 'fex');
    for (const { node, position, siblings } of lines.filter(({ level }) => level === 1)) expect([node.name, position <= siblings]).toEqual([node.name, true]);
    expect(lines.filter(({ level }) => level === 1).map(({ position }) => position)).toEqual([1, 2]);
  });
});
