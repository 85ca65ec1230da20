// @ts-check
// Bundles the benches (they are TypeScript, and Node 20 runs none) and runs them in this process.
import { builtinModules } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';
import { ensureBuilt } from '../../electron/build.mjs';

const at = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));

await ensureBuilt({ ifStale: true, quiet: true });
await build({
  configFile: false,
  root: at('../..'),
  logLevel: 'warn',
  build: {
    ssr: at('run.ts'),
    target: 'node20',
    outDir: at('../../out/bench'),
    emptyOutDir: true,
    rolldownOptions: {
      external: [/^playwright/, /^@playwright/, ...builtinModules, /^node:/],
      output: { format: 'es', entryFileNames: '[name].js' },
    },
  },
});
await import(pathToFileURL(at('../../out/bench/run.js')).href);
