import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The preload runs sandboxed, so it is one CommonJS file that requires nothing but 'electron'. */
export default defineConfig({
  root: here('.'),
  logLevel: 'warn',
  ssr: { noExternal: true },
  build: {
    ssr: true,
    target: 'chrome130',
    outDir: here('../out/preload'),
    emptyOutDir: true,
    sourcemap: true,
    rolldownOptions: {
      input: { preload: here('preload.ts') },
      external: ['electron'],
      output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
    },
  },
});
