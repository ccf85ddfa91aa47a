import type { Problem } from '../base/errors.ts';
import { BlobSource } from '../format/byte-source.ts';
import { OriginalKinds } from '../format/original-kinds.ts';
import { RowCensus } from '../format/row-census.ts';
import { rowsOf, type ConfigurationRef, type LeafKind, type RunIndex } from '../format/run-index.ts';
import { controlFiles } from '../format/run-order.ts';
import { filesOfRun, type ChunkFile, type RunFiles } from '../format/run.ts';
import { scanTable, type ScanTable } from '../format/scan-table.ts';
import { L1_ACCEPT } from '../format/transition.ts';
import { TYPE_ORIGINAL_DATAGRAM, TYPE_PROXY, TYPE_SMALL_DATA_CONFIG } from '../types/smldata.ts';
import type { Arena } from '../wasm/arena.ts';
import { readOriginalTree } from './proxied-leaves.ts';
import type { ScanResult } from './run-scan.ts';
import { TransitionPlaces } from './transition-places.ts';

const WINDOW_BYTES = 8 * 1024 * 1024;

/** Whether some of a run is known by its small data. */
export function hasSmallData(run: RunFiles): boolean {
  return run.streams.some(({ chunks }) => chunks.some(({ smallData }) => smallData !== undefined));
}

/** The run as it is scanned: small data instead of the chunks that have them. */
export function scannedFiles(run: RunFiles): RunFiles {
  return { ...run, streams: run.streams.map(({ stream, chunks }) => ({ stream, chunks: chunks.map(({ chunk, file, smallData }) => ({ chunk, file: smallData ?? file })) })) };
}

/**
 * What a scan of small data says about the big files: datagrams and leaves as they are there. Transitions whose place
 * there cannot be told stay in the small data, where they are the same.
 * @param scan of `scannedFiles(run)`
 */
export async function resolveSmallData(arena: Arena, run: RunFiles, scan: ScanResult, signal?: AbortSignal): Promise<ScanResult> {
  const chunks = run.streams.flatMap((stream) => stream.chunks);
  const index: RunIndex = { ...scan.index, files: filesOfRun(run).map(({ name }) => name) };
  const kinds = new OriginalKinds(index);
  const problems: Problem[] = [...scan.problems];
  const moves: Move[] = [];
  for (const [file, chunk] of chunks.entries()) {
    if (chunk.smallData) moves.push(...(await resolveChunk(index, kinds, file, twinOf(file, chunks), chunk, chunk.smallData, problems, signal)));
  }
  const configurations = index.configurations.filter(({ kind }) => kind.typeId !== TYPE_SMALL_DATA_CONFIG).map((ref) => moveConfiguration(ref, moves, chunks));
  const skipped = index.skipped.map((range) => ({ ...range, file: chunks[range.file].smallData ? twinOf(range.file, chunks) : range.file }));
  const rows = rowsOf(index);
  const used = new Set(Array.from({ length: index.datagrams }, (_, row) => rows.signature(row)));
  const resolved: RunIndex = { ...index, ...kinds.all(used, isOfSmallData), configurations, skipped };
  return { ...scan, index: resolved, table: tableOf(resolved, scan.table, new RowCensus(arena, resolved, controlFiles(run))), problems };
}

function isOfSmallData({ typeId }: LeafKind): boolean {
  return typeId === TYPE_SMALL_DATA_CONFIG || typeId === TYPE_ORIGINAL_DATAGRAM || typeId === TYPE_PROXY;
}

/** A datagram of small data and where its original begins; `addedBytes` of it come before its other leaves. */
type Move = { readonly file: number; readonly from: number; readonly byteLength: number; readonly to: number; readonly addedBytes: number };

