import { watch } from 'node:fs';
import type { Plugin } from 'vite';
import asc from 'assemblyscript/asc';

/** Compiles assembly/ to build/kernels.{wasm,js,d.ts}. @throws with the compiler's own message */
export async function buildKernels(): Promise<void> {
  const { error, stderr } = await asc.main(['--config', 'assembly/asconfig.json']);
  if (error) throw new Error(`${error.message}\n${stderr.toString()}`);
}

/** Vite and Vitest plugin: the kernels are compiled before anything asks for them, and again when they change. */
export function kernels(): Plugin {
  return {
    name: 'xtcscope-kernels',
    async buildStart() {
      await buildKernels();
    },
    configureServer(server) {
      const watcher = watch('assembly', { recursive: true }, () => {
        buildKernels().then(
          () => server.ws.send({ type: 'full-reload' }),
          (error: Error) => server.config.logger.error(error.message),
        );
      });
      server.httpServer?.on('close', () => watcher.close());
    },
  };
}
