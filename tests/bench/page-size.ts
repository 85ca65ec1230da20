import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { atMost, figure, type BenchTable } from './table.ts';

const files = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? files(path) : [path];
  });

/** Scripts that a session loads beside the page itself. */
const beside = /^(capture|playback|port-worker)-/;

/** What the page weighs, as built. */
export function benchPageSize(root: string): BenchTable {
  const folder = join(root, 'out', 'renderer');
  const built = files(folder);
  const page = readFileSync(join(folder, 'index.html'), 'utf8');
  const gzipKb = (paths: readonly string[]): number =>
    paths.reduce((sum, path) => sum + gzipSync(readFileSync(path), { level: 9 }).length, 0) / 1000;
  const scripts = built.filter((path) => path.endsWith('.js'));
  const first = scripts.filter((path) => page.includes(basename(path)) || beside.test(basename(path)));
  const sizeOf = (name: RegExp): number => gzipKb(built.filter((path) => name.test(basename(path))));
  return {
    title: 'Page size',
    note: 'gzip level 9. What the start page waits for is what `index.html` names, with the worklets and the worker of a session; every other screen and dialog is a chunk of its own, read behind it.',
    rows: [
      atMost('code before the window can be used', gzipKb(first), 'kB gzip', 250),
      figure('all code, every screen and dialog', gzipKb(scripts), 'kB gzip'),
      figure('styles', sizeOf(/\.css$/), 'kB gzip'),
      figure(
        'fonts',
        built.filter((path) => path.endsWith('.woff2')).reduce((sum, path) => sum + statSync(path).size, 0) / 1000,
        'kB',
      ),
    ],
  };
}
