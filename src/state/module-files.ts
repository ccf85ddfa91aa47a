import { countOf, type DType, type NdArray } from '../base/arrays.ts';
import { XtcError } from '../base/errors.ts';
import { writeHdf5 } from '../export/hdf5.ts';
import { writeMat } from '../export/mat.ts';
import { writeNpy } from '../export/npy.ts';
import { writeNpz } from '../export/npz.ts';
import { arrayPng } from '../export/array-png.ts';
import { writeCsv, writeText, type TableColumn } from '../export/text-table.ts';
import { COLORMAPS, type ColormapName } from '../image/colormap.ts';
import type { SavedArrays } from '../modules/outputs.ts';

/**
 * The file that a module's `save.npy(…)` and the like mean.
 * @throws {XtcError} 'out-of-range' when its arrays do not fit the format
 */
export async function savedFile({ format, arrays, options, name }: SavedArrays): Promise<Blob> {
  switch (format) {
    case 'npy':
      return writeNpy(onlyOne(name, arrays) as NdArray);
    case 'npz':
      return writeNpz(arrays);
    case 'mat':
      return writeMat(arrays);
    case 'h5':
      return writeHdf5(arrays);
    case 'txt':
      return writeText(columnsOf(arrays));
    case 'csv':
      return writeCsv(columnsOf(arrays));
    case 'png': {
      const { colormap, low, high } = options;
      return arrayPng(onlyOne(name, arrays), { colormap: COLORMAPS.find((known): known is ColormapName => known === colormap) ?? 'viridis', low, high });
    }
  }
}

function onlyOne(name: string, arrays: SavedArrays['arrays']): NdArray<DType> {
  if (arrays.length === 1) return arrays[0].array;
  throw new XtcError('out-of-range', `${name} holds one array; ${arrays.length} were given.`);
}

/** The columns of a table: those of an array of two dimensions, and each of one dimension. */
function columnsOf(arrays: SavedArrays['arrays']): TableColumn[] {
  return arrays.flatMap(({ name, array: { shape, data } }) => {
    const values = data as ArrayLike<number | bigint>;
    const width = shape.length > 1 ? countOf(shape.slice(1)) : 1;
    const rows = width === 0 ? 0 : values.length / width;
    return Array.from({ length: width }, (_, column) => ({
      name: width > 1 ? `${name}_${column}` : name,
      data: Float64Array.from({ length: rows }, (_row, row) => Number(values[row * width + column])),
    }));
  });
}
