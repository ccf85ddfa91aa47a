import { DATAGRAM_HEADER_BYTES, SCAN_ENDED, SCAN_LOST, SCAN_NEEDS_BYTES, SCAN_OVERRUN } from '../../assembly/layout.ts';
import { XtcError, throwIfAborted, type ProblemCode } from '../base/errors.ts';
import type { Window } from './ahead-reader.ts';
import { BlobSource, type ByteSource } from './byte-source.ts';
import { readSettings, type DatagramSettings, type DescribeSettings } from './configuration.ts';
import { DatagramRows } from './datagram-rows.ts';
import { notXtcProblem } from './file-kind.ts';
import { PIECE_BYTES } from './piece-reader.ts';
import type { ProblemList } from './problem-list.ts';
import { recover } from './recover.ts';
import { isSplit, reportRow } from './row-problems.ts';
import type { OrderOptions } from './run-order.ts';
import type { StreamFiles } from './run.ts';
import type { SkippedBytes } from './skipped.ts';
import { ScanState, type ScanMemory } from './scan-kernel.ts';
import { serveReads } from './serve-reads.ts';
import { BEGIN_CALIB_CYCLE, CONFIGURE } from './transition.ts';
import { WindowPlanner, type ReadDepth } from './window-planner.ts';

/** So much of a chunk has to be scanned before its number of rows is foreseen, and no more rows than this are. */
const ENOUGH_BYTES = 4 * 1024 * 1024;
const MOST_ROWS = 1_000_000;

/** After so many bytes the reads under way are served: while the kernel works, a browser fills their pipes and no more. */
const PAUSE_BYTES = 2 * PIECE_BYTES;

/** Pieces of a stream can follow each other without a break: so often other messages get their turn, the wish to stop too. */
const SERVE_MS = 20;

/** What the streams of a run share. */
export type StreamScanOptions = {
  readonly memory: ScanMemory;
  readonly depth: ReadDepth;
  readonly problems: ProblemList;
  readonly describe: DescribeSettings;
  /** Where the run ends: no stream needs to be read further. */
  readonly limits: OrderOptions;
  /** Called after each window. */
  readonly onAdvance: () => void;
  readonly signal: AbortSignal | undefined;
};

/** What can be wrong with the end of a file that is still being written. */
const END_CODES: readonly ProblemCode[] = ['truncated', 'lost-framing', 'bad-extent', 'not-xtc', 'empty-file'];

/** Scans the chunks of one stream, one after the other; `rows` grows while it does. */
export class StreamScanner {
  readonly rows = new DatagramRows();
  /** Chunk → its first row; as many as were begun. */
  readonly chunkStarts: number[] = [];
  /** The settings that Configure and BeginCalibCycle datagrams carry, in the order of the rows. */
  readonly settings: DatagramSettings[] = [];
  /** What is no good datagram; `file` counts the chunks of this stream. */
  readonly skipped: SkippedBytes[] = [];
  /** Rows that are a further part of the event of the row before. */
  readonly splits = new Set<number>();
  /** Its number: 80 and up are control streams. */
  readonly stream: number;
  #files: readonly File[];
  readonly #options: StreamScanOptions;
  readonly #state: ScanState;
  #bytesBefore = 0;
  #bytesInChunk = 0;
  #hasRoom = false;
  #isDone = false;
  #isChunkDone = true;
  #cycles = 0;

  constructor(stream: StreamFiles, options: StreamScanOptions) {
    this.stream = stream.stream;
    this.#files = stream.chunks.map(({ file }) => file);
    this.#options = options;
    this.#state = new ScanState(options.memory);
  }

  /** True when no more rows will come. */
  get isDone(): boolean {
    return this.#isDone;
  }
  /** Bytes that need not be looked at any more. */
  get bytesDone(): number {
    return this.#bytesBefore + this.#bytesInChunk;
  }

  /** @throws {XtcError} 'aborted'; what else goes wrong becomes a problem, and the next chunk is scanned */
  async run(): Promise<void> {
    await this.#scanChunks(0, 0);
  }

