import { builtinModules } from 'node:module';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Everything that runs in Node: Electron's main process, the engine and simulator processes, the browser host and the CLI. */
export default defineConfig({
  root: here('.'),
  logLevel: 'warn',
  ssr: { noExternal: true },
  build: {
    ssr: true,
    target: 'node20',
    outDir: here('../out/node'),
    emptyOutDir: true,
    sourcemap: true,
    // Files on this disk, each read once by a process of its own: their size costs nobody anything.
    chunkSizeWarningLimit: 4000,
    rolldownOptions: {
      input: {
        main: here('main.ts'),
        engine: here('hosts/engine-entry.ts'),
        simulator: here('hosts/simulator-entry.ts'),
        start: here('hosts/start/start.ts'),
        cli: here('cli/voxtally.ts'),
        'token-worker': here('engine/session/token-worker.ts'),
        'sound-worker': here('engine/sound/sound-worker.ts'),
        'desk-worker': here('engine/listening/desk-worker.ts'),
        'import-worker': here('engine/costs/import/import-worker.ts'),
        'price-worker': here('engine/costs/import/price-worker.ts'),
        'reconcile-worker': here('engine/costs/reconcile-worker.ts'),
        'hand-on-worker': here('engine/handing-on/hand-on-worker.ts'),
        'session-import-worker': here('engine/handing-on/import-worker.ts'),
        'spans-worker': here('engine/handing-on/spans-worker.ts'),
        'search-worker': here('engine/record/search-worker.ts'),
      },
      external: ['electron', ...builtinModules, ...builtinModules.map((name) => `node:${name}`)],
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
    },
  },
});
