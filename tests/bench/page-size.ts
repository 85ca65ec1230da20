import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { atMost, figure, type BenchTable } from './table.ts';

const files = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? files(path) : [path];
  });

/** What the page weighs, as built. */
export function benchPageSize(root: string): BenchTable {
  const built = files(join(root, 'out', 'renderer'));
  const gzipKb = (pattern: RegExp): number =>
    built
      .filter((path) => pattern.test(path))
      .reduce((sum, path) => sum + gzipSync(readFileSync(path), { level: 9 }).length, 0) / 1000;
  return {
    title: 'Page size',
    note: 'Every built file of the window, worklets and workers included, gzip level 9.',
    rows: [
      atMost('code', gzipKb(/\.js$/), 'kB gzip', 250),
      figure('styles', gzipKb(/\.css$/), 'kB gzip'),
      figure('fonts', gzipKb(/\.woff2$/), 'kB'),
    ],
  };
}
