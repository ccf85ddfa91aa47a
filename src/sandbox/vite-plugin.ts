import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build, type Plugin, type Rolldown } from 'vite';

const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Classic scripts, each whole: a sandboxed frame loads no modules, and its workers load nothing at all. */
const SCRIPTS: Readonly<Record<string, string>> = { 'sandbox/frame.js': file('frame.ts'), 'sandbox/runtime.js': file('../modules/worker-entry.ts') };
const PAGE = 'sandbox/sandbox.html';

async function buildScript(entry: string): Promise<string> {
  const result = (await build({
    configFile: false,
    logLevel: 'warn',
    build: { write: false, target: 'es2022', modulePreload: false, lib: { entry, formats: ['iife'], name: 'xtcscopeSandbox' } },
  })) as Rolldown.RolldownOutput[];
  return result[0].output[0].code;
}

/** Vite plugin: the files of the sandbox, beside the app in a build and made when asked for in development. */
export function sandbox(): Plugin {
  return {
    name: 'xtcscope-sandbox',
    async generateBundle() {
      this.emitFile({ type: 'asset', fileName: PAGE, source: readFileSync(file('sandbox.html'), 'utf8') });
      for (const [fileName, entry] of Object.entries(SCRIPTS)) this.emitFile({ type: 'asset', fileName, source: await buildScript(entry) });
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const path = Object.keys({ ...SCRIPTS, [PAGE]: '' }).find((name) => request.url?.split('?')[0].endsWith(`/${name}`));
        if (path === undefined) { next(); return; }
        for (const [name, value] of Object.entries(server.config.server.headers ?? {})) response.setHeader(name, value ?? '');
        const give = async (): Promise<void> => {
          const text = path === PAGE ? readFileSync(file('sandbox.html'), 'utf8') : await buildScript(SCRIPTS[path]);
          response.setHeader('Content-Type', path === PAGE ? 'text/html' : 'text/javascript');
          response.end(text);
        };
        give().catch(next);
      });
    },
  };
}
