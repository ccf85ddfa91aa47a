import type { Remote } from 'comlink';
import type { Region } from '../src/base/region.ts';
import type { NdArray } from '../src/base/arrays.ts';
import type { Problem } from '../src/base/errors.ts';
import type { PixelArray } from '../src/base/pixels.ts';
import type { Dark, DarkSums } from '../src/calib/dark.ts';
import type { NamedHandle } from '../src/format/growing-files.ts';
import type { RunFiles } from '../src/format/run.ts';
import type { XtcNode } from '../src/format/xtc.ts';
import type { RegionStats } from '../src/image/measure.ts';
import type { ByteRange, Frame, FrameRequest, PixelsRequest } from '../src/pipeline/frame.ts';
import type { ColumnsPart, ColumnsRequest } from '../src/pipeline/column-request.ts';
import type { RegionsRequest } from '../src/pipeline/measure-regions.ts';
import type { DatagramPlace, EpicsListing } from '../src/pipeline/list-epics.ts';
import type { EpicsRecord } from '../src/types/epics.ts';
import type { EpicsSearch } from '../src/pipeline/find-epics.ts';
import type { DamageWords } from '../src/pipeline/read-damage.ts';
import type { PayloadRequest } from '../src/pipeline/read-payload.ts';
import type { ConfigurationRequest, ValuesRequest } from '../src/pipeline/read-values.ts';
import type { LeafValue } from '../src/types/leaf-value.ts';
import type { OpenOptions, OpenedRun } from '../src/pipeline/open-run.ts';
import type { TextProgress } from '../src/pipeline/read-text.ts';
import type { TextRequest } from '../src/pipeline/text-request.ts';
import type { ScanProgress } from '../src/pipeline/run-scan.ts';
import type { SandboxServices } from '../src/modules/sandbox-contract.ts';
import type { StoredScan } from '../src/format/check-index.ts';

/**
 * How the page calls a worker: `caller.call((worker, signal) => worker.makeFrame(request, signal), signal)`.
 * Callbacks and signals cross by workers/wire.ts. Tests hand in a plain object that calls the functions directly.
 */
