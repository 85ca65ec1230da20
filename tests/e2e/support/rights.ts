import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** What below a folder other users of this machine have any right to, links left out: those have the rights of what they lead to. */
export async function openToOthers(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => !entry.isSymbolicLink()).map((entry) => join(entry.parentPath, entry.name));
  const found = await Promise.all(
    [folder, ...paths].map(async (path) => {
      const mode = (await lstat(path).catch(() => null))?.mode ?? 0;
      return (mode & 0o077) === 0 ? [] : [`${path} ${(mode & 0o777).toString(8)}`];
    }),
  );
  return found.flat();
}
