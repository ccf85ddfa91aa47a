import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';
import { browserArgs, findBrowser } from './browser.ts';

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

// Playwright reads this file again in each of its workers: they must find the same port and browser.
const port = (process.env.XTCSCOPE_TEST_PORT ??= String(await freePort()));
const executablePath = (process.env.XTCSCOPE_TEST_BROWSER ??= findBrowser());
const site = `${tmpdir()}/xtcscope-test-${port}`;

export default defineConfig({
  testDir: 'e2e',
  outputDir: '../test-results/e2e',
  reporter: 'list',
  timeout: 60_000,
  workers: 1,
  retries: 0,
  use: {
    baseURL: `http://127.0.0.1:${port}/`,
    viewport: { width: 1440, height: 900 },
    trace: 'retain-on-failure',
    launchOptions: { executablePath, args: [...browserArgs] },
  },
  webServer: {
    // What is tested is what is shipped: a build, served by a plain file server.
    command: `npx vite build --outDir ${site} --emptyOutDir --logLevel warn && npx vite preview --outDir ${site} --host 127.0.0.1 --port ${port} --strictPort`,
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    url: `http://127.0.0.1:${port}/`,
    timeout: 120_000,
  },
});
