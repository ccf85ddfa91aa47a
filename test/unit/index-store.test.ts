import { describe, expect, it } from 'vitest';
import { IndexStore } from '../../src/pipeline/index-store.ts';

/** A folder of the browser's own storage, in memory; writing to `locked` is refused as by another tab. */
class MemoryFolder {
  readonly files = new Map<string, { bytes: Uint8Array; lastModified: number }>();
  locked = '';
  #now = 0;

  asFolder(): FileSystemDirectoryHandle {
    return this as unknown as FileSystemDirectoryHandle;
  }

  async getFileHandle(name: string, { create = false } = {}) {
    if (!this.files.has(name)) {
      if (!create) throw new DOMException('no such file', 'NotFoundError');
      this.files.set(name, { bytes: new Uint8Array(0), lastModified: ++this.#now });
    }
    return this.#handle(name);
  }

  async removeEntry(name: string) {
    this.files.delete(name);
  }

  async *values() {
    for (const name of this.files.keys()) yield this.#handle(name);
  }

  #handle(name: string) {
    const set = (bytes: Uint8Array) => this.files.set(name, { bytes, lastModified: ++this.#now });
    return {
      kind: 'file',
      name,
      getFile: async () => {
        const file = this.files.get(name);
        return new File([(file?.bytes ?? new Uint8Array(0)) as Uint8Array<ArrayBuffer>], name, { lastModified: file?.lastModified });
      },
      createSyncAccessHandle: async () => {
        if (name === this.locked) throw new DOMException('locked', 'NoModificationAllowedError');
        return { truncate: () => set(new Uint8Array(0)), write: (bytes: Uint8Array) => (set(bytes.slice()), bytes.byteLength), flush: () => undefined, close: () => undefined };
      },
    };
  }
}

describe('the store of indexes', () => {
  it('gives back what it was given, and nothing else', async () => {
    const store = new IndexStore(new MemoryFolder().asFolder());
    expect(await store.read('a')).toBeNull();
    expect(await store.write('a', Uint8Array.of(1, 2, 3))).toBe(true);
    expect(await store.read('a')).toEqual(Uint8Array.of(1, 2, 3));
    await store.remove('a');
    expect(await store.read('a')).toBeNull();
  });

  it('lets the oldest go when it gets full', async () => {
    const folder = new MemoryFolder();
    const store = new IndexStore(folder.asFolder(), 100);
    for (const name of ['a', 'b', 'c']) await store.write(name, new Uint8Array(40));
    expect([...folder.files.keys()]).toEqual(['b', 'c']);
    await store.write('b', new Uint8Array(50));
    await store.write('d', new Uint8Array(50));
    expect([...folder.files.keys()].sort()).toEqual(['b', 'd']);
    expect(await store.write('e', new Uint8Array(101))).toBe(false);
    expect([...folder.files.keys()].sort()).toEqual(['b', 'd']);
  });

  it('goes without where another tab is writing', async () => {
    const folder = new MemoryFolder();
    folder.locked = 'a';
    expect(await new IndexStore(folder.asFolder()).write('a', Uint8Array.of(1))).toBe(false);
  });

  it('is not there where the browser has none', async () => {
    expect(await IndexStore.open()).toBeNull();
  });
});
