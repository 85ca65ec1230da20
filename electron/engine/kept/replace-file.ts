import { open, realpath } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeFolder } from './make-folder.ts';
import { writeAtomically } from './atomic-write.ts';

/** Makes a rename last through a loss of power. Not every system lets a folder be opened for that. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  try {
    await handle?.sync().catch(() => undefined);
  } finally {
    await handle?.close();
  }
}

/**
 * Replaces a file of the data folder as a whole, folders above it included. One that a person linked to another place is replaced
 * there, and the link stays. Rejects with the system's error; the old file is then untouched.
 */
export async function replaceFile(path: string, text: string): Promise<void> {
  await makeFolder(dirname(path));
  const target = await realpath(path).catch(() => path);
  await writeAtomically(target, [text]);
  await syncFolder(dirname(target));
}