export type Caller<Api> = {
  call<T>(use: (worker: Remote<Api>, signal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T>;
};

/** A worker that can be ended; calls still under way then fail with 'aborted'. */
export type RemoteWorker<Api> = Caller<Api> & { dispose(): void };

/** The workers of the window. Made in src/app.ts; started when first called. */
export type Workers = {
  /** A new one for each run, disposed when its scan has ended. */
  scan(): RemoteWorker<ScanApi>;
  /** The picture on the screen: it holds the frame that regions are measured in. */
  readonly frame: Caller<FrameApi>;
  /** Everything else that reads single events: scripts, trees. */
  readonly reader: Caller<FrameApi>;
  /** A member of the pool that makes darks, disposed after use. */
  dark(): RemoteWorker<DarkApi>;
  /** A member of the pool that reads columns. */
  columns(): RemoteWorker<ColumnsApi>;
  sample(): RemoteWorker<SampleApi>;
  /** Prints datagrams. */
  readonly text: Caller<TextApi>;
  /** Workers of user modules: they are in a sandbox and are no part of the app. */
  readonly modules: SandboxServices;
};

/** Every worker is given the compiled kernels first. */
export type Startable = { start(module: WebAssembly.Module): Promise<void> };

/** workers/scan.worker.ts: says what is in a run. */
export type ScanApi = Startable & {
  /**
   * Finds what is in a run, by its index or by a scan. `onProgress` comes about ten times a second. An aborted scan ends
   * normally, with what was read so far.
   */
  openRun(run: RunFiles, options: OpenOptions, onProgress: (progress: ScanProgress) => void, signal: AbortSignal): Promise<OpenedRun>;
  /** Resolves when the index of the run is kept: the worker can be ended then. */
  kept(): Promise<void>;
  /** Goes on in the files of a run that this worker has opened with `isGrowing`. */
  growRun(run: RunFiles, signal: AbortSignal): Promise<OpenedRun>;
  /** The index file of a run that was scanned. @throws {XtcError} 'unreadable', 'unsupported' */
  makeIndexFile(run: RunFiles, scan: StoredScan): Promise<Blob>;
};

/** workers/frame.worker.ts: one event at a time, for the picture and for the inspector. */
export type FrameApi = Startable & {
  makeFrame(request: FrameRequest, signal: AbortSignal): Promise<Frame>;
  /** Numbers of a region of the frame the worker still holds; null when it holds none. */
  measure(region: Region): Promise<RegionStats | null>;
  /** The sections without a picture: i16 raw, or f32 when `darkId` is given. */
  readSections(request: PixelsRequest, darkId: number | null): Promise<PixelArray | NdArray<'f32'>>;
  /** Gives the worker the pedestals it subtracts for `darkId`, NaN where there are none; null makes it forget them. */
  setDark(darkId: number, pedestals: Float32Array | null): Promise<void>;
  /** Lets it read files that are being written. */
  rememberGrowing(handles: readonly NamedHandle[]): Promise<void>;
  /** The whole tree of one datagram; only headers are read. */
  readTree(datagram: ByteRange): Promise<XtcNode>;
  /** The damage words in the trees of datagrams. */
  readDamage(datagrams: readonly ByteRange[], signal: AbortSignal): Promise<DamageWords>;
  /** Bytes of a payload, expanded when they are compressed. */
  readPayload(payload: PayloadRequest): Promise<Uint8Array<ArrayBuffer>>;
  /** Bytes of a file as they are. */
  readBytes(range: ByteRange): Promise<Uint8Array>;
  /** The PVs that the Configures among these datagrams describe. */
  listEpics(places: readonly DatagramPlace[]): Promise<EpicsListing>;
  /** The last Time record of a PV in datagrams; null when there is none. */
  findEpics(search: EpicsSearch, signal: AbortSignal): Promise<EpicsRecord | null>;
  /** The values of leaves of one datagram, in tree order. */
  readValues(request: ValuesRequest, signal: AbortSignal): Promise<LeafValue[]>;
  /** The value of a configuration; null when there is none. */
  readConfiguration(request: ConfigurationRequest): Promise<LeafValue | null>;
};

/** workers/dark.worker.ts: darks from events (a pool of these) and from files. */
export type DarkApi = Startable & {
  accumulate(requests: readonly PixelsRequest[], onProgress: (eventsDone: number) => void, signal: AbortSignal): Promise<DarkSums>;
  /** Adds up the parts of the pool. `run` names where the events come from. */
  combine(parts: readonly DarkSums[], source: string, run: string): Promise<Dark>;
  /** Pedestals from a `.npy` or text file. @throws {XtcError} 'bad-dark' */
  readDarkFile(file: File): Promise<Dark>;
};

/** workers/columns.worker.ts: numbers of many events (a pool of these). */
export type ColumnsApi = Startable & {
  /** `onPart` gets the numbers of a stretch of datagrams as soon as they are there. Gives what could not be taken apart. */
  readColumns(request: ColumnsRequest, onPart: (part: ColumnsPart) => void, signal: AbortSignal): Promise<readonly Problem[]>;
  /** Numbers of regions of pictures, one array for each wish. */
  measureRegions(request: RegionsRequest, signal: AbortSignal): Promise<Float64Array[]>;
  /** As in FrameApi. */
  setDark(darkId: number, pedestals: Float32Array | null): Promise<void>;
  /** Lets it read files that are being written. */
  rememberGrowing(handles: readonly NamedHandle[]): Promise<void>;
};

/** workers/sample.worker.ts: writes the sample runs. */
export type SampleApi = Startable & { makeSample(): Promise<File[]> };

/** workers/text.worker.ts: the classic text of datagrams. */
export type TextApi = Startable & {
  readText(request: TextRequest, signal: AbortSignal): Promise<string>;
  /** To the file, or as a Blob when there is none. */
  saveText(request: TextRequest, target: FileSystemFileHandle | null, onProgress: (progress: TextProgress) => void, signal: AbortSignal): Promise<Blob | null>;
};
