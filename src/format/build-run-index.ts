import { DATAGRAM_ROW_BYTES } from '../../assembly/layout.ts';
import type { Setting } from './configuration.ts';
import { DatagramRows, type RowMemory } from './datagram-rows.ts';
import { rowAt } from './merge.ts';
import { keepRows, type ConfigurationRef, type LeafKind, type RunIndex } from './run-index.ts';
import type { RunOrder } from './stream-order.ts';
import type { RunFiles } from './run.ts';
import type { RunSettings } from './scan-table.ts';
import type { ScanMemory } from './scan-kernel.ts';
import type { StreamScanner } from './stream-scanner.ts';
import { BEGIN_CALIB_CYCLE, CONFIGURE } from './transition.ts';

/** What is known of a stream: found by a scan, or told by an index. */
export type ScannedStream = Pick<StreamScanner, 'rows' | 'chunkStarts' | 'settings' | 'skipped' | 'splits'>;
/** The kinds of leaves in it. */
export type ScannedKinds = Pick<ScanMemory, 'kinds' | 'signatures' | 'sizes'>;

/**
 * The run as one sequence, from its streams as far as they are merged.
 * @param isLast whether the streams are not needed any more: otherwise everything is a copy
 */
export function buildRunIndex(run: RunFiles, streams: readonly ScannedStream[], order: RunOrder, found: ScannedKinds, isLast = false): { index: RunIndex; settings: RunSettings } {
  const files = run.streams.flatMap(({ chunks }) => chunks.map(({ file }) => file.name));
  const firstFiles = firstFileOfStreams(run);
  // A stream keeps its order, so the run is its only stream when nothing was left out.
  const isStream = isLast && streams.length === 1 && order.count === streams[0].rows.count;
  const rows = isStream ? streams[0].rows : new DatagramRows(emptyRows(order.count));
  const fileOf = joinRows(streams, order, firstFiles, isStream ? null : rows);
  const memory = rows.handOver();
  keepRows(memory.rows, rows);
  const { events, cycles, partners } = listEvents(rows, order.isPartner);
  const kinds = found.kinds();
  const { bytes: kindBytes, damaged: kindDamaged } = found.sizes();
  const bare: RunIndex = {
    files, datagrams: order.count, ...memory, fileOf, events, cycles: new Uint32Array(cycles),
    kinds, signatures: found.signatures(), configurations: [],
    partners: new Uint32Array(partners), kindBytes, kindDamaged, containerBytes: containerBytes(streams, kindBytes),
    skipped: streams.flatMap(({ skipped }, stream) => skipped.map((range) => ({ ...range, file: firstFiles[stream] + range.file }))),
  };
  const { configurations, settings } = placeSettings(rows, streams, firstFiles, kinds, order.copies);
  return { index: { ...bare, configurations }, settings };
}

function emptyRows(count: number): RowMemory {
  return { rows: new ArrayBuffer(count * DATAGRAM_ROW_BYTES), remarks: new Uint32Array() };
}

/** Copies the rows into the run's order, unless they are in it. @returns datagram → file */
function joinRows(streams: readonly ScannedStream[], order: RunOrder, firstFiles: readonly number[], joined: DatagramRows | null): Uint16Array {
  const fileOf = new Uint16Array(order.count);
  const chunk = new Uint16Array(streams.length);
  for (let i = 0; i < order.count; ) {
    const stream = order.streamOf[i];
    const row = rowAt(order, i);
    const { rows, chunkStarts } = streams[stream];
    while (chunk[stream] + 1 < chunkStarts.length && chunkStarts[chunk[stream] + 1] <= row) ++chunk[stream];
    const count = rowsTogether(order, i, (chunkStarts[chunk[stream] + 1] ?? Infinity) - row);
    joined?.appendFrom(rows, row, count);
    const file = firstFiles[stream] + chunk[stream];
    if (file > 0) fileOf.fill(file, i, i + count);
    i += count;
  }
  return fileOf;
}