  /**
   * Goes on in files that have grown or come since: where the last good datagram of the chunk begun last ends. What was said
   * of the bytes after it is taken back.
   * @param stream its chunks as they are now
   */
  async resume(stream: StreamFiles): Promise<void> {
    const chunk = Math.max(0, this.chunkStarts.length - 1);
    const from = this.chunkStarts.length > 0 ? this.#state.abandon() : 0;
    const kept = this.skipped.filter(({ file, offset }) => file < chunk || (file === chunk && offset < from));
    this.skipped.splice(0, this.skipped.length, ...kept);
    this.#files = stream.chunks.map(({ file }) => file);
    for (const code of END_CODES) this.#options.problems.retract(code, this.#files[chunk].name, from, Infinity);
    this.#isDone = false;
    this.#bytesBefore = this.#files.slice(0, chunk).reduce((sum, file) => sum + file.size, 0);
    this.#bytesInChunk = from;
    await this.#scanChunks(chunk, from);
  }

  async #scanChunks(first: number, from: number): Promise<void> {
    try {
      for (let chunk = first; chunk < this.#files.length; ++chunk) {
        const file = this.#files[chunk];
        if (this.#isEnough()) break;
        if (chunk === this.chunkStarts.length) this.chunkStarts.push(this.rows.count);
        this.#isChunkDone = false;
        await this.#scanFile(new BlobSource(file, file.name), chunk === first ? from : 0);
        this.#bytesBefore += file.size;
        this.#bytesInChunk = 0;
        this.#options.onAdvance();
      }
    } finally {
      this.#isDone = true;
      this.#skipRest();
    }
  }

  /** Notes what was not looked at, because the user or a limit ended the scan. */
  #skipRest(): void {
    for (let chunk = Math.max(0, this.chunkStarts.length - 1); chunk < this.#files.length; ++chunk) {
      const isBegun = chunk === this.chunkStarts.length - 1;
      if (!isBegun) this.#skip(chunk, 0, this.#files[chunk].size, 'aborted');
      else if (!this.#isChunkDone) this.#skip(chunk, this.#state.offset, this.#files[chunk].size, 'aborted');
    }
  }

