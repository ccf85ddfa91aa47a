import { readFileSync } from 'node:fs';
import { defineConfig, type Plugin } from 'vite';
import { kernels } from './assembly/vite-plugin.ts';
import { sandbox } from './src/sandbox/vite-plugin.ts';

/** The headers that every host should send; public/_headers is their one place (docs/decisions/0003-policy.md). */
const headers = Object.fromEntries(
  readFileSync(new URL('public/_headers', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('  '))
    .map((line) => [line.slice(0, line.indexOf(':')).trim(), line.slice(line.indexOf(':') + 1).trim()]),
);

/** Writes the policy into the page too, for hosts that send no headers of ours. */
function contentPolicy(): Plugin {
  const policy = (headers['Content-Security-Policy'] ?? '').replace(/; frame-ancestors [^;]*/, ''); // not allowed in <meta>
  return {
    name: 'xtcscope-policy',
    transformIndexHtml: () => [
      { tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: policy }, injectTo: 'head-prepend' },
    ],
  };
}

export default defineConfig({
  plugins: [kernels(), sandbox(), contentPolicy()],
  base: './',
  // TypeScript's older decorators, as Lit wants them; tsconfig.base.json says the same to tsc.
  oxc: {
    decorator: { legacy: true },
    assumptions: { setPublicClassFields: true },
    typescript: { removeClassFieldsWithoutInitializer: true },
  },
  build: { target: 'es2022', assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  worker: { format: 'es' },
  server: { headers },
  preview: { headers },
});
