import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { gzipKb, startBudgetKb, startScripts } from '../bench/support/start-scripts.ts';
import { root } from '../e2e/support/places.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'voxtally-start-'));
});
afterEach(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

it('counts what the page names and all that this imports, with the worker of its ports, and nothing that is read later', async () => {
  const assets = join(folder, 'assets');
  await mkdir(assets);
  const files = {
    'index.html':
      '<link rel="modulepreload" href="./assets/b.js"><script type="module" crossorigin src="./assets/a.js">',
    'assets/a.js': 'import{x}from"./b.js";import"./c.js";const late=()=>import("./late.js");',
    'assets/b.js': 'export*from"./d.js";',
    'assets/c.js': 'import"./a.js";',
    'assets/d.js': 'const named="./e.js";',
    'assets/e.js': '',
    'assets/late.js': 'import"./b.js";',
    'assets/port-worker-A1b2.js': '',
    'assets/capture-A1b2.js': '',
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  expect(startScripts(folder).map((path) => basename(path))).toEqual([
    'a.js',
    'b.js',
    'c.js',
    'd.js',
    'port-worker-A1b2.js',
  ]);
});

it('keeps the start page within its budget of script', async () => {
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const config = join(root, 'renderer/vite.config.ts');
  const args = [vite, 'build', '--config', config, '--outDir', folder, '--emptyOutDir', '--sourcemap', 'false'];
  await promisify(execFile)(process.execPath, args, { cwd: root, env: { ...process.env, NODE_ENV: 'production' } });
  const scripts = startScripts(folder);
  expect(scripts.some((path) => basename(path).startsWith('port-worker-'))).toBe(true);
  expect(gzipKb(scripts)).toBeLessThanOrEqual(startBudgetKb);
});
