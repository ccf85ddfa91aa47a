import type { instantiate } from '../../build/kernels.js';
import { instantiate as instantiateKernels } from '../../build/kernels.js';
import { XtcError } from '../base/errors.ts';

/** The exports of assembly/index.ts, with their memory. One instance belongs to one worker or pipeline. */
export type Kernels = Awaited<ReturnType<typeof instantiate>>;

/** Makes an instance of the compiled kernels. @throws {XtcError} 'kernel' when the browser refuses. */
export async function startKernels(module: WebAssembly.Module): Promise<Kernels> {
  try {
    return await instantiateKernels(module, {});
  } catch (cause) {
    throw new XtcError('kernel', 'The WebAssembly kernels could not be started. They need a browser with SIMD.', { cause });
  }
}
