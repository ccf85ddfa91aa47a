import { unzlibSync } from 'fflate';
import { countOf } from '../base/arrays.ts';
import { XtcError } from '../base/errors.ts';
import { cOrderPlaces } from './column-major.ts';
import type { ArraysFile, NamedNumbers } from './named-numbers.ts';

const HEADER_BYTES = 128;
const [MATRIX, COMPRESSED] = [14, 15];
const [FIRST_NUMERIC_CLASS, LAST_NUMERIC_CLASS] = [6, 15];
const COMPLEX = 0x800;

type ReadNumber = (view: DataView, at: number, isLittle: boolean) => number;
/** Storage types: MATLAB keeps a double array of small whole numbers as bytes. */
const TYPES: Readonly<Record<number, { bytes: number; read: ReadNumber }>> = {
  1: { bytes: 1, read: (view, at) => view.getInt8(at) },
  2: { bytes: 1, read: (view, at) => view.getUint8(at) },
  3: { bytes: 2, read: (view, at, isLittle) => view.getInt16(at, isLittle) },
  4: { bytes: 2, read: (view, at, isLittle) => view.getUint16(at, isLittle) },
  5: { bytes: 4, read: (view, at, isLittle) => view.getInt32(at, isLittle) },
  6: { bytes: 4, read: (view, at, isLittle) => view.getUint32(at, isLittle) },
  7: { bytes: 4, read: (view, at, isLittle) => view.getFloat32(at, isLittle) },
  9: { bytes: 8, read: (view, at, isLittle) => view.getFloat64(at, isLittle) },
  12: { bytes: 8, read: (view, at, isLittle) => Number(view.getBigInt64(at, isLittle)) },
  13: { bytes: 8, read: (view, at, isLittle) => Number(view.getBigUint64(at, isLittle)) },
};

type Element = { readonly type: number; readonly at: number; readonly bytes: number; readonly next: number };

/**
 * Reads the real numeric arrays of a MATLAB file of version 5 (to 7.2), compressed or not.
 * @throws {XtcError} 'bad-array' @source MathWorks, MAT-File Format, R2024a
 */
export async function readMat(file: Blob, name: string, most: number): Promise<ArraysFile> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const bad = (message: string, offset: number): XtcError => new XtcError('bad-array', `${name} ${message}`, { file: name, offset });
  if (!isMat(bytes)) throw bad('is no MATLAB file of version 5.', 0);
  const isLittle = bytes[126] === 0x49; // "IM": written by a little-endian machine
  const arrays: NamedNumbers[] = [];
  const skipped: string[] = [];
  for (let at = HEADER_BYTES; at + 8 <= bytes.length; ) {
    let view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let element = elementAt(view, at, isLittle);
    if (element.at + element.bytes > bytes.length) throw bad(`is cut off: an array of ${element.bytes} bytes starts at byte ${at}.`, at);
    at = element.type === COMPRESSED ? element.at + element.bytes : element.next;
    try {
      if (element.type === COMPRESSED) {
        const unpacked = unzlibSync(bytes.subarray(element.at, element.at + element.bytes));
        view = new DataView(unpacked.buffer, unpacked.byteOffset, unpacked.byteLength);
        element = elementAt(view, 0, isLittle);
      }
      if (element.type === MATRIX) matrix(view, element, isLittle, most, arrays, skipped);
    } catch (error) {
      throw bad(`has a damaged array before byte ${at}: ${error instanceof Error ? error.message : String(error)}`, at);
    }
  }
  return { arrays, skipped };
}

/** Whether these first bytes of a file are those of a MATLAB file of version 5. */
export function isMat(start: Uint8Array): boolean {
  const [version, mark] = [[start[124], start[125]], String.fromCharCode(start[126] ?? 0, start[127] ?? 0)];
  return start.length >= HEADER_BYTES && ((mark === 'IM' && version[1] === 1) || (mark === 'MI' && version[0] === 1));
}

/** A tag; elements of up to 4 bytes may have their data in it. */
function elementAt(view: DataView, at: number, isLittle: boolean): Element {
  const word = view.getUint32(at, isLittle);
  if (word >>> 16 !== 0) return { type: word & 0xffff, bytes: word >>> 16, at: at + 4, next: at + 8 };
  const bytes = view.getUint32(at + 4, isLittle);
  return { type: word, bytes, at: at + 8, next: at + 8 + Math.ceil(bytes / 8) * 8 };
}

function matrix(view: DataView, { at }: Element, isLittle: boolean, most: number, arrays: NamedNumbers[], skipped: string[]): void {
  const flags = elementAt(view, at, isLittle);
  const dims = elementAt(view, flags.next, isLittle);
  const label = elementAt(view, dims.next, isLittle);
  const flagWord = view.getUint32(flags.at, isLittle);
  const kind = flagWord & 0xff;
  const name = new TextDecoder('latin1').decode(new Uint8Array(view.buffer, view.byteOffset + label.at, label.bytes));
  const shape = Array.from({ length: dims.bytes / 4 }, (_, axis) => view.getInt32(dims.at + 4 * axis, isLittle));
  const count = countOf(shape);
  if (kind < FIRST_NUMERIC_CLASS || kind > LAST_NUMERIC_CLASS || (flagWord & COMPLEX) !== 0 || count > most) {
    skipped.push(name);
    return;
  }
  const data = elementAt(view, label.next, isLittle);
  const type = Object.hasOwn(TYPES, data.type) ? TYPES[data.type] : null;
  if (!type || data.bytes < count * type.bytes) throw new RangeError(`${name} has ${data.bytes} bytes of type ${data.type} for ${count} elements.`);
  const values = new Float64Array(count);
  cOrderPlaces(shape).forEach((place, i) => (values[place] = type.read(view, data.at + i * type.bytes, isLittle)));
  arrays.push({ name, shape, values });
}
