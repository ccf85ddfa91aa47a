import { XtcError } from '../base/errors.ts';
import { hdf5, memoryPath } from '../arrays/hdf5-library.ts';
import { distinctNames, type NamedArray } from './named-array.ts';

const LONGEST_NAME = 1000;

/**
 * Arrays as an HDF5 file that version 1.8 and newer read; `MyGroup/delaytime` makes the group. The whole file is in memory.
 * @throws {XtcError} 'kernel' when the library cannot be started or refuses a name
 */
export async function writeHdf5(arrays: readonly NamedArray[]): Promise<Blob> {
  const { library, files } = await hdf5();
  const path = memoryPath();
  const file = new library.File(path, 'w');
  try {
    const groups = new Set<string>();
    const names = distinctNames(arrays.map(({ name }) => name), /./, LONGEST_NAME);
    for (const [i, { array }] of arrays.entries()) {
      const parts = names[i].split('/').filter((part) => part !== '');
      for (let depth = 1; depth < parts.length; ++depth) {
        const group = parts.slice(0, depth).join('/');
        if (!groups.has(group)) file.create_group(group);
        groups.add(group);
      }
      file.create_dataset({ name: parts.join('/'), data: array.data, shape: [...array.shape] });
    }
    file.flush();
    file.close();
    return new Blob([files.readFile(path) as Uint8Array<ArrayBuffer>], { type: 'application/x-hdf5' });
  } catch (error) {
    file.close();
    throw new XtcError('kernel', `The arrays could not be written as HDF5: ${error instanceof Error ? error.message : String(error)}.`, { cause: error });
  } finally {
    files.unlink(path);
  }
}
