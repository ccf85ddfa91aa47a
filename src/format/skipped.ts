import type { ProblemCode } from '../base/errors.ts';

/** Bytes of a file that are no good datagram: the scan has passed over them, or has cut a datagram there. */
export type SkippedBytes = {
  /** Index into the run's files. */
  readonly file: number;
  readonly offset: number;
  readonly byteLength: number;
  /** The problem that says why. */
  readonly code: ProblemCode;
};

/** Bytes of a file, by its place in the run. */
export type FileRange = { readonly file: number; readonly offset: number; readonly byteLength: number };

/**
 * All of a file but what was skipped: its good datagrams, each as it is. Nothing when none is left.
 * @param byteLength of the file
 */
export function healthyRanges(skipped: readonly SkippedBytes[], file: number, byteLength: number): FileRange[] {
  const own = skipped.filter((range) => range.file === file).sort((a, b) => a.offset - b.offset);
  const ranges: FileRange[] = [];
  let at = 0;
  for (const { offset, byteLength: length } of [...own, { offset: byteLength, byteLength: 0 }]) {
    if (offset > at) ranges.push({ file, offset: at, byteLength: offset - at });
    at = Math.max(at, offset + length);
  }
  return ranges;
}

/** Bytes that ranges take together. */
export function rangesLength(ranges: readonly FileRange[]): number {
  return ranges.reduce((sum, { byteLength }) => sum + byteLength, 0);
}
