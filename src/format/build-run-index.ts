import { DATAGRAM_ROW_BYTES } from '../../assembly/layout.ts';
import type { Setting } from './configuration.ts';
import type { DatagramRows } from './datagram-rows.ts';
import type { MergedOrder } from './merge.ts';
import { rowsOf, type ConfigurationRef, type LeafKind, type RunIndex } from './run-index.ts';
import type { RunFiles } from './run.ts';
import type { RunSettings } from './scan-table.ts';
import type { ScanMemory } from './scan-kernel.ts';
import type { StreamScanner } from './stream-scanner.ts';
import { BEGIN_CALIB_CYCLE, CONFIGURE, L1_ACCEPT } from './transition.ts';

/** The run as one sequence, from its streams as far as they are merged. Everything in it is a copy. */
export function buildRunIndex(run: RunFiles, streams: readonly StreamScanner[], order: MergedOrder, memory: ScanMemory): { index: RunIndex; settings: RunSettings } {
  const files = run.streams.flatMap(({ chunks }) => chunks.map(({ file }) => file.name));
  const firstFiles = firstFileOfStreams(run);
  const words = new Uint32Array((order.count * DATAGRAM_ROW_BYTES) / 4);
  const fileOf = new Uint16Array(order.count);
  const events = new Uint32Array(order.count);
  let eventCount = 0;
  const cycles: number[] = [];
  const chunk = new Uint16Array(streams.length);
  for (let i = 0; i < order.count; ) {
    const stream = order.streamOf[i];
    const row = order.rowOf[i];
    const { rows, chunkStarts } = streams[stream];
    while (chunk[stream] + 1 < chunkStarts.length && chunkStarts[chunk[stream] + 1] <= row) ++chunk[stream];
    const count = rowsTogether(order, i, (chunkStarts[chunk[stream] + 1] ?? Infinity) - row);
    rows.copyTo(row, count, words, i);
    fileOf.fill(firstFiles[stream] + chunk[stream], i, i + count);
    for (const end = i + count; i < end; ++i) {
      const transition = rows.transition(order.rowOf[i]);
      if (transition === BEGIN_CALIB_CYCLE) cycles.push(eventCount);
      if (transition !== L1_ACCEPT) continue;
      // Events before the first BeginCalibCycle, as in a chunk that is opened alone, are a cycle of their own.
      if (cycles.length === 0) cycles.push(0);
      events[eventCount++] = i;
    }
  }
  const kinds = memory.kinds();
  const bare: RunIndex = {
    files, datagrams: order.count, rows: words.buffer, fileOf, events: events.slice(0, eventCount), cycles: new Uint32Array(cycles),
    kinds, signatures: memory.signatures(), configurations: [],
  };
  const { configurations, settings } = placeSettings(rowsOf(bare), streams, firstFiles, kinds);
  return { index: { ...bare, configurations }, settings };
}

/** Number of datagrams from `from` on, at most `limit`, that follow each other in one stream too. */
function rowsTogether({ count, streamOf, rowOf }: MergedOrder, from: number, limit: number): number {
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
function placeSettings(rows: DatagramRows, streams: readonly StreamScanner[], firstFiles: readonly number[], kinds: readonly LeafKind[]): { configurations: ConfigurationRef[]; settings: RunSettings } {
  const datagramOf = new Map<string, number>();
  for (let i = rows.nextTransition(0); i < rows.count; i = rows.nextTransition(i + 1)) {
    const transition = rows.transition(i);
    if (transition === CONFIGURE || transition === BEGIN_CALIB_CYCLE) datagramOf.set(clockKey(rows, i), i);
  }
  const controls = new Set<string>();
  const infos = new Map<string, string>();
  const placed = new Map<string, ConfigurationRef>();
  streams.forEach((stream, streamNumber) => {
    for (const { row, settings } of stream.settings) {
      const fromDatagram = datagramOf.get(clockKey(stream.rows, row));
      if (fromDatagram === undefined) continue;
      const chunk = stream.chunkStarts.filter((start) => start <= row).length - 1;
      for (const setting of settings) {
        const kind = kindOf(kinds, setting);
        const key = `${fromDatagram} ${setting.level}:${setting.phy}:${setting.typeId}:${setting.version}`;
        // The copy of the first stream holds.
        if (!kind || placed.has(key)) continue;
        placed.set(key, { kind, file: firstFiles[streamNumber] + chunk, offset: setting.offset, byteLength: setting.byteLength, fromDatagram });
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
