import { TimeSlices } from '../base/time-slices.ts';
import { copyRanges } from './copy-ranges.ts';
import { rangesLength, type FileRange } from './skipped.ts';

/** A slice takes a browser a fraction of a millisecond: more of them are worth it only when each is large. */
const FEW_RANGES = 1024;
const LARGE_BYTES = 256 * 1024;
/** Slices made between two looks at the clock. */
const STEP = 16;

/**
 * Ranges of files, one behind the other, as a Blob. Few or large ones are only pointed at: no byte is read here. Many small
 * ones are copied piece by piece; a browser keeps large Blobs on disk.
 *
 * @param files in the order in which ranges count them
 * @throws {XtcError} 'aborted'; 'unreadable', 'truncated' when it copies
 */
export async function joinRanges(files: readonly File[], ranges: readonly FileRange[], signal?: AbortSignal): Promise<Blob> {
  const isSliced = ranges.length <= FEW_RANGES || rangesLength(ranges) >= LARGE_BYTES * ranges.length;
  return isSliced ? sliceFiles(files, ranges, signal) : collectRanges(files, ranges, signal);
}

async function sliceFiles(files: readonly Blob[], ranges: readonly FileRange[], signal?: AbortSignal): Promise<Blob> {
  const slices = new TimeSlices(signal);
  const parts: Blob[] = [];
  for (const { file, offset, byteLength } of ranges) {
    parts.push(files[file].slice(offset, offset + byteLength));
    if (parts.length % STEP === 0 && slices.isOver()) await slices.next();
  }
  return new Blob(parts);
}

async function collectRanges(files: readonly File[], ranges: readonly FileRange[], signal?: AbortSignal): Promise<Blob> {
  const pieces: Blob[] = [];
  await copyRanges(files, ranges, async (piece) => void pieces.push(new Blob([piece])), signal);
  return new Blob(pieces);
}
