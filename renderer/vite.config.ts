import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The page. Nothing may become a data: URL or an inline script: the CSP allows neither. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  logLevel: 'warn',
  plugins: [react()],
  // What reads a pasted table in the gallery has no Buffer there; the page itself leaves it to the engine.
  resolve: { alias: { 'csv-parse/sync': 'csv-parse/browser/esm/sync' } },
  worker: { format: 'es' },
  build: {
    target: 'chrome130',
    outDir: '../out/renderer',
    emptyOutDir: true,
    // For whoever looks into the page of a checkout; a package leaves them out.
    sourcemap: true,
    assetsInlineLimit: 0,
    // The page's budget is 250 kB gzip of all its code, which the benchmarks hold it to.
    chunkSizeWarningLimit: 1000,
    modulePreload: { polyfill: false },
  },
});
