import { XtcError } from '../base/errors.ts';
import { readCsv } from './csv-file.ts';
import { isHdf5, readHdf5 } from './hdf5-file.ts';
import { isMat, readMat } from './mat-file.ts';
import type { ArraysFile } from './named-numbers.ts';
import { isNpy, readNpy } from './npy-file.ts';
import { readNpz } from './npz-file.ts';

const ENDINGS = /\.(npy|npz|txt|csv|tsv|dat|mat|h5|hdf5)$/i;
const MOST_VALUES = 1 << 27;
const START_BYTES = 1024;

/** Whether a dropped file may be one of arrays, by its name. */
export function isArraysName(name: string): boolean {
  return ENDINGS.test(name);
}

/**
 * Reads a file of arrays: `.npy`, `.npz`, `.mat`, `.h5` by what they start with, all others as text. Arrays of files that
 * have no names of their own are called like the file.
 * @param most more numbers than this are not read
 * @throws {XtcError} 'bad-array', 'unreadable'
 */
export async function readArrays(file: Blob, name: string, most = MOST_VALUES): Promise<ArraysFile> {
  const start = await startOf(file, name);
  if (start.length === 0) throw new XtcError('empty-file', `${name} is empty.`, { file: name });
  const stem = name.replace(/\.[^.]*$/, '');
  if (isNpy(start)) {
    const { values, shape } = await readNpy(file, name, most);
    return { arrays: [{ name: stem, shape: shape ?? [values.length], values }], skipped: [] };
  }
  if (start[0] === 0x50 && start[1] === 0x4b) return readNpz(file, name, most); // "PK"
  if (isHdf5(start)) return readHdf5(file, name, most);
  if (isMat(start)) return readMat(file, name, most);
  if (start.includes(0)) throw new XtcError('bad-array', `${name} is neither .npy, .npz, .mat, HDF5 nor text.`, { file: name });
  return readCsv(file, name, most);
}

async function startOf(file: Blob, name: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.slice(0, START_BYTES).arrayBuffer());
  } catch (error) {
    throw new XtcError('unreadable', `${name} could not be read: ${error instanceof Error ? error.message : String(error)}.`, { file: name, cause: error });
  }
}
