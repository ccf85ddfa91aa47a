import { expose, transfer } from 'comlink';
import { rememberGrowing } from '../src/format/growing-files.ts';
import { FramePipeline } from '../src/pipeline/make-frame.ts';
import { measureRegions } from '../src/pipeline/measure-regions.ts';
import { readColumns } from '../src/pipeline/read-columns.ts';
import { Arena } from '../src/wasm/arena.ts';
import { startKernels } from '../src/wasm/kernels.ts';
import type { ColumnsApi } from './api.ts';
import { prepareWire } from './wire.ts';

let arena: Promise<Arena>;
let pipeline: Promise<FramePipeline>;

const api: ColumnsApi = {
  start: async (module) => {
    arena = startKernels(module).then((kernels) => new Arena(kernels));
    pipeline = arena.then((ready) => new FramePipeline(ready));
    await pipeline;
  },
  readColumns: async (request, onPart, signal) => readColumns(await arena, request, onPart, signal),
  measureRegions: async (request, signal) => {
    const columns = await measureRegions(await arena, await pipeline, request, signal);
    return transfer(columns, columns.map(({ buffer }) => buffer));
  },
  setDark: async (darkId, pedestals) => (await pipeline).setDark(darkId, pedestals),
  rememberGrowing: async (handles) => rememberGrowing(handles),
};

prepareWire();
expose(api);
