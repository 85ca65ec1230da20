import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { bundledPackages } from './build/bundled-packages.mjs';
import { withLock } from './build/lock.mjs';
import { sourceDigest } from './build/sources.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = join(root, 'out');
const stampFile = join(out, 'stamp');
/** What the notices of a package are made from. */
export const packagesFile = join(out, 'bundled-packages.json');

/** Each part of the application: its folder in out/ and the Vite configuration that makes it. */
const parts = [
  { name: 'node', config: 'electron/vite.main.config.ts' },
  { name: 'preload', config: 'electron/vite.preload.config.ts' },
  { name: 'renderer', config: 'renderer/vite.config.ts' },
];

/** @param {string} digest */
async function isFresh(digest) {
  const stamp = await readFile(stampFile, 'utf8').catch(() => '');
  return stamp === digest && existsSync(packagesFile) && parts.every(({ name }) => existsSync(join(out, name)));
}

/** Builds beside the folders in use and then exchanges them, so that a failed build leaves the last good one. @param {string} digest */
async function build(digest) {
  const { build: viteBuild } = await import('vite');
  const work = join(out, `.build-${process.pid}`);
  const { plugin, packages } = bundledPackages();
  // Whatever the shell has, this build is for use; and what this process starts later is not told so.
  const before = process.env['NODE_ENV'];
  process.env['NODE_ENV'] = 'production';
  try {
    await mkdir(work, { recursive: true });
    for (const { name, config } of parts) {
      await viteBuild({
        configFile: join(root, config),
        plugins: [plugin],
        worker: { plugins: () => [plugin] },
        build: { outDir: join(work, name), emptyOutDir: true },
      });
    }
    await rm(stampFile, { force: true });
    for (const { name } of parts) {
      const old = join(work, `${name}.old`);
      if (existsSync(join(out, name))) await rename(join(out, name), old);
      await rename(join(work, name), join(out, name));
    }
    await writeFile(packagesFile, `${JSON.stringify(await packages(root), null, 2)}\n`);
    await writeFile(stampFile, digest);
  } finally {
    if (before === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = before;
    await rm(work, { recursive: true, force: true });
  }
}

/**
 * Makes out/ from the sources, once however many processes ask at a time. With `ifStale` an up-to-date out/ is left alone.
 * Rejects when a source does not compile; the last good build then stays.
 * @param {{ ifStale?: boolean, quiet?: boolean }} [options]
 * @returns {Promise<{ built: boolean }>}
 */
export async function ensureBuilt({ ifStale = true, quiet = true } = {}) {
  if (ifStale && (await isFresh(await sourceDigest(root)))) return { built: false };
  const askedAtMs = Date.now();
  return withLock(join(out, 'build.lock'), async () => {
    const digest = await sourceDigest(root);
    // Whoever held the lock before may have built just this.
    if (ifStale && (await isFresh(digest))) return { built: false };
    if (!quiet) console.log('Building Voxtally …');
    await build(digest);
    if (!quiet) console.log(`Built in ${((Date.now() - askedAtMs) / 1000).toFixed(1)} s.`);
    return { built: true };
  });
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values } = parseArgs({ options: { 'if-stale': { type: 'boolean' }, quiet: { type: 'boolean' } } });
  try {
    await ensureBuilt({ ifStale: values['if-stale'] ?? false, quiet: values.quiet ?? false });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    console.error('The build failed: the message above names the file. What was built before is unchanged.');
    process.exitCode = 1;
  }
}