/** Event → datagram, calib cycle → event, and the further datagrams of events. */
function listEvents(rows: DatagramRows, isPartner: Uint8Array): { events: Uint32Array; cycles: number[]; partners: number[] } {
  let partnerCount = 0;
  for (let i = 0; i < rows.count; ++i) partnerCount += isPartner[i];
  const events = new Uint32Array(rows.count - rows.transitions.length - partnerCount);
  let eventCount = 0;
  const cycles: number[] = [];
  const partners: number[] = [];
  for (let i = 0; i < rows.count; ++i) {
    const end = rows.nextTransition(i);
    // Events before the first BeginCalibCycle, as in a chunk that is opened alone, are a cycle of their own.
    if (end > i && cycles.length === 0) cycles.push(0);
    for (; i < end; ++i) {
      if (isPartner[i]) partners.push(eventCount - 1, i);
      else events[eventCount++] = i;
    }
    if (end < rows.count && rows.transition(end) === BEGIN_CALIB_CYCLE) cycles.push(eventCount);
  }
  return { events, cycles, partners };
}

function containerBytes(streams: readonly ScannedStream[], kindBytes: Float64Array): number {
  const bytes = streams.reduce((sum, { rows }) => sum + rows.datagramBytes, 0);
  // Leaves of a datagram whose end is still to come are counted already.
  return Math.max(0, kindBytes.reduce((rest, leaves) => rest - leaves, bytes));
}

/** Number of datagrams from `from` on, at most `limit`, that follow each other in one stream too. */
function rowsTogether({ count, streamOf, rowOf }: RunOrder, from: number, limit: number): number {
  if (!rowOf) return Math.min(count - from, limit);
  let i = from + 1;
  for (const end = Math.min(count, from + limit); i < end && streamOf[i] === streamOf[from] && rowOf[i] === rowOf[i - 1] + 1; ) ++i;
  return i - from;
}

function firstFileOfStreams(run: RunFiles): number[] {
  let next = 0;
  return run.streams.map(({ chunks }) => {
    const first = next;
    next += chunks.length;
    return first;
  });
}

/** Finds the datagram of the run that each setting belongs to: every stream has a copy of a transition, the run has one. */
function placeSettings(rows: DatagramRows, streams: readonly ScannedStream[], firstFiles: readonly number[], kinds: readonly LeafKind[], copies: RunOrder['copies']): { configurations: ConfigurationRef[]; settings: RunSettings } {
  const datagramOf = new Map<string, number>();
  for (const i of rows.transitions) {
    const transition = rows.transition(i);
    if (transition === CONFIGURE || transition === BEGIN_CALIB_CYCLE) datagramOf.set(clockKey(rows, i), i);
  }
  // A control stream may have other clocks: there the transition counts that stands for it.
  const clockOfRun = (stream: number, row: number): string => {
    const copy = copies.get(`${stream} ${row}`) ?? { stream, row };
    return clockKey(streams[copy.stream].rows, copy.row);
  };
  const controls = new Set<string>();
  const infos = new Map<string, string>();
  const placed = new Map<string, ConfigurationRef>();
  streams.forEach((stream, streamNumber) => {
    for (const { row, settings } of stream.settings) {
      const fromDatagram = datagramOf.get(clockOfRun(streamNumber, row));
      if (fromDatagram === undefined) continue;
      const chunk = stream.chunkStarts.filter((start) => start <= row).length - 1;
      for (const setting of settings) {
        const kind = kindOf(kinds, setting);
        const key = `${fromDatagram} ${setting.level}:${setting.phy}:${setting.typeId}:${setting.version}`;
        // The copy of the first stream holds.
        if (!kind || placed.has(key)) continue;
        placed.set(key, { kind, file: firstFiles[streamNumber] + chunk, offset: setting.offset, byteLength: setting.byteLength, datagramOffset: stream.rows.offset(row), datagramBytes: 20 + stream.rows.extent(row), fromDatagram });
        if (rows.transition(fromDatagram) === CONFIGURE) setting.controls.forEach((name) => controls.add(name));
        const device = `${setting.level}:${setting.phy}:${setting.typeId}`;
        // As the scanner: a type's column is what its first Xtc says.
        if (!infos.has(device)) infos.set(device, setting.info ?? '');
      }
    }
  });
  const configurations = [...placed.values()].sort((a, b) => a.fromDatagram - b.fromDatagram);
  return { configurations, settings: { controls: [...controls], infos } };
}

function clockKey(rows: DatagramRows, row: number): string {
  return `${rows.transition(row)} ${rows.seconds(row)} ${rows.nanoseconds(row)}`;
}

function kindOf(kinds: readonly LeafKind[], { level, phy, typeId, version, compressed }: Setting): LeafKind | undefined {
  return kinds.find((kind) => kind.phy === phy && kind.level === level && kind.typeId === typeId && kind.version === version && kind.compressed === compressed);
}
