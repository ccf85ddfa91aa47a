import { fileURLToPath } from 'node:url';
import { defineConfig, mergeConfig } from 'vite';
import base from '../../vite.config.ts';

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** The app as it is shipped, with the pages and scripts of the bench beside it. */
export default mergeConfig(
  base,
  defineConfig({
    root: path('../..'),
    // Cross-origin isolation: only then is the clock finer than 0.1 ms.
    // The sandbox of modules has an origin that nobody has: it must be said that its script may go there.
    preview: { headers: { 'Cross-Origin-Embedder-Policy': 'require-corp', 'Cross-Origin-Resource-Policy': 'cross-origin' } },
    build: {
      rolldownOptions: {
        input: { index: path('../../index.html'), bench: path('index.html'), 'large-run': path('large-run.ts') },
        output: { entryFileNames: (chunk) => (chunk.name === 'large-run' ? 'bench/[name].js' : 'assets/[name]-[hash].js') },
      },
    },
  }),
);
