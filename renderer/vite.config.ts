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
    // What the start page waits for has a budget of its own; no other part need be small.
    chunkSizeWarningLimit: 1000,
    modulePreload: {
      polyfill: false,
      // What is read behind the page comes from this computer: a list of all its parts would weigh more than it hastens.
      resolveDependencies: (_, needed, { hostType }) =>
        hostType === 'html' ? needed : needed.filter((file) => file.endsWith('.css')),
    },
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/, priority: 1 },
            // What the start page waits for, in one piece; `tests/integration/start-budget.test.ts` holds it to its size.
            { name: 'start', tags: ['$initial'] },
          ],
        },
      },
    },
  },
});
