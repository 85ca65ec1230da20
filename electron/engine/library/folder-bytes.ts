import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** What the files right in a folder take; 0 for a folder that cannot be looked into. */
export async function folderBytes(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  const sizes = await Promise.all(
    names.map(
      async (name) =>
        await lstat(join(folder, name)).then(
          ({ size }) => size,
          () => 0,
        ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
