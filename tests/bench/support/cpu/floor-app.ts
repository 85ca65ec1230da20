import { cp, mkdir, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'vite';
import { temporaryFolder } from '../../../e2e/support/places.ts';

/**
 * The application with the page of `tests/bench/floor` in place of its window: the same host, engine, worklets and
 * ports. Returns its folder, and what takes it away again.
 */
export async function floorApp(root: string): Promise<{ readonly folder: string; remove(): Promise<void> }> {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'out'));
  for (const part of ['node', 'preload']) {
    await cp(join(root, 'out', part), join(folder, 'out', part), { recursive: true });
  }
  await cp(join(root, 'package.json'), join(folder, 'package.json'));
  for (const part of ['assets', 'node_modules']) await symlink(join(root, part), join(folder, part));
  await build({
    configFile: join(root, 'renderer/vite.config.ts'),
    root: join(root, 'tests/bench/floor'),
    build: { outDir: join(folder, 'out/renderer'), emptyOutDir: true, sourcemap: false },
  });
  return { folder, remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }) };
}
