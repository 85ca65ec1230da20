import { cp, mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

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

/** The thread without which nothing built reads anything that speaks. */
export const soundWorker = { 'sound-worker': 'electron/engine/sound/sound-worker.ts' };

/** What was bundled in this process by its entries: test files that share it read the same sources. */
const made = new Map<string, Promise<BuiltFile[]>>();

/**
 * Bundles entries of the sources for Node, as the product's own build does, into a package folder with `out/node` and `assets`:
 * what a child process needs to be the real thing. The folder is the caller's own.
 */
export async function bundle(wanted: Record<string, string>): Promise<string> {
  const entries = 'cli' in wanted ? { ...wanted, ...soundWorker } : wanted;
  const key = JSON.stringify(entries);
  const files = made.get(key) ?? filesOf(entries);
  made.set(key, files);
  const folder = await mkdtemp(join(tmpdir(), 'voxtally-bundle-'));
  for (const { name, content } of await files) {
    const path = join(folder, 'out', 'node', name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
  await cp(join(root, 'package.json'), join(folder, 'package.json'));
  await symlink(join(root, 'assets'), join(folder, 'assets'), 'dir');
  return folder;
}
