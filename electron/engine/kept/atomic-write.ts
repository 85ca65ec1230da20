import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';

/** Longest stretch of work between two breaths of the loop. */
const breathMs = 4;

const breath = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * Replaces a file as a whole: readers see the old text or the new, never half of it. The pieces are written as they are made,
 * with breaths in between. Rejects with the system's error; the old file is then untouched.
 */
export async function writeAtomically(path: string, pieces: Iterable<string>): Promise<void> {
  const temporary = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    const handle = await open(temporary, 'wx', 0o600);
    try {
      let part = '';
      let sinceMs = performance.now();
      for (const piece of pieces) {
        part += piece;
        if (part.length > 256 * 1024) {
          await handle.appendFile(part);
          part = '';
        }
        if (performance.now() - sinceMs > breathMs) {
          await breath();
          sinceMs = performance.now();
        }
      }
      await handle.appendFile(part);
      await handle.datasync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
