import type * as h5wasm from 'h5wasm';
import { XtcError } from '../base/errors.ts';

type Library = typeof h5wasm;
/** The HDF5 library with the file system it reads and writes, which is memory. */
export type Hdf5 = { readonly library: Library; readonly files: NonNullable<Library['FS']> };

let loading: Promise<Hdf5> | null = null;
let count = 0;

/** Loads the HDF5 library when it is first asked for. @throws {XtcError} 'kernel' when it cannot be started */
export async function hdf5(): Promise<Hdf5> {
  loading ??= load().catch((error: unknown) => {
    loading = null;
    throw new XtcError('kernel', `The HDF5 library could not be started: ${error instanceof Error ? error.message : String(error)}.`, { cause: error });
  });
  return loading;
}

/** A path in the library's memory that no other file has. */
export function memoryPath(): string {
  return `/array-${++count}.h5`;
}

async function load(): Promise<Hdf5> {
  const library = await import('h5wasm');
  const module = await library.ready;
  module.activate_throwing_error_handler(); // otherwise it prints to the console and goes on
  const { FS: files } = module;
  return { library, files };
}
