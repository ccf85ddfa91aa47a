import { wrap } from 'comlink';
import { compileKernels } from '../../src/wasm/compile.ts';
import type { BenchApi } from './bench.worker.ts';
import type { Row } from './figures.ts';

const worker = new Worker(new URL('./bench.worker.ts', import.meta.url), { type: 'module' });
const remote = wrap<BenchApi>(worker);
const started = compileKernels().then((module) => remote.start(module));

function chosenSeed(): File {
  const seed = document.querySelector('input')?.files?.[0];
  if (!seed) throw new Error('No seed was chosen.');
  return seed;
}

/** What bench.spec.ts calls. */
const bench = {
  async scanSmall(byteLength: number, rounds: number): Promise<Row[]> {
    await started;
    return remote.scanSmall(chosenSeed(), byteLength, rounds);
  },
  async values(rounds: number): Promise<Row[]> {
    await started;
    return remote.values(chosenSeed(), rounds);
  },
  async scanLarge(byteLength: number, rounds: number): Promise<Row> {
    await started;
    return remote.scanLarge(byteLength, rounds);
  },
  async kernels(rounds: number): Promise<Row[]> {
    await started;
    return remote.kernels(rounds);
  },
};

export type Bench = typeof bench;
Object.assign(globalThis, { bench });
