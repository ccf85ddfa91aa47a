import { expose, transfer } from 'comlink';
import { BlobSource } from '../src/format/byte-source.ts';
import { rememberGrowing } from '../src/format/growing-files.ts';
import { FramePipeline, transferablesOf } from '../src/pipeline/make-frame.ts';
import { findEpics } from '../src/pipeline/find-epics.ts';
import { listEpics } from '../src/pipeline/list-epics.ts';
import { readBytes } from '../src/pipeline/read-bytes.ts';
import { readDamage } from '../src/pipeline/read-damage.ts';
import { readPayload } from '../src/pipeline/read-payload.ts';
import { readTree } from '../src/pipeline/read-tree.ts';
import { ValueReader } from '../src/pipeline/read-values.ts';
import { Arena } from '../src/wasm/arena.ts';
import { startKernels } from '../src/wasm/kernels.ts';
import type { FrameApi } from './api.ts';
import { prepareWire } from './wire.ts';

let arena: Promise<Arena>;
let pipeline: Promise<FramePipeline>;
let values: Promise<ValueReader>;

const api: FrameApi = {
  start: async (module) => {
    arena = startKernels(module).then((kernels) => new Arena(kernels));
    pipeline = arena.then((ready) => new FramePipeline(ready));
    values = arena.then((ready) => new ValueReader(ready));
    await pipeline;
  },
  makeFrame: async (request, signal) => {
    const frame = await (await pipeline).makeFrame(request, signal);
    return transfer(frame, transferablesOf(frame));
  },
  measure: async (region) => (await pipeline).measure(region),
  readSections: async (request, darkId) => {
    const sections = await (await pipeline).readSections(request, darkId);
    return transfer(sections, [sections.data.buffer]);
  },
  setDark: async (darkId, pedestals) => (await pipeline).setDark(darkId, pedestals),
  rememberGrowing: async (handles) => rememberGrowing(handles),
  readTree: async ({ file, offset, byteLength }) => readTree(new BlobSource(file), offset, byteLength),
  readDamage: async (datagrams, signal) => readDamage(datagrams, signal),
  readPayload: async (payload) => {
    const bytes = await readPayload(await arena, payload);
    return transfer(bytes, [bytes.buffer]);
  },
  readBytes: async ({ file, offset, byteLength }) => {
    const bytes = await readBytes(new BlobSource(file), offset, byteLength);
    return transfer(bytes, [bytes.buffer]);
  },
  listEpics: async (places) => listEpics(places),
  findEpics: async (search, signal) => findEpics(search, signal),
  readValues: async (request, signal) => (await values).read(request, signal),
  readConfiguration: async (request) => (await values).configuration(request),
};

prepareWire();
expose(api);
