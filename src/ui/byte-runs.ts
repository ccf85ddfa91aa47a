import { hexPairs, printable } from '../format/hex-text.ts';

/** What is marked in the bytes, offsets in the file, half open. */
export type ByteMarks = {
  readonly node: { readonly start: number; readonly end: number } | null;
  readonly field: { readonly start: number; readonly end: number } | null;
  /** The byte the keys stand on. */
  readonly cursor: number | null;
};

/** Neighbouring bytes of a line that look the same. */
export type ByteRun = {
  /** Class of the run: '', 'node', 'field', with ' cursor' for the one byte. */
  readonly look: string;
  /** Pairs of digits with blanks between them. */
  readonly hex: string;
  readonly text: string;
};

/** One line of bytes cut into runs. @param offset of its first byte in the file */
export function byteRuns(bytes: Uint8Array, offset: number, marks: ByteMarks): ByteRun[] {
  const runs: ByteRun[] = [];
  for (let start = 0; start < bytes.length; ) {
    const look = lookOf(offset + start, marks);
    let end = start + 1;
    while (end < bytes.length && lookOf(offset + end, marks) === look) ++end;
    const part = bytes.subarray(start, end);
    runs.push({ look, hex: hexPairs(part), text: printable(part) });
    start = end;
  }
  return runs;
}

function lookOf(offset: number, { node, field, cursor }: ByteMarks): string {
  const holds = (span: ByteMarks['node']): boolean => span !== null && offset >= span.start && offset < span.end;
  const look = holds(field) ? 'field' : holds(node) ? 'node' : '';
  return offset === cursor ? `${look} cursor` : look;
}
