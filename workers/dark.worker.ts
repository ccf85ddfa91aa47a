import { expose, transfer } from 'comlink';
import { combineDarkSums } from '../src/calib/dark.ts';
import type { Dark } from '../src/calib/dark.ts';
import { readDarkFile } from '../src/calib/files.ts';
import { accumulateDark } from '../src/pipeline/make-dark.ts';
import { measureRegions } from '../src/pipeline/measure-regions.ts';
import { Arena } from '../src/wasm/arena.ts';
import { startKernels } from '../src/wasm/kernels.ts';
import type { DarkApi } from './api.ts';
import { prepareWire } from './wire.ts';

let arena: Promise<Arena>;

function handOver(dark: Dark): Dark {
  return transfer(dark, [dark.mean.buffer, dark.sigma.buffer]);
}

const api: DarkApi = {
  start: async (module) => {
    arena = startKernels(module).then((kernels) => new Arena(kernels));
    await arena;
  },
  accumulate: async (requests, onProgress, signal) => {
    const sums = await accumulateDark(await arena, requests, onProgress, signal);
    return transfer(sums, [sums.sum.buffer, sums.squares.buffer]);
  },
  measureRegions: async (request, onProgress, signal) => {
    const numbers = await measureRegions(await arena, request, onProgress, signal);
    return transfer(numbers, [numbers.buffer]);
  },
  combine: async (parts, source, run) => handOver(combineDarkSums(parts, source, run)),
  readDarkFile: async (file) => handOver(await readDarkFile(file)),
};

prepareWire();
expose(api);
