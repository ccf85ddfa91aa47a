import { buildKernels } from '../../assembly/vite-plugin.ts';

/** Vitest's global setup: the kernels are compiled once, before any test file is read. */
export default async function setup(): Promise<void> {
  await buildKernels();
}
