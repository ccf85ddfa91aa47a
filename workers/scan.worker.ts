import { expose, transfer } from 'comlink';
import { Arena } from '../src/wasm/arena.ts';
import { startKernels } from '../src/wasm/kernels.ts';
import { scanRun, transferablesOf } from '../src/pipeline/scan-run.ts';
import type { ScanApi } from './api.ts';
import { prepareWire } from './wire.ts';

let arena: Promise<Arena>;

const api: ScanApi = {
  start: async (module) => {
    arena = startKernels(module).then((kernels) => new Arena(kernels));
    await arena;
  },
  scanRun: async (run, onProgress, signal) => {
    const result = await scanRun(
      await arena,
      run,
      (progress) => onProgress(transfer(progress, progress.index ? transferablesOf(progress.index) : [])),
      signal,
    );
    return transfer(result, transferablesOf(result.index));
  },
};

prepareWire();
expose(api);
