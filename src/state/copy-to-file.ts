import { XtcError } from '../base/errors.ts';

/**
 * Copies a Blob into a file piece by piece, so that it is never in memory as a whole. A file that could not be finished
 * stays as it was.
 * @param onProgress told how many bytes were written
 * @throws {XtcError} 'aborted', 'unreadable' when a file it points at was moved or changed, or the target is full
 */
export async function copyToFile(blob: Blob, target: FileSystemFileHandle, onProgress: (bytes: number) => void, signal: AbortSignal): Promise<void> {
  let written = 0;
  const counter = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(piece, controller) {
      written += piece.byteLength;
      onProgress(written);
      controller.enqueue(piece);
    },
  });
  try {
    const writable = await target.createWritable();
    // A failure on either side, or the signal, aborts the writable, which then leaves no trace.
    await blob.stream().pipeThrough(counter).pipeTo(writable, { signal });
  } catch (cause) {
    if (signal.aborted) throw new XtcError('aborted', 'Stopped.');
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new XtcError('unreadable', `${target.name} could not be written, it was left as it was after ${written} of ${blob.size} bytes (${reason}). A file of the run may have been moved or changed, or the disk may be full.`, { file: target.name, cause });
  }
}
