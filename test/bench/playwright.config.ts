import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';
import tests from '../playwright.config.ts';

const url = tests.use?.baseURL ?? '';
const { port } = new URL(url);
const site = `${tmpdir()}/xtcscope-bench-${port}`;
const vite = 'npx vite';
const config = '--config test/bench/vite.config.ts';

export default defineConfig({
  ...tests,
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: '../../test-results/bench-artifacts',
  reporter: [['line']],
  timeout: 300_000,
  use: { ...tests.use, trace: 'off' },
  webServer: {
    command: `${vite} build ${config} --outDir ${site} --emptyOutDir --logLevel warn && ${vite} preview ${config} --outDir ${site} --host 127.0.0.1 --port ${port} --strictPort`,
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    url,
    timeout: 120_000,
  },
});
