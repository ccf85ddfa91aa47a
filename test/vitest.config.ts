import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    include: ['test/unit/**/*.test.ts'],
    globalSetup: ['test/reference/build-kernels.ts'],
    environment: 'node',
    testTimeout: 30_000,
    reporters: ['default'],
  },
});
