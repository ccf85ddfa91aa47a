import { expose, transfer } from 'comlink';
import { Arena } from '../src/wasm/arena.ts';
import { startKernels } from '../src/wasm/kernels.ts';
import { makeIndexFile } from '../src/pipeline/known-indexes.ts';
import { RunOpener } from '../src/pipeline/open-run.ts';
import { transferablesOf } from '../src/pipeline/scan-run.ts';
import type { ScanProgress } from '../src/pipeline/run-scan.ts';
import type { ScanApi } from './api.ts';
import { prepareWire } from './wire.ts';

let opener: Promise<RunOpener>;

const api: ScanApi = {
  start: async (module) => {
    opener = startKernels(module).then((kernels) => new RunOpener(new Arena(kernels)));
    await opener;
  },
  openRun: async (run, options, onProgress, signal) => {
    const report = (progress: ScanProgress) => onProgress(transfer(progress, progress.index ? transferablesOf(progress.index) : []));
    const result = await (await opener).open(run, options, report, signal);
    return transfer(result, transferablesOf(result.index));
  },
  kept: async () => (await opener).kept(),
  growRun: async (run, signal) => {
    const result = await (await opener).grow(run, signal);
    return transfer(result, transferablesOf(result.index));
  },
  makeIndexFile,
};

prepareWire();
expose(api);
