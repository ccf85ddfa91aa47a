import { XtcError, toProblem, type Problem } from '../base/errors.ts';
import type { StoredScan } from '../format/check-index.ts';
import { canMakeKeys, fileKey, isSameContent, keyOfFiles, type FileKey } from '../format/file-key.ts';
import { INDEX_EXTENSION, decodeIndexFile, encodeIndexFile } from '../format/index-file.ts';
import { filesOfRun, type RunFiles } from '../format/run.ts';
import type { IndexStore } from './index-store.ts';

/** Where what is known of a run comes from: its data, the browser's storage, or an index file the user gave. */
export type RunOrigin = 'scan' | 'kept' | 'index-file';

/** What an index tells of a run. */
export type KnownRun = { readonly scan: StoredScan; readonly origin: RunOrigin };

/** The indexes that may be of a run: files the user gave, and those the browser keeps. */
export class KnownIndexes {
  readonly #run: RunFiles;
  readonly #keys: readonly FileKey[];
  readonly #store: IndexStore | null;

  private constructor(run: RunFiles, keys: readonly FileKey[], store: IndexStore | null) {
    this.#run = run;
    this.#keys = keys;
    this.#store = store;
  }

  /** Null where hashes cannot be made, and when a file cannot be read: the scan says so. @param store what the browser keeps */
  static async of(run: RunFiles, store: Promise<IndexStore | null>): Promise<KnownIndexes | null> {
    if (!canMakeKeys()) return null;
    try {
      return new KnownIndexes(run, await Promise.all(filesOfRun(run).map(fileKey)), await store);
    } catch (error) {
      if (error instanceof XtcError) return null;
      throw error;
    }
  }

  /** The first index that is about exactly these files; why a given one is not becomes a problem. */
  async find(problems: Problem[]): Promise<KnownRun | null> {
    return (await this.#fromFiles(problems)) ?? (await this.#fromStore());
  }

  /** Keeps what a scan found for the next time. It is copied at once: its buffers may be transferred while this goes on. */
  async keep(scan: StoredScan): Promise<void> {
    if (!this.#store) return;
    const encoding = encodeIndexFile({ files: this.#keys, scan });
    await this.#store.write(await storeKey(this.#keys), await encoding);
  }

  async #fromFiles(problems: Problem[]): Promise<KnownRun | null> {
    for (const file of this.#run.indexFiles ?? []) {
      try {
        const { files, scan } = await decodeIndexFile(new Uint8Array(await file.arrayBuffer()), file.name);
        if (files.length === this.#keys.length && files.every((key, i) => isSameContent(key, this.#keys[i]))) return { scan, origin: 'index-file' };
        problems.push(otherRun(file.name, files, this.#keys));
      } catch (error) {
        problems.push(toProblem(error, 'unreadable'));
      }
    }
    return null;
  }

  async #fromStore(): Promise<KnownRun | null> {
    const key = await storeKey(this.#keys);
    const bytes = (await this.#store?.read(key)) ?? null;
    if (!bytes) return null;
    try {
      const { scan } = await decodeIndexFile(bytes, key);
      return { scan, origin: 'kept' };
    } catch (error) {
      if (!(error instanceof XtcError)) throw error;
      // Cut short when the page was closed, or of an older version: it will be made anew.
      await this.#store?.remove(key);
      return null;
    }
  }
}

/** An index file of what was found in a run, to be saved. @throws {XtcError} 'unreadable' when its files are gone */
export async function makeIndexFile(run: RunFiles, scan: StoredScan): Promise<Blob> {
  if (!canMakeKeys()) throw new XtcError('unsupported', 'Index files can be saved only when this page comes by https or from localhost.');
  const files = await Promise.all(filesOfRun(run).map(fileKey));
  return new Blob([await encodeIndexFile({ files, scan })], { type: 'application/octet-stream' });
}

function storeKey(keys: readonly FileKey[]): Promise<string> {
  return keyOfFiles(keys).then((key) => `${key}${INDEX_EXTENSION}`);
}

function otherRun(name: string, files: readonly FileKey[], keys: readonly FileKey[]): Problem {
  const changed = keys.find((key) => files.some((other) => other.name === key.name && !isSameContent(other, key)));
  const why = changed
    ? `${changed.name} is not the same as when it was made`
    : `it was made from ${files.map((file) => file.name).join(', ')}, and ${keys.map((key) => key.name).join(', ')} are open`;
  return { code: 'bad-index', file: name, offset: 0, message: `${name} is not the index of these files: ${why}. The run was scanned instead.` };
}