  #skip(chunk: number, from: number, to: number, code: ProblemCode): void {
    if (to > from) this.skipped.push({ file: chunk, offset: from, byteLength: to - from, code });
  }

  /** Whether the run ends before the end of what was read: of its events every stream has one part at most. */
  #isEnough(): boolean {
    const { maxEvents = Infinity, maxCycles = Infinity } = this.#options.limits;
    return this.rows.count - this.rows.transitions.length - this.splits.size > maxEvents || this.#cycles > maxCycles;
  }

  async #scanFile(source: ByteSource, from: number): Promise<void> {
    const chunk = this.chunkStarts.length - 1;
    this.#state.startAt(from, source.byteLength);
    try {
      if (source.byteLength < DATAGRAM_HEADER_BYTES) {
        this.#isChunkDone = true;
        this.#skip(chunk, 0, source.byteLength, 'not-xtc');
        this.#options.problems.add(notXtcProblem(source.name, await source.read(0, source.byteLength), source.byteLength));
      } else {
        await this.#scanChain(source);
      }
    } catch (error) {
      if (!(error instanceof XtcError) || error.code === 'aborted') throw error;
      this.#options.problems.add(error.toProblem());
      if (!this.#isChunkDone) this.#skip(chunk, this.#state.offset, source.byteLength, error.code);
      this.#isChunkDone = true;
    }
  }

  async #scanChain(source: ByteSource): Promise<void> {
    const planner = new WindowPlanner(source, this.#options.depth, this.#options.signal);
    try {
      await this.#scanWindows(source, planner);
    } finally {
      planner.close();
    }
  }

  async #scanWindows(source: ByteSource, planner: WindowPlanner): Promise<void> {
    const { memory, problems, onAdvance, signal } = this.#options;
    const firstRow = this.chunkStarts[this.chunkStarts.length - 1];
    this.#hasRoom = false;
    const chunk = this.chunkStarts.length - 1;
    const skip = (from: number, to: number, code: ProblemCode): void => this.#skip(chunk, from, to, code);
    for (let served = performance.now(); ; ) {
      if (performance.now() - served > SERVE_MS) {
        await serveReads();
        served = performance.now();
      }
      throwIfAborted(signal);
      const need = this.#state.next;
      const before = this.rows.count;
      const window = await planner.take(need);
      this.#makeRoom(source, need);
      await this.#scanWindow(window, need);
      await this.#takeRows(source, window, before, firstRow);
      const { status } = this.#state;
      this.#bytesInChunk = Math.min(this.#state.next, source.byteLength);
      this.#isChunkDone = status === SCAN_ENDED;
      if (status === SCAN_ENDED || this.#isEnough()) return;
      if (status === SCAN_LOST || status === SCAN_OVERRUN) {
        this.#isChunkDone = !(await recover({ memory, source, rows: this.rows, firstRow, problems, skip, signal }, this.#state));
        if (this.#isChunkDone) return;
        planner.restart();
      } else if (status === SCAN_NEEDS_BYTES) {
        if (this.#state.next === need) throw new XtcError('kernel', `The scan of ${source.name} does not advance at byte ${need}.`, { file: source.name, offset: need });
        this.#note(planner, window, before);
      }
      onAdvance();
    }
  }

  /** Scans a window from `need` on, with pauses in which the reads under way go on. */
  async #scanWindow({ start, bytes }: Window, need: number): Promise<void> {
    for (let from = need - start; ; from = this.#state.next - start) {
      const to = Math.min(bytes.byteLength, from + PAUSE_BYTES);
      this.#state.scan(bytes.subarray(from, to), start + from, (rows, remarks, datagramBytes) => this.rows.append(rows, remarks, datagramBytes));
      if (to === bytes.byteLength || this.#state.status !== SCAN_NEEDS_BYTES || this.#state.next - start >= bytes.byteLength) return;
      await serveReads();
    }
  }

  /** Room for as many rows as the chunk should have, by those found so far. */
  #makeRoom(source: ByteSource, done: number): void {
    const found = this.rows.count - (this.chunkStarts.at(-1) ?? 0);
    if (this.#hasRoom || done < ENOUGH_BYTES || done > source.byteLength / 2) return;
    this.#hasRoom = true;
    this.rows.makeRoom(Math.min(MOST_ROWS, this.rows.count + Math.ceil((1.02 * found * (source.byteLength - done)) / done)));
  }

  #note(planner: WindowPlanner, window: Window, before: number): void {
    const last = this.rows.count - 1;
    planner.note({
      windowEnd: window.start + window.bytes.byteLength,
      need: this.#state.next,
      datagramOffset: this.#state.offset,
      datagramBytes: last < before ? 0 : 20 + this.rows.extent(last),
      datagrams: this.rows.count - before,
    });
  }

  async #takeRows(source: ByteSource, window: Window, from: number, firstRow: number): Promise<void> {
    const { rows } = this;
    const { problems, describe, signal } = this.#options;
    for (const row of rows.remarked(from)) {
      reportRow(rows, row, firstRow, source.name, problems);
      if (isSplit(rows, row, firstRow)) this.splits.add(row);
      const transition = rows.transition(row);
      if (transition === BEGIN_CALIB_CYCLE) ++this.#cycles;
      if ((transition !== CONFIGURE && transition !== BEGIN_CALIB_CYCLE) || (rows.signature(row) === 0 && rows.faults(row) === 0)) continue;
      const offset = rows.offset(row);
      const byteLength = 20 + rows.extent(row);
      const inWindow = offset >= window.start && offset + byteLength <= window.start + window.bytes.byteLength;
      const bytes = inWindow ? window.bytes.subarray(offset - window.start, offset - window.start + byteLength) : await source.read(offset, byteLength, signal);
      this.settings.push({ row, settings: readSettings(bytes, offset, transition, describe) });
    }
  }
}
