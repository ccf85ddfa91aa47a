import { XtcError, toProblem, type Problem } from '../base/errors.ts';
import type { StoredScan } from '../format/check-index.ts';
import { canMakeKeys, fileKey, isSameContent, keyOfFiles, type FileKey } from '../format/file-key.ts';
import { INDEX_EXTENSION, decodeIndexFile, encodeIndexFile } from '../format/index-file.ts';
import { isWholeRun, type OrderOptions } from '../format/run-order.ts';
import { filesOfRun, type RunFiles } from '../format/run.ts';
import type { Arena } from '../wasm/arena.ts';
import { IndexStore } from './index-store.ts';
import { scanRun, type ScanProgress, type ScanResult } from './scan-run.ts';

/** Where what is known of a run comes from: its data, the browser's storage, or an index file the user gave. */
export type RunOrigin = 'scan' | 'kept' | 'index-file';

export type OpenOptions = OrderOptions & {
  /** Scan, whatever indexes there are. */
  readonly isRescan: boolean;
};

export type OpenedRun = ScanResult & { readonly origin: RunOrigin };

type Report = (progress: ScanProgress) => void;

/** Finds what is in a run: from an index of exactly these files when there is one, otherwise by scanning them. */
export async function openRun(arena: Arena, run: RunFiles, options: OpenOptions, onProgress: Report, signal?: AbortSignal): Promise<OpenedRun> {
  const started = performance.now();
  // Indexes are of whole runs.
  const keys = isWholeRun(options) ? await keysOf(run) : null;
  const store = keys && (await IndexStore.open());
  const problems: Problem[] = [];
  if (keys && !options.isRescan) {
    const known = (await fromIndexFiles(run, keys, problems)) ?? (store && (await fromStore(store, keys)));
    if (known) {
      const { index, table } = known.scan;
      return { index, table, problems: [...problems, ...known.scan.problems], isPartial: false, elapsedMs: performance.now() - started, origin: known.origin };
    }
  }
  const result = await scanRun(arena, run, onProgress, signal, options);
  if (store && keys && isWorthKeeping(run, result)) {
    await store.write(await storeKey(keys), await encodeIndexFile({ files: keys, scan: storedScan(result) }));
  }
  return { ...result, problems: [...problems, ...result.problems], origin: 'scan' };
}

/** An index file of what was found in a run, to be saved. @throws {XtcError} 'unreadable' when its files are gone */
export async function makeIndexFile(run: RunFiles, scan: StoredScan): Promise<Blob> {
  if (!canMakeKeys()) throw new XtcError('unsupported', 'Index files can be saved only when this page comes by https or from localhost.');
  const files = await Promise.all(filesOfRun(run).map(fileKey));
  return new Blob([await encodeIndexFile({ files, scan })], { type: 'application/octet-stream' });
}

/** What of a scan an index keeps. */
function storedScan({ index, table, problems }: ScanResult): StoredScan {
  return { index, table, problems };
}

/** A stopped scan, and files that are still written, would only be thrown away again. */
function isWorthKeeping(run: RunFiles, { isPartial, problems }: ScanResult): boolean {
  const isGrowing = filesOfRun(run).some(({ name }) => name.toLowerCase().endsWith('.inprogress'));
  return !isPartial && !isGrowing && !problems.some(({ code }) => code === 'unreadable');
}

/** Null where hashes cannot be made, and when a file cannot be read: the scan says so. */
async function keysOf(run: RunFiles): Promise<readonly FileKey[] | null> {
  if (!canMakeKeys()) return null;
  try {
    return await Promise.all(filesOfRun(run).map(fileKey));
  } catch (error) {
    if (error instanceof XtcError) return null;
    throw error;
  }
}

function storeKey(keys: readonly FileKey[]): Promise<string> {
  return keyOfFiles(keys).then((key) => `${key}${INDEX_EXTENSION}`);
}

type Known = { readonly scan: StoredScan; readonly origin: RunOrigin };

/** The first of the index files given with the run that is about these files; why others are not becomes a problem. */
async function fromIndexFiles(run: RunFiles, keys: readonly FileKey[], problems: Problem[]): Promise<Known | null> {
  for (const file of run.indexFiles ?? []) {
    try {
      const { files, scan } = await decodeIndexFile(new Uint8Array(await file.arrayBuffer()), file.name);
      if (files.length === keys.length && files.every((key, i) => isSameContent(key, keys[i]))) return { scan, origin: 'index-file' };
      problems.push(otherRun(file.name, files, keys));
    } catch (error) {
      problems.push(toProblem(error, 'unreadable'));
    }
  }
  return null;
}

function otherRun(name: string, files: readonly FileKey[], keys: readonly FileKey[]): Problem {
  const changed = keys.find((key) => files.some((other) => other.name === key.name && !isSameContent(other, key)));
  const why = changed
    ? `${changed.name} is not the same as when it was made`
    : `it was made from ${files.map((file) => file.name).join(', ')}, and ${keys.map((key) => key.name).join(', ')} are open`;
  return { code: 'bad-index', file: name, offset: 0, message: `${name} is not the index of these files: ${why}. The run was scanned instead.` };
}

async function fromStore(store: IndexStore, keys: readonly FileKey[]): Promise<Known | null> {
  const key = await storeKey(keys);
  const bytes = await store.read(key);
  if (!bytes) return null;
  try {
    const { scan } = await decodeIndexFile(bytes, key);
    return { scan, origin: 'kept' };
  } catch (error) {
    if (!(error instanceof XtcError)) throw error;
    // Cut short when the page was closed, or of an older version: it will be made anew.
    await store.remove(key);
    return null;
  }
}
