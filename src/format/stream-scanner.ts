import { DATAGRAM_HEADER_BYTES, SCAN_ENDED, SCAN_LOST, SCAN_NEEDS_BYTES, SCAN_OVERRUN } from '../../assembly/layout.ts';
import { XtcError, throwIfAborted } from '../base/errors.ts';
import type { Window } from './ahead-reader.ts';
import { BlobSource, type ByteSource } from './byte-source.ts';
import { readSettings, type DatagramSettings, type DescribeSettings } from './configuration.ts';
import { DatagramRows } from './datagram-rows.ts';
import { notXtcProblem } from './file-kind.ts';
import type { ProblemList } from './problem-list.ts';
import { recover } from './recover.ts';
import { reportRow } from './row-problems.ts';
import type { StreamFiles } from './run.ts';
import { ScanState, type ScanMemory } from './scan-kernel.ts';
import { BEGIN_CALIB_CYCLE, CONFIGURE } from './transition.ts';
import { WindowPlanner, type ReadDepth } from './window-planner.ts';

/** So much of a chunk has to be scanned before its number of rows is foreseen, and no more rows than this are. */
const ENOUGH_BYTES = 4 * 1024 * 1024;
const MOST_ROWS = 1_000_000;

/** What the streams of a run share. */
export type StreamScanOptions = {
  readonly memory: ScanMemory;
  readonly depth: ReadDepth;
  readonly problems: ProblemList;
  readonly describe: DescribeSettings;
  /** Called after each window. */
  readonly onAdvance: () => void;
  readonly signal: AbortSignal | undefined;
};

/** Scans the chunks of one stream, one after the other; `rows` grows while it does. */
export class StreamScanner {
  readonly rows = new DatagramRows();
  /** Chunk → its first row; as many as were begun. */
  readonly chunkStarts: number[] = [];
  /** The settings that Configure and BeginCalibCycle datagrams carry, in the order of the rows. */
  readonly settings: DatagramSettings[] = [];
  readonly #files: readonly File[];
  readonly #options: StreamScanOptions;
  readonly #state: ScanState;
  #bytesBefore = 0;
  #bytesInChunk = 0;
  #hasRoom = false;
  #isDone = false;

  constructor(stream: StreamFiles, options: StreamScanOptions) {
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
    try {
      for (const file of this.#files) {
        this.chunkStarts.push(this.rows.count);
        await this.#scanFile(new BlobSource(file, file.name));
        this.#bytesBefore += file.size;
        this.#bytesInChunk = 0;
        this.#options.onAdvance();
      }
    } finally {
      this.#isDone = true;
    }
  }

  async #scanFile(source: ByteSource): Promise<void> {
    try {
      if (source.byteLength < DATAGRAM_HEADER_BYTES) {
        this.#options.problems.add(notXtcProblem(source.name, await source.read(0, source.byteLength), source.byteLength));
      } else {
        await this.#scanChain(source);
      }
    } catch (error) {
      if (!(error instanceof XtcError) || error.code === 'aborted') throw error;
      this.#options.problems.add(error.toProblem());
    }
  }

  async #scanChain(source: ByteSource): Promise<void> {
    const { memory, depth, problems, onAdvance, signal } = this.#options;
    const firstRow = this.rows.count;
    this.#hasRoom = false;
    const planner = new WindowPlanner(source, depth, signal);
    this.#state.startAt(0, source.byteLength);
    for (;;) {
      throwIfAborted(signal);
      const need = this.#state.next;
      const before = this.rows.count;
      const window = await planner.take(need);
      this.#makeRoom(source, need);
      this.#state.scan(window.bytes.subarray(need - window.start), need, (rows) => this.rows.append(rows));
      await this.#takeRows(source, window, before, firstRow);
      const { status } = this.#state;
      this.#bytesInChunk = Math.min(this.#state.next, source.byteLength);
      if (status === SCAN_ENDED) return;
      if (status === SCAN_LOST || status === SCAN_OVERRUN) {
        if (!(await recover({ memory, source, rows: this.rows, firstRow, problems, signal }, this.#state))) return;
        planner.restart();
      } else if (status === SCAN_NEEDS_BYTES) {
        if (this.#state.next === need) throw new XtcError('kernel', `The scan of ${source.name} does not advance at byte ${need}.`, { file: source.name, offset: need });
        this.#note(planner, window, before);
      }
      onAdvance();
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
    for (let row = rows.nextNotable(from); row < rows.count; row = rows.nextNotable(row + 1)) {
      reportRow(rows, row, firstRow, source.name, problems);
      const transition = rows.transition(row);
      if ((transition !== CONFIGURE && transition !== BEGIN_CALIB_CYCLE) || rows.leaves(row) === 0) continue;
      const offset = rows.offset(row);
      const byteLength = 20 + rows.extent(row);
      const inWindow = offset >= window.start && offset + byteLength <= window.start + window.bytes.byteLength;
      const bytes = inWindow ? window.bytes.subarray(offset - window.start, offset - window.start + byteLength) : await source.read(offset, byteLength, signal);
      this.settings.push({ row, settings: readSettings(bytes, offset, transition, describe) });
    }
  }
}
