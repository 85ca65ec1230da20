// @ts-check
// `npm run dev`: the bench while it is being written. The page takes up changes as they are saved; the engine is started anew when
// its code changes; everything is, when the host's does.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { mkdir, realpath, rm, writeFile } from 'node:fs/promises';
import { createServer as createSocketServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, createServer } from 'vite';

// Whatever the shell has: with "production" a page in development reads itself again at every change.
process.env['NODE_ENV'] = 'development';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Known to electron/hosts/installation.ts, as is the name of the stamp and of the variable. */
const out = join(root, 'out', 'dev');
const stamp = join(out, 'engine-stamp');
const start = join(out, 'node', 'start.js');

/** Built entries that end with the host. The others belong to the engine or run beside it; the command line runs not at all. */
const ofHost = new Set(['main', 'start', 'preload']);

const say = (/** @type {string} */ line) => console.log(`dev: ${line}`);

/**
 * Fingerprints of the built entries that run, with all the chunks that each one reads. What the host reads only for a command is not
 * in it: it holds the engine, which would end the host with it.
 * @param {import('vite').Rolldown.OutputBundle} bundle
 */
function fingerprints(bundle) {
  /** @type {Map<string, string>} */
  const found = new Map();
  for (const part of Object.values(bundle)) {
    if (part.type !== 'chunk' || !part.isEntry || part.name === 'cli') continue;
    const hash = createHash('sha256');
    const files = [part.fileName];
    for (const file of files) {
      const chunk = bundle[file];
      if (chunk?.type !== 'chunk') continue;
      hash.update(chunk.code);
      const read = ofHost.has(part.name) ? chunk.imports : [...chunk.imports, ...chunk.dynamicImports];
      for (const next of read) if (!files.includes(next)) files.push(next);
    }
    found.set(part.name, hash.digest('hex'));
  }
  return found;
}

/** Builds a part, and again whenever a file of it changes. Resolves once it stands. @param {string} name @param {string} config @param {(changed: readonly string[]) => void} onChange entries that came out otherwise */
async function keepBuilt(name, config, onChange) {
  /** @type {Map<string, string>} */
  let known = new Map();
  const standing = new EventEmitter();
  const first = once(standing, 'first');
  const watcher = await build({
    configFile: join(root, config),
    mode: 'development',
    clearScreen: false,
    plugins: [
      {
        name: 'tell-changes',
        writeBundle(_options, bundle) {
          const next = fingerprints(bundle);
          const changed = [...next].filter(([entry, print]) => known.get(entry) !== print).map(([entry]) => entry);
          const isFirst = known.size === 0;
          known = next;
          if (isFirst) standing.emit('first');
          else if (changed.length > 0) onChange(changed);
        },
      },
    ],
    // Not emptied in between: a process that starts meanwhile would find nothing.
    build: {
      outDir: join(out, name),
      emptyOutDir: false,
      minify: false,
      sourcemap: true,
      watch: {},
      // Without hashes, which would carry a change into all that names a chunk.
      rolldownOptions: { output: { chunkFileNames: 'chunks/[name].js' } },
    },
  });
  if (!('on' in watcher)) throw new Error('Vite does not watch.');
  watcher.on('event', (event) => {
    if (event.code === 'ERROR') say(`${name} was not built, what ran before goes on: ${event.error.message}`);
  });
  await first;
  return watcher;
}

/** A port that nobody listens on. @param {string} host @returns {Promise<number>} */
const freePort = (host) =>
  new Promise((resolve, reject) => {
    const server = createSocketServer();
    server.on('error', reject);
    server.listen(0, host, () => {
      const address = server.address();
      server.close(() => (address === null || typeof address === 'string' ? reject(address) : resolve(address.port)));
    });
  });

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });

const host = '127.0.0.1';
const port = await freePort(host);
const pageServer = `http://${host}:${port}`;
const page = await createServer({
  configFile: join(root, 'renderer', 'vite.config.ts'),
  // With the rest of what it builds, for a checkout may share the packages of another one; by that name it is not compiled again.
  cacheDir: join(out, 'node_modules', '.vite'),
  clearScreen: false,
  // What it took up, and when it had to read the page again.
  logLevel: 'info',
  // The page comes from another origin, its host's, and hears of changes from here.
  server: {
    host,
    port,
    strictPort: true,
    open: false,
    hmr: { protocol: 'ws', host, port, clientPort: port },
    // A checkout may share the packages of another one.
    fs: { allow: [root, await realpath(join(root, 'node_modules'))] },
  },
});
await page.listen();

/** @type {import('node:child_process').ChildProcess | null} */
let bench = null;
let again = false;
let ending = false;
let interrupted = false;

function startBench() {
  again = false;
  // For every process of the bench: what fails in one is told by the lines that are edited.
  const options = `${process.env['NODE_OPTIONS'] ?? ''} --enable-source-maps`.trim();
  bench = spawn(process.execPath, [start, ...process.argv.slice(2)], {
    cwd: root,
    env: { ...process.env, VOXTALLY_DEV_PAGE: pageServer, NODE_OPTIONS: options },
    stdio: 'inherit',
  });
  bench.on('exit', (code) => {
    bench = null;
    if (interrupted) void end(0);
    else if (again) startBench();
    // A mistake in the host must not end the loop in which it is mended; wrong words of the command line are no such mistake.
    else if (code === 0 || code === 2) void end(code);
    else say('the bench has ended; it is started anew with the next change.');
  });
}

/** @param {number} code @returns {Promise<void>} */
async function end(code) {
  if (ending) return;
  ending = true;
  await Promise.all([page.close(), ...watchers.map((watcher) => watcher.close())]);
  process.exit(code);
}

/** @param {readonly string[]} changed */
function takeUp(changed) {
  if (changed.some((entry) => ofHost.has(entry))) {
    say(`${changed.join(', ')} changed: the bench is started anew.`);
    if (bench === null) return startBench();
    again = true;
    bench.kill('SIGTERM');
  } else {
    say(`${changed.join(', ')} changed: the engine is started anew.`);
    void writeFile(stamp, String(performance.now()));
  }
}

const watchers = await Promise.all([
  keepBuilt('node', 'electron/vite.main.config.ts', takeUp),
  keepBuilt('preload', 'electron/vite.preload.config.ts', takeUp),
]);
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
  // The host ends in order by the same signal, which a terminal sends it too; this process ends with it.
  process.on(signal, () => {
    interrupted = true;
    if (bench === null) void end(0);
    else bench.kill(signal);
  });
}
say(`the page is made at ${pageServer}; the gallery of its parts is ${pageServer}/gallery/`);
startBench();
