import type { ColumnsApi, DarkApi, FrameApi, ScanApi, Workers } from '../../workers/api.ts';
import { combineDarkSums } from '../../src/calib/dark.ts';
import { readDarkFile } from '../../src/calib/files.ts';
import { BlobSource } from '../../src/format/byte-source.ts';
import { findEpics } from '../../src/pipeline/find-epics.ts';
import { listEpics } from '../../src/pipeline/list-epics.ts';
import { FramePipeline } from '../../src/pipeline/make-frame.ts';
import { accumulateDark } from '../../src/pipeline/make-dark.ts';
import { measureRegions } from '../../src/pipeline/measure-regions.ts';
import { openRun } from '../../src/pipeline/open-run.ts';
import { readBytes } from '../../src/pipeline/read-bytes.ts';
import { readColumns } from '../../src/pipeline/read-columns.ts';
import { readPayload } from '../../src/pipeline/read-payload.ts';
import { readTree } from '../../src/pipeline/read-tree.ts';
import { ValueReader } from '../../src/pipeline/read-values.ts';
import { XtcScope } from '../../src/scripting/xtcscope.ts';
import { Session } from '../../src/state/session.ts';
import type { PageServices } from '../../src/state/saving.ts';
import { Arena } from '../../src/wasm/arena.ts';
import { loadKernels } from './load-kernels.ts';

/** What crosses to a worker and back is copied as the browser does it: what cannot be copied fails. */
function crossing<Api extends object>(api: Partial<Api>) {
  const remote = Object.fromEntries(
    Object.entries(api).map(([name, step]) => [
      name,
      async (...given: unknown[]) => {
        const copies = given.map((value) => (typeof value === 'function' || value instanceof AbortSignal ? value : withFiles(value)));
        return structuredClone(await (step as (...all: unknown[]) => Promise<unknown>)(...copies));
      },
    ]),
  );
  return { call: (use: (remote: never, stop: AbortSignal) => Promise<unknown>, stop?: AbortSignal) => use(remote as never, stop ?? new AbortController().signal) };
}

/** Node cannot clone a File; all else is checked. */
function withFiles(value: unknown): unknown {
  if (value instanceof Blob || typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return value.map(withFiles);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, withFiles(part)]));
}

/** The session and the scripts' way to it, its workers here instead of elsewhere. @param page what only a page can do */
export async function scriptSession(page: Partial<PageServices> = {}): Promise<{ session: Session; xtcscope: XtcScope }> {
  const kernels = await loadKernels();
  const arena = new Arena(kernels);
  const pipeline = new FramePipeline(arena);
  const values = new ValueReader(arena);
  const frame = crossing<FrameApi>({
    makeFrame: (request, signal) => pipeline.makeFrame(request, signal),
    measure: async (region) => pipeline.measure(region),
    setDark: async (darkId, pedestals) => pipeline.setDark(darkId, pedestals),
    readSections: (request, darkId) => pipeline.readSections(request, darkId),
    readTree: ({ file, offset, byteLength }) => readTree(new BlobSource(file), offset, byteLength),
    readPayload: (payload) => readPayload(arena, payload),
    readBytes: ({ file, offset, byteLength }) => readBytes(new BlobSource(file), offset, byteLength),
    listEpics: (places) => listEpics(places),
    findEpics: (search, signal) => findEpics(search, signal),
    readValues: (request, signal) => values.read(request, signal),
    readConfiguration: (request) => values.configuration(request),
  });
  const scan = () => ({
    ...crossing<ScanApi>({
      openRun: (run, options, onProgress, signal) => openRun(new Arena(kernels), run, options, onProgress, signal),
      kept: async () => undefined,
    }),
    dispose: () => undefined,
  });
  const columns = () => ({
    ...crossing<ColumnsApi>({
      readColumns: (request, onPart, signal) => readColumns(arena, request, onPart, signal),
      measureRegions: (request, signal) => measureRegions(arena, pipeline, request, signal),
      setDark: async (darkId, pedestals) => pipeline.setDark(darkId, pedestals),
      rememberGrowing: async () => undefined,
    }),
    dispose: () => undefined,
  });
  // Memory of their own: what these reserve they give back, in between others would have reserved theirs.
  const ofDarks = new Arena(await loadKernels());
  const dark = () => ({
    ...crossing<DarkApi>({
      accumulate: (requests, onProgress, signal) => accumulateDark(ofDarks, requests, onProgress, signal),
      combine: async (parts, source, run) => combineDarkSums(parts, source, run),
      readDarkFile: (file) => readDarkFile(file),
    }),
    dispose: () => undefined,
  });
  const session = new Session({ scan, frame, reader: frame, columns, dark } as unknown as Workers, page as PageServices);
  return { session, xtcscope: new XtcScope(session, Promise.resolve(() => { throw new Error('Nothing is measured here.'); })) };
}
