import type { LeafKind, RunIndex } from '../format/run-index.ts';
import type { ScanTable } from '../format/scan-table.ts';
import { isConfiguration, TYPE_ANY, TYPE_EPICS, TYPE_RUN_CONTROL_CONFIG, TYPE_XTC, typeLabel, typeName } from '../format/type-id.ts';
import type { EpicsPv } from '../pipeline/list-epics.ts';

/** What a node of the tree shows when it is chosen. */
export type DeviceTarget =
  /** The values that an event carries. */
  | { readonly what: 'data'; readonly kind: LeafKind }
  /** The configuration that holds for an event, or one control PV of it; `control` is empty for all of it. */
  | { readonly what: 'configuration'; readonly kind: LeafKind; readonly control: string }
  | { readonly what: 'pv'; readonly pv: EpicsPv };

/** A line of the tree of devices, with the lines below it. */
export type DeviceNode = {
  /** The same for the same thing in every index of a run, and in other runs. */
  readonly key: string;
  readonly name: string;
  /** `IpimbData_V2`; the units of a PV; empty for a group. */
  readonly detail: string;
  /** How often the scan met it; null when that says nothing. */
  readonly count: number | null;
  /** Lines below it that have a value. */
  readonly below: number;
  /** Leaves that are damaged. */
  readonly damaged: number;
  /** Null for what only opens. */
  readonly target: DeviceTarget | null;
  readonly children: readonly DeviceNode[];
};

/** What the tree is made of; the PVs are null until they have been read. */
export type DeviceTreeParts = { readonly index: RunIndex; readonly table: ScanTable | null; readonly pvs: readonly EpicsPv[] | null };

/** Groups of more PVs than these are divided again. */
const LONG_GROUP = 24;

/** A type of a source, its copies with another process id or compression counted in. */
type Entry = { readonly kind: LeafKind; readonly count: number; readonly damaged: number };
type Source = { readonly kind: LeafKind; readonly entries: readonly Entry[] };

/** The devices of a run in groups: detectors, beam data, EPICS, scan, configurations, processes; empty groups are left out. */
export function deviceTree({ index, table, pvs }: DeviceTreeParts): DeviceNode[] {
  const entries = entriesOf(index, table);
  const data = entries.filter(({ kind }) => !isConfiguration(kind.typeId));
  const settings = entries.filter(({ kind }) => isConfiguration(kind.typeId));
  const devices = sourcesOf(data.filter(({ kind }) => kind.typeId !== TYPE_EPICS));
  const ofClass = (wanted: LeafKind['kind']): Source[] => devices.filter(({ kind }) => kind.kind === wanted);
  const groups = [
    group('Detectors', byDetector(ofClass('DetInfo'))),
    group('Beam data', ofClass('BldInfo').map((source) => sourceNode(source, source.kind.source))),
    group('EPICS', pvs ? byPrefix(pvs) : data.filter(({ kind }) => kind.typeId === TYPE_EPICS).map((entry) => dataNode(entry, entry.kind.source))),
    group('Scan', settings.filter(({ kind }) => kind.typeId === TYPE_RUN_CONTROL_CONFIG).map((entry) => scanNode(entry, table?.controls ?? []))),
    group('Configurations', sourcesOf(settings).map(settingsNode)),
    group('Processes', ofClass('ProcInfo').map((source) => sourceNode(source, source.kind.source))),
  ];
  return groups.filter(({ children }) => children.length > 0);
}

/** Every node of a tree by its key. */
export function nodesByKey(tree: readonly DeviceNode[]): Map<string, DeviceNode> {
  const nodes = new Map<string, DeviceNode>();
  const add = (node: DeviceNode): void => {
    nodes.set(node.key, node);
    node.children.forEach(add);
  };
  tree.forEach(add);
  return nodes;
}

/** The key of the node that shows the data of a kind. */
export function dataKey({ level, phy, typeId, version }: LeafKind): string {
  return `data ${level}:${phy}:${typeId}:${version}`;
}

function group(name: string, children: readonly DeviceNode[]): DeviceNode {
  return branch(`group ${name}`, name, children);
}

function branch(key: string, name: string, children: readonly DeviceNode[]): DeviceNode {
  const below = sum(children, (child) => child.below + (child.target ? 1 : 0));
  return { key, name, detail: '', count: null, below, damaged: sum(children, ({ damaged }) => damaged), target: null, children };
}

function entriesOf(index: RunIndex, table: ScanTable | null): Entry[] {
  const counts = new Map<string, number>();
  for (const { level, phy, types } of table?.devices ?? []) {
    for (const { name, version, count } of types) counts.set(`${level}:${phy}:${name}:${version}`, count);
  }
  const entries = new Map<string, Entry>();
  index.kinds.forEach((kind, i) => {
    if (kind.typeId === TYPE_XTC) return;
    const { level, phy, typeId, version } = kind;
    const before = entries.get(dataKey(kind));
    const damaged = index.kindDamaged[i] + (before?.damaged ?? 0);
    entries.set(dataKey(kind), { kind: before?.kind ?? kind, damaged, count: counts.get(`${level}:${phy}:${typeName(typeId)}:${version}`) ?? 0 });
  });
  return [...entries.values()];
}

