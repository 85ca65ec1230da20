import { lstat, rename } from 'node:fs/promises';

const isFree = async (path: string): Promise<boolean> => (await lstat(path).catch(() => null)) === null;

/** More damaged files of one name than this are no accident. */
const most = 99;

/**
 * Moves a file that cannot be used out of the way: `x.json` becomes `x.json.unreadable`, or `.unreadable-2` where that is taken.
 * Its new path, or null when it could not be moved.
 */
export async function setAside(path: string): Promise<string | null> {
  for (let count = 1; count <= most; count += 1) {
    const aside = `${path}.unreadable${count === 1 ? '' : `-${count}`}`;
    if (!(await isFree(aside))) continue;
    return await rename(path, aside).then(
      () => aside,
      () => null,
    );
  }
  return null;
}
