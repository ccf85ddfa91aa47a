import { printText, type TextProgress } from './read-text.ts';
import type { TextRequest } from './text-request.ts';

/** Joined into one Blob each time: a browser keeps large ones on disk. */
const BLOB_LENGTH = 8_388_608;

/**
 * The text of all datagrams, written to the file the user chose, or collected as a Blob where the browser has no such files.
 * A file that could not be finished stays as it was.
 * @returns the Blob, null when a file was written  @throws {XtcError} as `printText`
 */
export async function saveText(request: TextRequest, target: FileSystemFileHandle | null, onProgress: (progress: TextProgress) => void, signal?: AbortSignal): Promise<Blob | null> {
  if (!target) return collectText(request, onProgress, signal);
  const writable = await target.createWritable();
  try {
    await printText(request, writable, onProgress, signal);
    await writable.close();
  } catch (error) {
    await writable.abort();
    throw error;
  }
  return null;
}

async function collectText(request: TextRequest, onProgress: (progress: TextProgress) => void, signal?: AbortSignal): Promise<Blob> {
  const blobs: Blob[] = [];
  let pieces: string[] = [];
  let length = 0;
  const flush = (): void => {
    blobs.push(new Blob(pieces, { type: 'text/plain' }));
    [pieces, length] = [[], 0];
  };
  const write = async (text: string): Promise<void> => {
    pieces.push(text);
    length += text.length;
    if (length >= BLOB_LENGTH) flush();
  };
  await printText(request, { write }, onProgress, signal);
  flush();
  return new Blob(blobs, { type: 'text/plain' });
}
