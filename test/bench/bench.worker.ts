import { expose } from 'comlink';
import { makeSampleRuns } from '../../src/sample/make-sample-runs.ts';
import { Arena } from '../../src/wasm/arena.ts';
import { startKernels } from '../../src/wasm/kernels.ts';
import type { Row } from './figures.ts';
import { benchDecompression } from './decompress-bench.ts';
import { benchKernels } from './kernel-bench.ts';
import { benchScan, datagramRate } from './scan-bench.ts';
import { benchValues } from './values-bench.ts';
import { repeatLarge, repeatSmall, splitEvents } from './virtual-run.ts';

let arena: Arena | null = null;

function started(): Arena {
  if (!arena) throw new Error('The kernels have not been started.');
  return arena;
}

const api = {
  async start(module: WebAssembly.Module): Promise<void> {
    arena = new Arena(await startKernels(module));
  },
  async scanSmall(seed: File, byteLength: number, rounds: number): Promise<Row[]> {
    const { file, events } = await repeatSmall(await splitEvents(seed), byteLength, 'e1-r0001-s00-c00.xtc');
    const row = await benchScan(started(), file, events, rounds, 'scan of small datagrams', '>= 0.8');
    return [row, datagramRate(row, file, events)];
  },
  async scanLarge(byteLength: number, rounds: number): Promise<Row> {
    const [dark] = makeSampleRuns();
    if (!dark) throw new Error('There is no sample run.');
    const { file, events } = await repeatLarge(await splitEvents(dark), byteLength, 'e1-r0002-s00-c00.xtc');
    return benchScan(started(), file, events, rounds, 'scan of 4.6 MB datagrams', '>= 5');
  },
  values: (seed: File, rounds: number): Promise<Row[]> => benchValues(seed, rounds),
  async kernels(rounds: number): Promise<Row[]> {
    return [...benchKernels(started(), rounds), ...benchDecompression(started(), rounds)];
  },
};

export type BenchApi = typeof api;
expose(api);
