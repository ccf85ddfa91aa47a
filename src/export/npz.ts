import { zipSync } from 'fflate';
import { distinctNames, type NamedArray } from './named-array.ts';
import { npyHeader } from './npy.ts';

/** The time stamp of all entries, so that equal arrays make equal files: the earliest that zip has. */
const ENTRY_TIME = new Date(1980, 0, 1);

/** Arrays as a `.npz` file, not compressed, as numpy.savez writes it. Names keep all but `/`. */
export function writeNpz(arrays: readonly NamedArray[]): Blob {
  const names = distinctNames(arrays.map(({ name }) => name), /[\w .|:,;+*()[\]@#%&=-]/, 120);
  const entries = arrays.map(({ array }, i) => {
    const header = npyHeader(array.dtype, array.shape);
    const bytes = new Uint8Array(header.length + array.data.byteLength);
    bytes.set(header);
    bytes.set(new Uint8Array(array.data.buffer, array.data.byteOffset, array.data.byteLength), header.length);
    return [`${names[i]}.npy`, bytes] as const;
  });
  return new Blob([zipSync(Object.fromEntries(entries), { level: 0, mtime: ENTRY_TIME })], { type: 'application/zip' });
}
