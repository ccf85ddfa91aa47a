import { XtcError, throwIfAborted } from '../base/errors.ts';
import { BlobSource, type ByteSource } from './byte-source.ts';
import type { FileRange } from './skipped.ts';

/** What is held in memory at a time. */
const BATCH_BYTES = 8 * 1024 * 1024;
const BATCH_RANGES = 1024;
/** Ranges of a file that lie closer together are read at once, with what is between them. */
const GAP_BYTES = 16 * 1024;

/** A range on its way, and where it goes in its batch. */
type Part = FileRange & { readonly at: number };

/**
 * Reads ranges of files in pieces of about 8 MiB, in their order. Of many small ranges those that lie near each other in a
 * file are read together.
 *
 * @param write gets each piece, its own memory; the next one is read when it has resolved
 * @throws {XtcError} 'unreadable', 'truncated' when a file is shorter than it was, 'aborted'
 */
export async function copyRanges(files: readonly File[], ranges: readonly FileRange[], write: (piece: Uint8Array<ArrayBuffer>) => Promise<void>, signal?: AbortSignal): Promise<void> {
  const sources = files.map((file) => new BlobSource(file, file.name));
  let parts: Part[] = [];
  let length = 0;
  const flush = async (): Promise<void> => {
    const piece = new Uint8Array(length);
    await Promise.all(readsOf(parts).map((read) => fill(piece, read, sources[read[0].file], signal)));
    [parts, length] = [[], 0];
    await write(piece);
  };
  for (const range of ranges) {
    for (let done = 0; done < range.byteLength; ) {
      const byteLength = Math.min(range.byteLength - done, BATCH_BYTES - length);
      parts.push({ file: range.file, offset: range.offset + done, byteLength, at: length });
      length += byteLength;
      done += byteLength;
      if (length === BATCH_BYTES || parts.length === BATCH_RANGES) await flush();
    }
  }
  if (length > 0) await flush();
  throwIfAborted(signal);
}

/** Groups of neighbours, each to be read at once. */
function readsOf(parts: readonly Part[]): Part[][] {
  const sorted = [...parts].sort((a, b) => a.file - b.file || a.offset - b.offset);
  const reads: Part[][] = [];
  let end = 0;
  for (const part of sorted) {
    const read = reads[reads.length - 1] as Part[] | undefined;
    if (read && read[0].file === part.file && part.offset <= end + GAP_BYTES) read.push(part);
    else reads.push([part]);
    end = part.offset + part.byteLength;
  }
  return reads;
}

async function fill(piece: Uint8Array, read: readonly Part[], source: ByteSource, signal?: AbortSignal): Promise<void> {
  const start = read[0].offset;
  const end = read.reduce((last, { offset, byteLength }) => Math.max(last, offset + byteLength), start);
  const bytes = await source.read(start, end - start, signal);
  if (bytes.byteLength < end - start) {
    throw new XtcError('truncated', `${source.name} is shorter than it was when it was opened: ${bytes.byteLength} of ${end - start} bytes at byte ${start} are there.`, { file: source.name, offset: start });
  }
  for (const { offset, byteLength, at } of read) piece.set(bytes.subarray(offset - start, offset - start + byteLength), at);
}
