import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gzipKb, startBudgetKb, startScripts } from './support/start-scripts.ts';
import { atMost, figure, type BenchTable } from './table.ts';

const files = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? files(path) : [path];
  });

/** What the page weighs, as built. */
export function benchPageSize(root: string): BenchTable {
  const folder = join(root, 'out', 'renderer');
  const built = files(folder);
  const sizeOf = (name: RegExp): number => gzipKb(built.filter((path) => name.test(basename(path))));
  const first = startScripts(folder);
  return {
    title: 'Page size',
    note: 'gzip level 9. What the start page waits for is what `index.html` names with all that this imports, and the worker of the ports; what only a session needs, every other screen and every dialog are read behind it. With a deployment in place of the simulator its form is waited for, too.',
    rows: [
      atMost('code before the window can be used', gzipKb(first), 'kB gzip', startBudgetKb),
      figure('the form of a deployment on top', sizeOf(/^deployment-form-.*\.js$/), 'kB gzip'),
      figure('all code, every screen and dialog', sizeOf(/\.js$/), 'kB gzip'),
      figure('styles before the window can be used', sizeOf(/^index-.*\.css$/), 'kB gzip'),
      figure('all styles', sizeOf(/\.css$/), 'kB gzip'),
      figure(
        'fonts',
        built.filter((path) => path.endsWith('.woff2')).reduce((sum, path) => sum + statSync(path).size, 0) / 1000,
        'kB',
      ),
    ],
  };
}
