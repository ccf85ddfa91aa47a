import type { NamedHandle } from '../format/growing-files.ts';
import type { RunFiles } from '../format/run.ts';

/** A file that was changed so lately may still be written. */
const RECENT_MS = 10 * 60 * 1000;

/** Something that gives a file as it is now; what a browser calls a FileSystemFileHandle. */
export type FileHandle = { getFile(): Promise<File> };

/** Which files came by a handle: only these can be looked at again when they grow. */
export class FileHandles {
  readonly #handles = new WeakMap<File, FileHandle>();

  remember(file: File, handle: FileHandle): void {
    this.#handles.set(file, handle);
  }

  of(file: File): FileHandle | null {
    return this.#handles.get(file) ?? null;
  }

  /** The handles of the chunks of a run that may grow, for workers; only those of the browser can go there. */
  ofRun(run: RunFiles): NamedHandle[] {
    const last = run.streams.flatMap(({ chunks }) => chunks.slice(-1));
    return last.flatMap(({ file }) => {
      const handle = this.of(file);
      return handle ? [{ name: file.name, handle }] : [];
    });
  }

  /** Whether a run may be growing: its scan is then made so that it can go on. */
  mayGrow(run: RunFiles): boolean {
    return run.streams.some(({ chunks }) => {
      const last = chunks.at(-1);
      if (!last || last.smallData || !this.of(last.file)) return false;
      return last.file.name.toLowerCase().endsWith('.inprogress') || Date.now() - last.file.lastModified < RECENT_MS;
    });
  }
}
