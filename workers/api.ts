import type { Remote } from 'comlink';
import type { Region } from '../src/base/region.ts';
import type { NdArray } from '../src/base/arrays.ts';
import type { Dark, DarkSums } from '../src/calib/dark.ts';
import type { RunFiles } from '../src/format/run.ts';
import type { XtcNode } from '../src/format/xtc.ts';
import type { RegionStats } from '../src/image/measure.ts';
import type { ByteRange, Frame, FrameRequest, PixelsRequest } from '../src/pipeline/frame.ts';
import type { ScanProgress, ScanResult } from '../src/pipeline/scan-run.ts';

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
  sample(): RemoteWorker<SampleApi>;
};

/** Every worker is given the compiled kernels first. */
export type Startable = { start(module: WebAssembly.Module): Promise<void> };

/** workers/scan.worker.ts: reads a run once and says what is in it. */
export type ScanApi = Startable & {
  /** `onProgress` comes about ten times a second. An aborted scan ends normally, with what was read so far. */
  scanRun(run: RunFiles, onProgress: (progress: ScanProgress) => void, signal: AbortSignal): Promise<ScanResult>;
};

/** workers/frame.worker.ts: one event at a time, for the picture and for the inspector. */
export type FrameApi = Startable & {
  makeFrame(request: FrameRequest, signal: AbortSignal): Promise<Frame>;
  /** Numbers of a region of the frame the worker still holds; null when it holds none. */
  measure(region: Region): Promise<RegionStats | null>;
  /** The sections without a picture: i16 raw, or f32 when `darkId` is given. */
  readSections(request: PixelsRequest, darkId: number | null): Promise<NdArray<'i16'> | NdArray<'f32'>>;
  /** Gives the worker the pedestals it subtracts for `darkId`, NaN where there are none; null makes it forget them. */
  setDark(darkId: number, pedestals: Float32Array | null): Promise<void>;
  /** The whole tree of one datagram. */
  readTree(datagram: ByteRange): Promise<XtcNode>;
};

/** workers/dark.worker.ts: darks from events (a pool of these) and from files. */
export type DarkApi = Startable & {
  accumulate(requests: readonly PixelsRequest[], onProgress: (eventsDone: number) => void, signal: AbortSignal): Promise<DarkSums>;
  /** Adds up the parts of the pool. `run` names where the events come from. */
  combine(parts: readonly DarkSums[], source: string, run: string): Promise<Dark>;
  /** Pedestals from a `.npy` or text file. @throws {XtcError} 'bad-dark' */
  readDarkFile(file: File): Promise<Dark>;
};

/** workers/sample.worker.ts: writes the sample runs. */
export type SampleApi = Startable & { makeSample(): Promise<File[]> };
