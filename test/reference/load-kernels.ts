import { readFile } from 'node:fs/promises';
import { startKernels, type Kernels } from '../../src/wasm/kernels.ts';

/** A fresh instance of the compiled kernels, with a memory of its own; Vitest has built them before the first test. */
export async function loadKernels(): Promise<Kernels> {
  const bytes = await readFile(new URL('../../build/kernels.wasm', import.meta.url));
  return startKernels(await WebAssembly.compile(bytes));
}