function sourcesOf(entries: readonly Entry[]): Source[] {
  const sources = new Map<string, Entry[]>();
  for (const entry of entries) push(sources, `${entry.kind.level}:${entry.kind.phy}`, entry);
  const named = [...sources.values()].map((list) => ({ kind: list[0].kind, entries: list }));
  return named.sort((a, b) => byName(a.kind.source, b.kind.source));
}

/** Detectors of one device are one line; others open to their devices. */
function byDetector(sources: readonly Source[]): DeviceNode[] {
  const detectors = new Map<string, Source[]>();
  for (const source of sources) push(detectors, source.kind.source.split('|')[0], source);
  return [...detectors].map(([detector, list]) =>
    list.length === 1
      ? sourceNode(list[0], list[0].kind.source)
      : branch(`detector ${detector}`, detector, list.map((source) => sourceNode(source, source.kind.source.split('|')[1] ?? source.kind.source))),
  );
}

/** A source of one type shows it; others open to their types. Lost contributions count as damage of the source. */
function sourceNode({ kind, entries }: Source, name: string): DeviceNode {
  const types = entries.filter((entry) => entry.kind.typeId !== TYPE_ANY);
  const shown = types.length > 0 ? types : entries;
  const lost = types.length > 0 ? sum(entries.filter((entry) => entry.kind.typeId === TYPE_ANY), ({ damaged }) => damaged) : 0;
  if (shown.length === 1) return dataNode(shown[0], name, lost);
  const children = shown.map((entry) => dataNode(entry, labelOf(entry.kind)));
  const node = branch(`source ${kind.level}:${kind.phy}`, name, children);
  return { ...node, damaged: node.damaged + lost };
}

function dataNode({ kind, count, damaged }: Entry, name: string, lost = 0): DeviceNode {
  const detail = labelOf(kind) === name ? '' : labelOf(kind);
  return { key: dataKey(kind), name, detail, count, below: 0, damaged: damaged + lost, target: { what: 'data', kind }, children: [] };
}

function settingsNode({ kind, entries }: Source): DeviceNode {
  const node = (entry: Entry, name: string): DeviceNode => {
    const target: DeviceTarget = { what: 'configuration', kind: entry.kind, control: '' };
    const detail = labelOf(entry.kind) === name ? '' : labelOf(entry.kind);
    return { key: `configuration ${dataKey(entry.kind)}`, name, detail, count: entry.count, below: 0, damaged: entry.damaged, target, children: [] };
  };
  if (entries.length === 1) return node(entries[0], kind.source);
  return branch(`configurations ${kind.level}:${kind.phy}`, kind.source, entries.map((entry) => node(entry, labelOf(entry.kind))));
}

function scanNode({ kind, count, damaged }: Entry, controls: readonly string[]): DeviceNode {
  const target = (control: string): DeviceTarget => ({ what: 'configuration', kind, control });
  const key = `scan ${dataKey(kind)}`;
  const children = controls.map((name): DeviceNode => ({ key: `${key} ${name}`, name, detail: '', count: null, below: 0, damaged: 0, target: target(name), children: [] }));
  return { key, name: 'Control PVs', detail: labelOf(kind), count, below: children.length, damaged, target: target(''), children };
}

/** PVs grouped by what stands before their first colon, groups of many by the next one too; one PV is no group. */
function byPrefix(pvs: readonly EpicsPv[], above = ''): DeviceNode[] {
  const prefixes = new Map<string, EpicsPv[]>();
  for (const pv of pvs) push(prefixes, pv.name.slice(0, pv.name.indexOf(':', above.length) + 1), pv);
  const nodes = [...prefixes].flatMap(([prefix, list]) => {
    if (prefix === '' || list.length === 1) return list.map(pvNode);
    return [branch(`prefix ${prefix}`, prefix, list.length > LONG_GROUP ? byPrefix(list, prefix) : list.map(pvNode).sort((a, b) => byName(a.name, b.name)))];
  });
  return nodes.sort((a, b) => byName(a.name, b.name));
}

function pvNode(pv: EpicsPv): DeviceNode {
  const key = `pv ${pv.source} ${pv.pvId} ${pv.name}`;
  return { key, name: pv.name, detail: pv.units, count: null, below: 0, damaged: 0, target: { what: 'pv', pv }, children: [] };
}

function labelOf({ typeId, version }: LeafKind): string {
  return typeLabel(typeName(typeId), version);
}

function byName(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}

function push<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
