import { expose } from 'comlink';
import { rememberGrowing } from '../src/format/growing-files.ts';
import { readColumns } from '../src/pipeline/read-columns.ts';
import { Arena } from '../src/wasm/arena.ts';
import { startKernels } from '../src/wasm/kernels.ts';
import type { ColumnsApi } from './api.ts';
import { prepareWire } from './wire.ts';

let arena: Promise<Arena>;

const api: ColumnsApi = {
  start: async (module) => {
    arena = startKernels(module).then((kernels) => new Arena(kernels));
    await arena;
  },
  readColumns: async (request, onPart, signal) => readColumns(await arena, request, onPart, signal),
  rememberGrowing: async (handles) => rememberGrowing(handles),
};

prepareWire();
expose(api);
