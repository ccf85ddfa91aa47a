import { XtcError } from '../base/errors.ts';
import { countOf } from '../base/arrays.ts';
import { hdf5, memoryPath, type Hdf5 } from './hdf5-library.ts';
import type { ArraysFile, NamedNumbers } from './named-numbers.ts';

const MAGIC = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];
const MATLAB_HEADER = 512;
/** H5T_class_t: 0 whole, 1 floating. */
const FLOATING = 1;

/** Whether a file is HDF5; MATLAB's version 7.3 has it after a header of its own. */
export function isHdf5(start: Uint8Array): boolean {
  return [0, MATLAB_HEADER].some((at) => MAGIC.every((byte, i) => start[at + i] === byte));
}

/**
 * Reads the numeric datasets of an HDF5 file, named by their path, `MyGroup/delaytime`.
 * @throws {XtcError} 'bad-array' when the library cannot open it
 */
export async function readHdf5(file: Blob, name: string, most: number): Promise<ArraysFile> {
  const { library, files } = await hdf5();
  const path = memoryPath();
  files.writeFile(path, new Uint8Array(await file.arrayBuffer()));
  try {
    const opened = opener(library, path, name);
    try {
      const arrays: NamedNumbers[] = [];
      const skipped: string[] = [];
      for (const entry of opened.paths()) {
        const found = opened.get(entry);
        if (!(found instanceof library.Dataset)) continue;
        const { shape, metadata } = found;
        const values = shape && countOf(shape) <= most && metadata.type <= FLOATING ? numbersOf(found.value) : null;
        const label = entry.replace(/^\//, '');
        if (values && shape) arrays.push({ name: label, shape, values });
        else skipped.push(label);
      }
      return { arrays, skipped };
    } catch (error) {
      throw unreadable(name, error);
    } finally {
      opened.close();
    }
  } finally {
    files.unlink(path);
  }
}

function opener(library: Hdf5['library'], path: string, name: string): InstanceType<Hdf5['library']['File']> {
  try {
    return new library.File(path, 'r');
  } catch (error) {
    throw unreadable(name, error);
  }
}

/** The library's exceptions are trees of its functions: only the fact is told. */
function unreadable(name: string, cause: unknown): XtcError {
  return new XtcError('bad-array', `${name} cannot be read as an HDF5 file: it is damaged, cut off, or packed in a way that is not built in.`, { file: name, cause });
}

/** Numbers of a dataset, whole or floating; null when it has others. */
function numbersOf(value: unknown): Float64Array | null {
  if (typeof value === 'number' || typeof value === 'bigint') return Float64Array.of(Number(value));
  if (!ArrayBuffer.isView(value) || value instanceof DataView) return null;
  return Float64Array.from(value as unknown as ArrayLike<number | bigint>, Number);
}
