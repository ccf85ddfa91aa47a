import kernelsUrl from '../../build/kernels.wasm?url';
import { XtcError } from '../base/errors.ts';

/** Compiles the kernels once, on the page; every worker is given the module. @throws {XtcError} 'kernel' */
export async function compileKernels(): Promise<WebAssembly.Module> {
  try {
    return await WebAssembly.compileStreaming(fetch(kernelsUrl));
  } catch (cause) {
    throw new XtcError('kernel', 'The WebAssembly kernels could not be loaded. They need a browser with SIMD (Chrome 97, Firefox 104, Safari 16.4 or newer).', { cause });
  }
}

/** The bytes of the kernels, for what has to compile them itself. @throws {XtcError} 'kernel' */
export async function fetchKernels(): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await (await fetch(kernelsUrl)).arrayBuffer());
  } catch (cause) {
    throw new XtcError('kernel', 'The WebAssembly kernels could not be loaded.', { cause });
  }
}
