import { unzipSync } from 'fflate';
import { XtcError } from '../base/errors.ts';
import type { ArraysFile, NamedNumbers } from './named-numbers.ts';
import { readNpy } from './npy-file.ts';

/** Reads the arrays of a `.npz`, compressed or not. @throws {XtcError} 'bad-array' */
export async function readNpz(file: Blob, name: string, most: number): Promise<ArraysFile> {
  const entries = unzipped(new Uint8Array(await file.arrayBuffer()), name, most);
  const arrays: NamedNumbers[] = [];
  const skipped: string[] = [];
  for (const [entry, bytes] of Object.entries(entries)) {
    if (!entry.endsWith('.npy') || bytes.length === 0) {
      skipped.push(entry);
      continue;
    }
    try {
      const { values, shape } = await readNpy(new Blob([bytes]), `${name}/${entry}`, most);
      arrays.push({ name: entry.slice(0, -'.npy'.length), shape: shape ?? [values.length], values });
    } catch (error) {
      if (!(error instanceof XtcError)) throw error;
      skipped.push(entry); // text and objects beside the numbers
    }
  }
  return { arrays, skipped };
}

function unzipped(bytes: Uint8Array<ArrayBuffer>, name: string, most: number): Record<string, Uint8Array<ArrayBuffer>> {
  try {
    // 8 bytes an element: what unpacks to more is not read.
    return unzipSync(bytes, { filter: ({ originalSize }) => originalSize <= 8 * most + 65536 });
  } catch (error) {
    throw new XtcError('bad-array', `${name} is no complete .npz file: ${error instanceof Error ? error.message : String(error)}.`, { file: name, cause: error });
  }
}
