import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The first of a path's folders that is missing says why it cannot be made. */
async function realReason(path: string): Promise<unknown> {
  try {
    await mkdir(path, { mode });
    return null;
  } catch (error) {
    const above = dirname(path);
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT' && above !== path;
    return missing ? ((await realReason(above)) ?? error) : error;
  }
}

/** Nobody but this user reads what the bench keeps. */
const mode = 0o700;

/**
 * Makes a folder and those above it where they are missing, each for this user alone. Rejects with the system's error, and with the true one: of a
 * read-only disk Node says that there is no such folder.
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw (await realReason(path)) ?? error;
  }
}
