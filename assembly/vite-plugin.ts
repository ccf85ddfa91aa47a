import { mkdirSync, readdirSync, renameSync, statSync, watch, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import asc from 'assemblyscript/asc';

const root = fileURLToPath(new URL('..', import.meta.url));
const sources = join(root, 'assembly');

/** Compiles assembly/ to build/kernels.{wasm,js,d.ts} when it has changed. @throws with the compiler's own message */
export async function buildKernels(): Promise<void> {
  if (isUpToDate()) return;
  let output = '';
  const stderr = { write: (chunk: Uint8Array | string) => void (output += chunk.toString()) };
  const { error } = await asc.main(['--config', 'assembly/asconfig.json', '--baseDir', root], { stderr, writeFile: replaceFile });
  if (error) throw new Error(`${error.message}\n${output}`);
}

function isUpToDate(): boolean {
  const modified = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const newest = Math.max(...readdirSync(sources).map((name) => modified(join(sources, name))));
  return ['kernels.wasm', 'kernels.js', 'kernels.d.ts'].every((name) => modified(join(root, 'build', name)) > newest);
}

/** In one step, so that a dev server or test that reads at this moment sees the old file or the new one whole. */
function replaceFile(name: string, contents: Uint8Array | string, baseDir: string): void {
  const path = resolve(baseDir, name);
  const draft = `${path}.${process.pid}`;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(draft, contents);
  renameSync(draft, path);
}

/** Vite plugin: the kernels are compiled before anything asks for them, and again when they change. */
export function kernels(): Plugin {
  return {
    name: 'xtcscope-kernels',
    async buildStart() {
      await buildKernels();
    },
    configureServer(server) {
      let building = Promise.resolve();
      const rebuild = async (): Promise<void> => {
        try {
          await buildKernels();
          server.ws.send({ type: 'full-reload' });
        } catch (error) {
          server.config.logger.error(error instanceof Error ? error.message : String(error));
        }
      };
      const watcher = watch(sources, () => {
        building = building.then(rebuild);
      });
      server.httpServer?.on('close', () => watcher.close());
    },
  };
}
