import { XtcError, type ProblemCode } from '../base/errors.ts';

/** Numbers of a file with the shape it says it has; null when it says none. */
export type NumbersFile = { readonly values: Float64Array; readonly shape: readonly number[] | null };

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]; // \x93NUMPY
const WINDOW_BYTES = 4 << 20;

type ReadElement = (view: DataView, at: number, isLittle: boolean) => number;
const ELEMENTS: Readonly<Record<string, { bytes: number; read: ReadElement }>> = {
  f8: { bytes: 8, read: (view, at, isLittle) => view.getFloat64(at, isLittle) },
  f4: { bytes: 4, read: (view, at, isLittle) => view.getFloat32(at, isLittle) },
  i8: { bytes: 8, read: (view, at, isLittle) => Number(view.getBigInt64(at, isLittle)) },
  u8: { bytes: 8, read: (view, at, isLittle) => Number(view.getBigUint64(at, isLittle)) },
  i4: { bytes: 4, read: (view, at, isLittle) => view.getInt32(at, isLittle) },
  u4: { bytes: 4, read: (view, at, isLittle) => view.getUint32(at, isLittle) },
  i2: { bytes: 2, read: (view, at, isLittle) => view.getInt16(at, isLittle) },
  u2: { bytes: 2, read: (view, at, isLittle) => view.getUint16(at, isLittle) },
  i1: { bytes: 1, read: (view, at) => view.getInt8(at) },
  u1: { bytes: 1, read: (view, at) => view.getUint8(at) },
};

/** True when these first bytes of a file are those of a `.npy`. */
export function isNpy(start: Uint8Array): boolean {
  return MAGIC.every((byte, i) => start[i] === byte);
}

/**
 * Reads a `.npy` file of versions 1 to 3, in C order whatever its own order.
 * @param most more elements than this are not read
 * @param code what errors are called: files are read for different ends
 * @throws {XtcError} `code`
 * @source NumPy enhancement proposal 1, numpy.lib.format
 */
export async function readNpy(file: Blob, name: string, most: number, code: ProblemCode = 'bad-array'): Promise<NumbersFile> {
  const bad = (message: string, offset = 0): XtcError =>
    new XtcError(code, `${name} ${message}`, { file: name, offset });
  const start = new Uint8Array(await file.slice(0, 12).arrayBuffer());
  if (start.length < 12 || !isNpy(start)) throw bad('does not start as a .npy file does.');
  const version = start[6];
  const view = new DataView(start.buffer);
  const headerAt = version === 1 ? 10 : 12;
  const headerBytes = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (version < 1 || version > 3)
    throw bad(`is a .npy file of version ${version}; versions 1 to 3 can be read.`, 6);
  if (headerBytes > 65536 || headerAt + headerBytes > file.size)
    throw bad(`has a .npy header of ${headerBytes} bytes, which is more than the file can hold.`, 8);
  const header = await file.slice(headerAt, headerAt + headerBytes).text();

  const descr = /'descr'\s*:\s*'([<>|=])([a-z])(\d+)'/.exec(header);
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(header);
  const dims = /'shape'\s*:\s*\(([\d\s,L]*)\)/.exec(header);
  const element = descr ? ELEMENTS[descr[2] + descr[3]] : undefined;
  if (!descr || !order || !dims || !element) {
    throw bad(
      `holds something that is not an array of plain numbers: ${header.trim().slice(0, 120)}`,
      headerAt,
    );
  }
  const shape = (dims[1].match(/\d+/g) ?? []).map(Number);
  const count = shape.reduce((product, length) => product * length, 1);
  const dataAt = headerAt + headerBytes;
  if (count > most)
    throw bad(`has ${count} values (${shape.join('×')}); at most ${most} are read here.`, headerAt);
  if (file.size < dataAt + count * element.bytes) {
    throw bad(
      `is cut off: ${count} values (${shape.join('×')}) need ${count * element.bytes} bytes, ${file.size - dataAt} are there.`,
      file.size,
    );
  }
  const stored = await readElements(
    file.slice(dataAt, dataAt + count * element.bytes),
    count,
    element,
    descr[1] !== '>',
  );
  return { values: order[1] === 'True' ? toCOrder(stored, shape) : stored, shape };
}

async function readElements(
  data: Blob,
  count: number,
  { bytes, read }: (typeof ELEMENTS)[string],
  isLittle: boolean,
): Promise<Float64Array> {
  const values = new Float64Array(count);
  let next = 0;
  for (let from = 0; from < data.size; from += WINDOW_BYTES) {
    const view = new DataView(await data.slice(from, from + WINDOW_BYTES).arrayBuffer());
    for (let at = 0; at < view.byteLength; at += bytes) values[next++] = read(view, at, isLittle);
  }
  return values;
}

/** Fortran order → C order: the first index is the fastest in `stored`. */
function toCOrder(stored: Float64Array, shape: readonly number[]): Float64Array {
  const values = new Float64Array(stored.length);
  const index = shape.map(() => 0);
  const strides = shape.map((_length, axis) =>
    shape.slice(0, axis).reduce((product, length) => product * length, 1),
  );
  let at = 0;
  for (let i = 0; i < values.length; ++i) {
    values[i] = stored[at];
    for (let axis = shape.length - 1; axis >= 0; --axis) {
      at += strides[axis];
      if (++index[axis] < shape[axis]) break;
      at -= strides[axis] * shape[axis];
      index[axis] = 0;
    }
  }
  return values;
}
