import { cp, mkdtemp, symlink } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/**
 * Bundles entries of the sources for Node, as the product's own build does, into a package folder with `out/node` and `assets`:
 * what a child process needs to be the real thing.
 */
export async function bundle(entries: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'voxtally-bundle-'));
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: true,
      target: 'node20',
      outDir: join(folder, 'out', 'node'),
      emptyOutDir: true,
      rolldownOptions: {
        input: Object.fromEntries(Object.entries(entries).map(([name, path]) => [name, join(root, path)])),
        external: [...builtinModules, ...builtinModules.map((name) => `node:${name}`)],
        output: { format: 'es', entryFileNames: '[name].js' },
      },
    },
  });
  await cp(join(root, 'package.json'), join(folder, 'package.json'));
  await symlink(join(root, 'assets'), join(folder, 'assets'), 'dir');
  return folder;
}
