const FOLDER = 'indexes';
const MAX_BYTES = 512 * 1024 * 1024;

/**
 * Keeps indexes of runs in the browser's own storage for this site; the oldest go when it gets full. Nothing that fails
 * here stops anything: the run is then scanned, or its index not kept.
 */
export class IndexStore {
  readonly #folder: FileSystemDirectoryHandle;
  readonly #maxBytes: number;

  constructor(folder: FileSystemDirectoryHandle, maxBytes = MAX_BYTES) {
    this.#folder = folder;
    this.#maxBytes = maxBytes;
  }

  /** The store of this site; null where the browser offers none, as in some private windows. */
  static async open(): Promise<IndexStore | null> {
    const storage = (globalThis.navigator as WorkerNavigator | undefined)?.storage;
    if (!storage?.getDirectory) return null;
    return tolerate(async () => new IndexStore(await (await storage.getDirectory()).getDirectoryHandle(FOLDER, { create: true })));
  }

  /** The bytes kept under a key; null when there are none. */
  read(key: string): Promise<Uint8Array<ArrayBuffer> | null> {
    return tolerate(async () => {
      const file = await (await this.#folder.getFileHandle(key)).getFile();
      return new Uint8Array(await file.arrayBuffer());
    });
  }

  /** @returns whether the bytes are kept now */
  async write(key: string, bytes: Uint8Array<ArrayBuffer>): Promise<boolean> {
    if (bytes.byteLength > this.#maxBytes) return false;
    const isKept = await tolerate(async () => {
      await this.#makeRoom(bytes.byteLength, key);
      const access = await (await this.#folder.getFileHandle(key, { create: true })).createSyncAccessHandle();
      try {
        access.truncate(0);
        const written = access.write(bytes, { at: 0 });
        access.flush();
        return written === bytes.byteLength;
      } finally {
        access.close();
      }
    });
    if (!isKept) await this.remove(key);
    return isKept === true;
  }

  async remove(key: string): Promise<void> {
    await tolerate(() => this.#folder.removeEntry(key));
  }

  async #makeRoom(byteLength: number, key: string): Promise<void> {
    const kept: File[] = [];
    for await (const entry of this.#folder.values()) {
      if (entry.kind === 'file' && entry.name !== key) kept.push(await entry.getFile());
    }
    kept.sort((a, b) => a.lastModified - b.lastModified);
    let total = kept.reduce((sum, file) => sum + file.size, byteLength);
    for (const file of kept) {
      if (total <= this.#maxBytes) return;
      await this.remove(file.name);
      total -= file.size;
    }
  }
}

/** What the browser refuses (no such file, no room, another tab writes) is null. */
async function tolerate<T>(step: () => Promise<T>): Promise<T | null> {
  try {
    return await step();
  } catch (error) {
    if (error instanceof DOMException || error instanceof TypeError) return null;
    throw error;
  }
}