async function resolveChunk(index: RunIndex, kinds: OriginalKinds, file: number, twin: number, chunk: ChunkFile, smallData: File, problems: Problem[], signal?: AbortSignal): Promise<Move[]> {
  const rows = rowsOf(index);
  const own: number[] = [];
  for (let row = 0; row < index.datagrams; ++row) if (index.fileOf[row] === file) own.push(row);
  own.sort((a, b) => rows.offset(a) - rows.offset(b));
  const source = new BlobSource(smallData, smallData.name);
  const places = new TransitionPlaces(new BlobSource(chunk.file, chunk.file.name));
  const moves: Move[] = [];
  let window = { start: 0, bytes: new Uint8Array(0) };
  let beyond = 0;
  for (const row of own) {
    const offset = rows.offset(row);
    const byteLength = 20 + rows.extent(row);
    if (offset < window.start || offset + byteLength > window.start + window.bytes.byteLength) {
      window = { start: offset, bytes: await source.read(offset, Math.max(WINDOW_BYTES, byteLength), signal) as Uint8Array<ArrayBuffer> };
    }
    const at = offset - window.start;
    const tree = readOriginalTree(new DataView(window.bytes.buffer, window.bytes.byteOffset + at, Math.min(byteLength, window.bytes.byteLength - at)));
    rows.replace(row, { signature: kinds.take(tree.leaves) });
    if (tree.original) {
      await places.event(tree.original.offset, 20 + tree.original.extent);
      rows.replace(row, tree.original);
      if (tree.original.offset + 20 + tree.original.extent > chunk.file.size) ++beyond;
      continue;
    }
    if (rows.transition(row) === L1_ACCEPT) {
      index.fileOf[row] = twin;
      continue;
    }
    places.transition({ row, byteLength: byteLength - tree.addedBytes, seconds: rows.seconds(row), nanoseconds: rows.nanoseconds(row), stampLow: rows.stampLow(row) });
    moves.push({ file, from: offset, byteLength, to: NaN, addedBytes: tree.addedBytes });
  }
  const found = await places.end(chunk.file.size);
  if (beyond > 0) {
    problems.push({ code: 'truncated', file: chunk.file.name, offset: chunk.file.size, message: `${chunk.file.name} ends before ${beyond} of the events that ${smallData.name} tells of: its copy is not complete, or they do not belong together. Those events are listed; their data cannot be read.` });
  }
  return moves.map((move, i) => {
    const { row, offset } = found[i];
    if (offset === null) {
      index.fileOf[row] = twin;
      return { ...move, file: twin, to: move.from, addedBytes: 0 };
    }
    rows.replace(row, { offset, extent: rows.extent(row) - move.addedBytes });
    return { ...move, to: offset };
  });
}

/** A configuration goes with its transition; one whose transition was not found stays in the small data. */
function moveConfiguration(ref: ConfigurationRef, moves: readonly Move[], chunks: readonly ChunkFile[]): ConfigurationRef {
  const chunk = chunks[ref.file];
  if (!chunk?.smallData) return ref;
  const move = moves.find(({ file, from, byteLength }) => file === ref.file && ref.offset >= from && ref.offset < from + byteLength);
  if (move) return { ...ref, offset: ref.offset - move.from + move.to - move.addedBytes };
  return { ...ref, file: twinOf(ref.file, chunks) };
}

/** Number of the small data of a chunk among the run's files. */
function twinOf(file: number, chunks: readonly ChunkFile[]): number {
  return chunks.length + chunks.slice(0, file).filter(({ smallData }) => smallData).length;
}

/** Counts again; the scanner's extra columns are those of the configurations, which are the same. */
function tableOf(index: RunIndex, before: ScanTable, census: RowCensus): ScanTable {
  const table = scanTable(index, { controls: before.controls, infos: new Map() }, census);
  const columns = new Map(before.devices.map(({ kind, source, columns }) => [`${kind} ${source}`, columns]));
  return { ...table, devices: table.devices.map((device) => ({ ...device, columns: columns.get(`${device.kind} ${device.source}`) ?? device.columns })) };
}
