import { expose, transfer } from 'comlink';
import { Arena } from '../src/wasm/arena.ts';
import { startKernels } from '../src/wasm/kernels.ts';
import { makeIndexFile } from '../src/pipeline/known-indexes.ts';
import { openRun } from '../src/pipeline/open-run.ts';
import { transferablesOf } from '../src/pipeline/scan-run.ts';
import type { ScanApi } from './api.ts';
import { prepareWire } from './wire.ts';

let arena: Promise<Arena>;

const api: ScanApi = {
  start: async (module) => {
    arena = startKernels(module).then((kernels) => new Arena(kernels));
    await arena;
  },
  openRun: async (run, options, onProgress, signal) => {
    const result = await openRun(
      await arena,
      run,
      options,
      (progress) => onProgress(transfer(progress, progress.index ? transferablesOf(progress.index) : [])),
      signal,
    );
    return transfer(result, transferablesOf(result.index));
  },
  makeIndexFile,
};

prepareWire();
expose(api);
