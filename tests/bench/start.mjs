// @ts-check
// Bundles the benches (they are TypeScript, and Node 20 runs none) and runs them in this process.
import { builtinModules } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';
import { ensureBuilt } from '../../electron/build.mjs';
import { displayPrefix, needDisplay } from '../setup/display.mjs';
import { findElectron } from '../setup/find-electron.mjs';
import { run } from '../setup/run.mjs';
import { readBenchOptions } from './options.mjs';

const at = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));

/** Two windows lie beside each other: what lies under another is not drawn. */
const sideBySide = '2960x1000x24';

const args = process.argv.slice(2);
const asked = readBenchOptions(args);
if (!asked.ok) {
  process.stderr.write(`${asked.problem}\n`);
  process.exit(2);
}
const { wanted } = asked.options;
const opensWindows = wanted.length === 0 || ['audio', 'memory', 'start', 'cpu'].some((name) => wanted.includes(name));
const needsDisplay = opensWindows && findElectron(at('../..')) !== null && (await needDisplay());
const [display, ...rest] = needsDisplay ? displayPrefix(sideBySide) : [];
if (display !== undefined) {
  // Once more, on a display of its own.
  const { code } = await run(display, [...rest, process.execPath, fileURLToPath(import.meta.url), ...args]);
  process.exit(code);
}

await ensureBuilt({ ifStale: true, quiet: true });
await build({
  configFile: false,
  root: at('../..'),
  logLevel: 'warn',
  build: {
    ssr: at('run.ts'),
    target: 'node20',
    // As deep as the sources that find the checkout from where they are.
    outDir: at('../../out/bench/run'),
    emptyOutDir: true,
    rolldownOptions: {
      external: [/^playwright/, /^@playwright/, 'vite', ...builtinModules, /^node:/],
      output: { format: 'es', entryFileNames: '[name].js' },
    },
  },
});
await import(pathToFileURL(at('../../out/bench/run/run.js')).href);
