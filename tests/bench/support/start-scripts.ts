import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** What the start page may wait for: gzip of every script that is read before it can be used, in kB. */
export const startBudgetKb = 120;

/** What a built script imports before it runs. What it reads later, `import(…)`, is none of it. */
const imported = /(?:from|import)\s*(["'`])(\.[^"'`]+\.js)\1/g;

/** The worker that brings the page to the engine. */
const portWorker = /^port-worker-[\w-]+\.js$/;

/** The scripts of a built page that the start page waits for, as paths: what it names, all that these import, and the worker of its ports. */
export function startScripts(folder: string): string[] {
  const page = readFileSync(join(folder, 'index.html'), 'utf8');
  const named = [...page.matchAll(/<script[^>]*\ssrc="([^"]+)"/g)].map(([, src = '']) => join(folder, src));
  const workers = readdirSync(join(folder, 'assets')).filter((name) => portWorker.test(name));
  const found = new Set<string>();
  const open = [...named, ...workers.map((name) => join(folder, 'assets', name))];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (found.has(path)) continue;
    found.add(path);
    for (const [, , to = ''] of readFileSync(path, 'utf8').matchAll(imported)) open.push(join(dirname(path), to));
  }
  return [...found].toSorted();
}

/** Each packed by itself, as a server would, at level 9; in kB of 1,000 bytes. */
export const gzipKb = (paths: readonly string[]): number =>
  paths.reduce((sum, path) => sum + gzipSync(readFileSync(path), { level: 9 }).length, 0) / 1000;
