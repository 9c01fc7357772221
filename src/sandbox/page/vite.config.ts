import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('.'),
  plugins: [react()],
  build: {
    outDir: here('../../../dist/page'),
    emptyOutDir: true,
    target: 'es2022',
    // Fluent UI and the card renderer are most of it, and it is served to one machine: its own.
    chunkSizeWarningLimit: 2_000,
    modulePreload: { polyfill: false },
  },
});
