import { DATAGRAM_HEADER_BYTES, MAX_DATAGRAM_BYTES, XTC_HEADER_BYTES } from '../../assembly/layout.ts';
import { XtcError } from '../base/errors.ts';
import { buildRunIndex, type ScannedStream } from '../format/build-run-index.ts';
import { BlobSource } from '../format/byte-source.ts';
import { readSettings, type DatagramSettings } from '../format/configuration.ts';
import { DatagramRows, type Row } from '../format/datagram-rows.ts';
import { readDaqIndex, type DaqIndex } from '../format/idx-file.ts';
import { OriginalKinds } from '../format/original-kinds.ts';
import { RowCensus } from '../format/row-census.ts';
import type { RunIndex } from '../format/run-index.ts';
import { controlFiles, orderRun } from '../format/run-order.ts';
import type { ChunkFile, RunFiles } from '../format/run.ts';
import { scanTable, type ScanTable } from '../format/scan-table.ts';
import { BEGIN_CALIB_CYCLE, L1_ACCEPT, transitionOf } from '../format/transition.ts';
import { describeSettings } from '../types/describe-settings.ts';
import type { Arena } from '../wasm/arena.ts';
import { readOriginalTree } from './proxied-leaves.ts';

/** A run as the DAQ's indexes tell of it. */
export type RunPreview = { readonly index: RunIndex; readonly table: ScanTable };

/**
 * All events of a run at once, from the DAQ's indexes of its chunks, for the time until it is scanned: places, clocks,
 * fiducials, and which sources have data. What the indexes do not tell is left out: transitions other than the first
 * datagram and the calib cycles, and the sizes, which here go up to the next datagram that is listed.
 * @returns null unless every chunk has an index that can be read
 */
export async function previewRun(arena: Arena, run: RunFiles): Promise<RunPreview | null> {
  const kinds = new OriginalKinds();
  const streams: (ScannedStream & { stream: number; isDone: boolean })[] = [];
  for (const { stream, chunks } of run.streams) {
    const rows = new DatagramRows();
    const settings: DatagramSettings[] = [];
    const chunkStarts: number[] = [];
    for (const chunk of chunks) {
      const daq = chunk.smallData ? null : await readIndex(chunk);
      if (!daq) return null;
      chunkStarts.push(rows.count);
      await addFirst(chunk.file, kinds, rows, settings);
      addListed(daq, chunk.file.size, kinds, rows);
    }
    streams.push({ stream, rows, settings, chunkStarts, skipped: [], splits: new Set(), isDone: true });
  }
  const { index, settings } = buildRunIndex(run, streams, orderRun(streams), kinds);
  return index.events.length > 0 ? { index, table: scanTable(index, settings, new RowCensus(arena, index, controlFiles(run))) } : null;
}

/** What is wrong with an index is said when it is compared with the data. */
async function readIndex({ daqIndex }: ChunkFile): Promise<DaqIndex | null> {
  if (!daqIndex) return null;
  try {
    return readDaqIndex(new Uint8Array(await daqIndex.arrayBuffer()), daqIndex.name);
  } catch (error) {
    if (error instanceof XtcError) return null;
    throw error;
  }
}

/** The first datagram of a chunk: of the first chunk it is the Configure, which pictures need. */
async function addFirst(file: File, kinds: OriginalKinds, rows: DatagramRows, settings: DatagramSettings[]): Promise<void> {
  const source = new BlobSource(file, file.name);
  const header = await source.read(0, DATAGRAM_HEADER_BYTES);
  if (header.byteLength < DATAGRAM_HEADER_BYTES) return;
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  const word = (at: number): number => view.getUint32(at, true);
  const transition = transitionOf(word(8));
  const extent = word(36);
  if (transition === L1_ACCEPT || transition === BEGIN_CALIB_CYCLE || extent < XTC_HEADER_BYTES || extent > MAX_DATAGRAM_BYTES) return;
  const bytes = await source.read(0, 20 + extent);
  if (bytes.byteLength < 20 + extent) return;
  const { leaves } = readOriginalTree(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  settings.push({ row: rows.count, settings: readSettings(bytes, 0, transition, describeSettings) });
  rows.add({ offset: 0, nanoseconds: word(0), seconds: word(4), stampLow: word(8), stampHigh: word(12), damage: word(20), extent, signature: kinds.take(leaves) });
}

function addListed(daq: DaqIndex, fileEnd: number, kinds: OriginalKinds, rows: DatagramRows): void {
  const signatures = new Map<number, number>();
  const signatureOf = (emptySegments: number): number => {
    const known = signatures.get(emptySegments);
    if (known !== undefined) return known;
    const segments = daq.segments.filter((_, i) => i >= 32 || ((emptySegments >>> i) & 1) === 0);
    const leaves = segments.flatMap((segment) => segment.leaves.map(({ log, phy, contains }) => ({ log, phy, contains, extent: 0, isDamaged: false, scanned: { contains, extent: 0 } })));
    const signature = kinds.take(leaves);
    signatures.set(emptySegments, signature);
    return signature;
  };
  const listed: Omit<Row, 'extent'>[] = [
    ...daq.cycles.map(({ offset, seconds, nanoseconds }) => ({ offset, seconds, nanoseconds, stampLow: BEGIN_CALIB_CYCLE << 24 })),
    ...daq.events.map(({ fiducials, emptySegments, ...event }) => ({ ...event, stampLow: L1_ACCEPT << 24, stampHigh: fiducials, signature: signatureOf(emptySegments) })),
  ];
  const inFile = listed.filter(({ offset }) => offset + DATAGRAM_HEADER_BYTES <= fileEnd).sort((a, b) => a.offset - b.offset);
  // After the last one may come anything: it is taken to be no larger than the largest of the others.
  const largest = inFile.slice(1).reduce((most, row, i) => Math.max(most, row.offset - inFile[i].offset), 0) || MAX_DATAGRAM_BYTES;
  inFile.forEach((row, i) => {
    const end = Math.min(inFile[i + 1]?.offset ?? fileEnd, row.offset + largest);
    rows.add({ ...row, extent: Math.max(XTC_HEADER_BYTES, end - row.offset - 20) });
  });
}
