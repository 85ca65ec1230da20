import { randomBytes } from 'node:crypto';
import { lstat, mkdir, realpath, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Disk, systemDisk, writeWhole } from './disk.ts';
import { meaningOf } from './disk-errors.ts';
import type { Links } from './regular-file.ts';

/** Longest stretch of work between two breaths of the loop. */
const breathMs = 4;

const breath = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * Replaces a file as a whole: readers see the old text or the new, never half of it. The pieces are written as they are made,
 * with breaths in between. Rejects with the system's error; the old file is then untouched.
 */
export async function writeAtomically(path: string, pieces: Iterable<string>, disk: Disk = systemDisk): Promise<void> {
  const temporary = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    const handle = await disk.open(temporary, 'wx', 0o600);
    try {
      let part = '';
      let position = 0;
      const put = async (text: string): Promise<void> => {
        const bytes = Buffer.from(text);
        await writeWhole(handle, bytes, position);
        position += bytes.byteLength;
      };
      let sinceMs = performance.now();
      for (const piece of pieces) {
        part += piece;
        if (part.length > 256 * 1024) {
          await put(part);
          part = '';
        }
        if (performance.now() - sinceMs > breathMs) {
          await breath();
          sinceMs = performance.now();
        }
      }
      await put(part);
      await handle.datasync();
    } finally {
      await handle.close();
    }
    await disk.rename(temporary, path);
  } catch (error) {
    // What made the write fail is what has to be said.
    await disk.remove(temporary).catch(() => undefined);
    throw error;
  }
}

/** The first of a path's folders that is missing says why it cannot be made. */
async function realReason(path: string): Promise<unknown> {
  try {
    await mkdir(path, { mode: ownerOnly });
    return null;
  } catch (error) {
    const above = dirname(path);
    const missing = meaningOf(error) === 'missing' && above !== path;
    return missing ? ((await realReason(above)) ?? error) : error;
  }
}

/** Nobody but this user reads what the bench keeps. */
const ownerOnly = 0o700;

/**
 * Makes a folder and those above it where they are missing, each for this user alone. Rejects with the system's error, and with the true one: of a
 * read-only disk Node says that there is no such folder.
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: ownerOnly });
  } catch (error) {
    if (meaningOf(error) !== 'missing') throw error;
    throw (await realReason(path)) ?? error;
  }
}

/**
 * Replaces a file as a whole, folders above it included. Nothing is written through a link, which is replaced itself; unless links are
 * followed: one that a person linked to another place is replaced there, and the link stays. Rejects with the system's error; the old file is then untouched.
 */
export async function replaceFile(path: string, text: string, links: Links = 'refused'): Promise<void> {
  await makeFolder(dirname(path));
  const target = links === 'followed' ? await realpath(path).catch(() => path) : path;
  await writeAtomically(target, [text]);
  await systemDisk.syncFolder(dirname(target));
}

const isFree = async (path: string): Promise<boolean> => (await lstat(path).catch(() => null)) === null;

/** More damaged files of one name than this are no accident. */
const mostSetAside = 99;

/**
 * Moves a file that cannot be used out of the way: `x.json` becomes `x.json.unreadable`, or `.unreadable-2` where that is taken.
 * Its new path, or null when it could not be moved.
 */
export async function setAside(path: string): Promise<string | null> {
  for (let count = 1; count <= mostSetAside; count += 1) {
    const aside = `${path}.unreadable${count === 1 ? '' : `-${count}`}`;
    if (!(await isFree(aside))) continue;
    return await rename(path, aside).then(
      () => aside,
      () => null,
    );
  }
  return null;
}
