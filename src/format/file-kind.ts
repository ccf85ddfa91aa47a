import type { Problem } from '../base/errors.ts';
import { DATAGRAM_HEADER_BYTES } from '../../assembly/layout.ts';

/** Bytes of a file's start that `foreignKind` looks at. */
export const KIND_BYTES = 64;

const NUMPY = 'a NumPy array';

const MAGICS: readonly (readonly [readonly number[], string])[] = [
  [[0, 0, 0x07, 0xcb], 'a GROMACS trajectory, which has the same file ending'], // 1995, big-endian
  [[0, 0, 0x07, 0xe7], 'a GROMACS trajectory, which has the same file ending'], // 2023, big-endian
  [[0x1f, 0x8b], 'compressed with gzip: unpack it first'],
  [[0x50, 0x4b, 3, 4], 'a ZIP archive: unpack it first'],
  [[0x28, 0xb5, 0x2f, 0xfd], 'compressed with Zstandard: unpack it first'],
  [[0x42, 0x5a, 0x68], 'compressed with bzip2: unpack it first'],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], 'compressed with xz: unpack it first'],
  [[0xff, 0xd8, 0xff], 'a JPEG picture'],
  [[0x89, 0x50, 0x4e, 0x47], 'a PNG picture'],
  [[0x47, 0x49, 0x46, 0x38], 'a GIF picture'],
  [[0x25, 0x50, 0x44, 0x46], 'a PDF document'],
  [[0x89, 0x48, 0x44, 0x46], 'an HDF5 file'],
  [[0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59], NUMPY],
];

/** What a file is when its first bytes tell; null when they do not. Ask only when they do not read as a datagram. */
export function foreignKind(start: Uint8Array): string | null {
  for (const [magic, kind] of MAGICS) {
    if (magic.every((byte, i) => start[i] === byte)) return kind;
  }
  if (start.byteLength === 0 || !start.every((byte) => byte >= 32 ? byte !== 127 : byte === 9 || byte === 10 || byte === 13)) return null;
  return /^\s*<(!doctype|html|\?xml)/i.test(String.fromCharCode(...start)) ? 'a web page (HTML), perhaps an error page saved under this name' : 'a text file';
}

/** The one sentence about a file that holds no datagram. @param start its first bytes  @param byteLength of the whole file */
export function notXtcProblem(file: string, start: Uint8Array, byteLength: number): Problem {
  if (byteLength === 0) return { code: 'empty-file', file, offset: 0, message: `${file} is empty: there is nothing to show.` };
  const kind = foreignKind(start.subarray(0, KIND_BYTES));
  if (kind) return { code: 'not-xtc', file, offset: 0, message: `${file} is no LCLS XTC file: it is ${kind}.` };
  if (byteLength < DATAGRAM_HEADER_BYTES) {
    return { code: 'not-xtc', file, offset: 0, message: `${file} has only ${byteLength} byte${byteLength === 1 ? '' : 's'}: even the header of a datagram takes ${DATAGRAM_HEADER_BYTES}.` };
  }
  return { code: 'not-xtc', file, offset: 0, message: `${file} is no LCLS XTC file: nothing in its first 16 MiB reads as a datagram.` };
}

/** The sentence for a file whose name does not say XTC. @throws what the browser says when it cannot be read */
export async function describeForeignFile(file: File): Promise<Problem> {
  const start = new Uint8Array(await file.slice(0, KIND_BYTES).arrayBuffer());
  const kind = foreignKind(start);
  if (file.size === 0) return notXtcProblem(file.name, start, 0);
  const message = kind
    ? `${file.name} is ${kind}; runs have names like e81-r0098-s00-c00.xtc.`
    : `${file.name} is nothing that is understood here; runs have names like e81-r0098-s00-c00.xtc. If it is a run, give it such a name.`;
  return { code: 'not-xtc', file: file.name, offset: 0, message };
}
