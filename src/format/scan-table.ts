import { missingKey, missingLeaves } from './missing-leaves.ts';
import type { RowCensus } from './row-census.ts';
import { rowsOf, type LeafKind, type RunIndex } from './run-index.ts';
import { classicSource, type SourceKind } from './source.ts';
import { BEGIN_CALIB_CYCLE, CONFIGURE } from './transition.ts';
import { typeName } from './type-id.ts';

/**
 * One type of a device. `name` as the scanner prints it, version apart; `Any` counts lost contributions. `missing`: events
 * without it, when most events have it; absent when none lacks it.
 */
export type DeviceType = { readonly name: string; readonly version: number; readonly count: number; readonly missing?: number };

export type Device = {
  readonly kind: SourceKind;
  readonly source: string;
  readonly types: readonly DeviceType[];
  /** The scanner's extra columns: one at the device's first type, empty for none, and one for each later type that has one. */
  readonly columns?: readonly string[];
  /** As in LeafKind; without them the classic text prints `source`. */
  readonly level?: number;
  readonly phy?: number;
};

/** What xtcscanner counted: Configure once, each BeginCalibCycle once, every L1Accept. */
export type ScanTable = {
  /** All datagrams, transitions counted once. */
  readonly datagrams: number;
  readonly events: number;
  readonly calibCycles: number;
  readonly eventsPerCycle: readonly number[];
  /** Names of the control PVs of Configure. */
  readonly controls: readonly string[];
  /** Sorted by kind and source. */
  readonly devices: readonly Device[];
};

/** What the configurations say. */
export type RunSettings = {
  /** Names of the control PVs of Configure, each once. */
  readonly controls: readonly string[];
  /** `level:phy:typeId` → the scanner's extra column. */
  readonly infos: ReadonlyMap<string, string>;
};

type Counting = { kind: LeafKind; types: Map<string, { name: string; version: number; count: number; missing: number; info: string }> };

/** Counts the leaves of a run by source and type. @source XtcExplorer src/XtcScanner.py */
export function scanTable(index: RunIndex, settings: RunSettings, census: RowCensus): ScanTable {
  const rows = rowsOf(index);
  const eventUses = Uint32Array.from(index.signatures, (_, signature) => census.uses(signature));
  const uses = eventUses.slice();
  // The order in which signatures were met first is the order of types within a device.
  const met = new Map<number, number>();
  eventUses.forEach((count, signature) => count > 0 && met.set(signature, census.firstUse(signature)));
  let calibCycles = 0;
  for (const row of rows.transitions) {
    const transition = rows.transition(row);
    if (transition === BEGIN_CALIB_CYCLE) ++calibCycles;
    if (transition !== CONFIGURE && transition !== BEGIN_CALIB_CYCLE) continue;
    const signature = rows.signature(row);
    ++uses[signature];
    met.set(signature, Math.min(row, met.get(signature) ?? row));
  }
  const devices = new Map<string, Counting>();
  const missing = missingLeaves(index, eventUses);
  for (const [signature] of [...met].sort(([, a], [, b]) => a - b)) {
    for (const kind of index.signatures[signature]) countLeaf(devices, index.kinds[kind], uses[signature], missing, settings.infos);
  }
  const eventsPerCycle = Array.from(index.cycles, (first, cycle) => (index.cycles[cycle + 1] ?? index.events.length) - first);
  const { datagrams, events } = index;
  return { datagrams, events: events.length, calibCycles, eventsPerCycle, controls: settings.controls, devices: sortDevices([...devices.values()]) };
}

function countLeaf(devices: Map<string, Counting>, kind: LeafKind, count: number, missing: ReadonlyMap<string, number>, infos: ReadonlyMap<string, string>): void {
  const key = `${kind.level}:${kind.phy}`;
  const device: Counting = devices.get(key) ?? { kind, types: new Map() };
  devices.set(key, device);
  const name = typeName(kind.typeId);
  const type = device.types.get(`${name} ${kind.version}`) ?? { name, version: kind.version, count: 0, missing: missing.get(missingKey(kind)) ?? 0, info: infos.get(`${key}:${kind.typeId}`) ?? '' };
  type.count += count;
  device.types.set(`${name} ${kind.version}`, type);
}

function sortDevices(devices: readonly Counting[]): Device[] {
  const keyed = devices.map((device) => {
    const { kind, source, level, phy } = device.kind;
    return { device, key: `${kind}:${classicSource(level, phy) || source}` };
  });
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return keyed.map(({ device: { kind, types } }) => ({
    kind: kind.kind,
    source: kind.source,
    level: kind.level,
    phy: kind.phy,
    types: [...types.values()].map(({ name, version, count, missing }) => ({ name, version, count, ...(missing > 0 ? { missing } : {}) })),
    columns: [...types.values()].map(({ info }) => info).filter((info, i) => i === 0 || info !== ''),
  }));
}
