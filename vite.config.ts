import { defineConfig } from 'vite';
import { kernels } from './assembly/vite-plugin.ts';

export default defineConfig({
  plugins: [kernels()],
  base: './',
  build: { target: 'es2022', assetsInlineLimit: 0 },
  worker: { format: 'es', plugins: () => [] },
});
