import { XtcError } from '../base/errors.ts';
import { copyRanges } from '../format/copy-ranges.ts';
import type { FileRange } from '../format/skipped.ts';

/**
 * Copies ranges of files into a file piece by piece, so that they are never in memory as a whole. A file that could not be
 * finished stays as it was.
 * @param onProgress told how many bytes were written
 * @throws {XtcError} 'aborted', 'unreadable' also when the target cannot be written, 'truncated'
 */
export async function copyToFile(files: readonly File[], ranges: readonly FileRange[], target: FileSystemFileHandle, onProgress: (bytes: number) => void, signal: AbortSignal): Promise<void> {
  let written = 0;
  const writable = await told(target, written, () => target.createWritable());
  const writer = writable.getWriter();
  const write = async (piece: Uint8Array<ArrayBuffer>): Promise<void> => {
    await told(target, written, () => writer.write(piece));
    written += piece.byteLength;
    onProgress(written);
  };
  try {
    await copyRanges(files, ranges, write, signal);
    await told(target, written, () => writer.close());
  } catch (error) {
    // Drops what was written; when the stream has failed by itself it has done so already.
    await writer.abort().catch(() => undefined);
    throw error;
  }
}

/** Says which file a failure of the target concerns. */
async function told<T>(target: FileSystemFileHandle, written: number, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new XtcError('unreadable', `${target.name} could not be written and was left as it was, after ${written} bytes: ${reason}`, { file: target.name, cause });
  }
}
