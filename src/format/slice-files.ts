import { TimeSlices } from '../base/time-slices.ts';
import type { FileRange } from './skipped.ts';

/** Parts of a Blob that are made at once; more are joined in groups, so that no step takes long. */
const GROUP = 256;

/**
 * Ranges of files, one behind the other, as a Blob that only points at them: no byte is read here.
 * @param files in the order in which ranges count them
 * @throws {XtcError} 'aborted'
 */
export async function sliceFiles(files: readonly Blob[], ranges: readonly FileRange[], signal?: AbortSignal): Promise<Blob> {
  const slices = new TimeSlices(signal);
  let parts: Blob[] = [];
  for (const { file, offset, byteLength } of ranges) {
    parts.push(files[file].slice(offset, offset + byteLength));
    if (parts.length % 64 === 0 && slices.isOver()) await slices.next();
  }
  while (parts.length > GROUP) {
    const groups: Blob[] = [];
    for (let at = 0; at < parts.length; at += GROUP) {
      groups.push(new Blob(parts.slice(at, at + GROUP)));
      if (slices.isOver()) await slices.next();
    }
    parts = groups;
  }
  return new Blob(parts);
}
