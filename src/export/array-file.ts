import { XtcError } from '../base/errors.ts';
import type { NdArray } from '../base/arrays.ts';
import { writeHdf5 } from './hdf5.ts';
import { writeMat } from './mat.ts';
import { writeNpy } from './npy.ts';
import { writeNpz } from './npz.ts';
import { writeTiff, type TiffArray } from './tiff.ts';

/** Forms in which one array of numbers is saved. */
export type ArrayForm = 'npy' | 'npz' | 'tiff' | 'h5' | 'mat';

/**
 * One array as a file; where the form has names it is `data`. A TIFF is a single picture: of an array with more than two
 * dimensions its rows stand one below the other, as in pedestal files.
 * @throws {XtcError} 'unsupported' for a TIFF of a type it does not have
 */
export async function writeArray(array: NdArray, form: ArrayForm): Promise<Blob> {
  const named = [{ name: 'data', array }];
  switch (form) {
    case 'npy':
      return writeNpy(array);
    case 'npz':
      return writeNpz(named);
    case 'h5':
      return writeHdf5(named);
    case 'mat':
      return writeMat(named);
    case 'tiff': {
      const columns = array.shape[array.shape.length - 1] ?? 1;
      if (array.dtype === 'i8') throw new XtcError('unsupported', 'A TIFF holds no signed bytes: save the array in another form.');
      return writeTiff({ ...array, shape: [array.data.length / columns, columns] } as TiffArray);
    }
  }
}
