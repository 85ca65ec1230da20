import { cp, mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { ensureBuilt } from '../../../electron/build.mjs';

export const root = fileURLToPath(new URL('../../..', import.meta.url));

interface BuiltFile {
  readonly name: string;
  readonly content: string | Uint8Array;
}

/** The files of a bundle, made in memory. */
async function filesOf(entries: Record<string, string>): Promise<BuiltFile[]> {
  const built = await build({
    configFile: false,
    root,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: true,
      target: 'node20',
      write: false,
      rolldownOptions: {
        input: Object.fromEntries(Object.entries(entries).map(([name, path]) => [name, join(root, path)])),
        external: [...builtinModules, ...builtinModules.map((name) => `node:${name}`)],
        output: { format: 'es', entryFileNames: '[name].js' },
      },
    },
  });
  if ('close' in built) throw new Error('The build watches its sources and gives no files.');
  return [built]
    .flat()
    .flatMap(({ output }) => output)
    .map((file) => ({ name: file.fileName, content: file.type === 'chunk' ? file.code : file.source }));
}

/** What was bundled in this process by its entries: test files that share it read the same sources. */
const made = new Map<string, Promise<BuiltFile[]>>();

/** A package folder around an empty `out/node`. The folder is the caller's own. */
async function packageFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'voxtally-bundle-'));
  await mkdir(join(folder, 'out', 'node'), { recursive: true });
  await cp(join(root, 'package.json'), join(folder, 'package.json'));
  await symlink(join(root, 'assets'), join(folder, 'assets'), 'dir');
  return folder;
}

/**
 * Bundles entries of the tests for Node, as the product's own build does, into a package folder with `out/node` and `assets`:
 * what a child process needs to be the real thing.
 */
export async function bundle(entries: Record<string, string>): Promise<string> {
  const key = JSON.stringify(entries);
  const files = made.get(key) ?? filesOf(entries);
  made.set(key, files);
  const folder = await packageFolder();
  for (const { name, content } of await files) {
    const path = join(folder, 'out', 'node', name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
  return folder;
}

let upToDate: Promise<unknown> | null = null;

/** Where every entry of the application lies as it is built, made from the sources where these are newer: for all test files the same. */
export async function builtFolder(): Promise<string> {
  await (upToDate ??= ensureBuilt({ ifStale: true }));
  return join(root, 'out', 'node');
}

/** A package folder with the application as it is built: what is to lie somewhere, or alone. */
export async function installedFolder(): Promise<string> {
  const from = await builtFolder();
  const folder = await packageFolder();
  await cp(from, join(folder, 'out', 'node'), { recursive: true, filter: (path) => !path.endsWith('.map') });
  return folder;
}
