import { randomUUID } from 'node:crypto';
import { lstat, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { codeOf } from '../../../shared/kit/errors.ts';
import { parseJson } from '../../../shared/kit/json.ts';
import { type Disk, systemDisk, writeWhole } from './disk.ts';
import { isSocketName, listenFor, listens, type LockSocket, removeSocket } from './lock-socket.ts';
import { readRegular, UnfitFile } from './regular-file.ts';

/** Whoever holds this file writes the session; nobody else may change the folder. */
export const lockName = 'lock';

const lockSchema = z.object({
  /** For a person who looks at the file; nothing is decided by it where there is a socket. */
  pid: z.number().int(),
  host: z.string(),
  token: z.string(),
  takenAt: z.string(),
  /** Where its holder listens; absent in locks of earlier versions. */
  socket: z
    .object({ place: z.enum(['beside', 'temporary', 'pipe']), name: z.string().refine(isSocketName) })
    .optional(),
});
type Lock = z.infer<typeof lockSchema>;

/** A lock that no socket speaks for, as one of another machine (a shared folder), counts while its file was touched this recently. */
const untouchedMs = 60_000;

export interface HeldLock {
  /** Shows other machines that the holder lives. */
  touch(): Promise<void>;
  release(): Promise<void>;
}

function pidLives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** A lock has some hundred bytes. What is longer is something else, and not taken out of the way. */
const mostLockBytes = 1024 * 1024;

interface FoundLock {
  readonly text: string;
  readonly lock: Lock | null;
}

/** Null: there is none. Rejects where there is one that cannot be looked at, for it may be held, and with `UnfitFile` where it is no file. */
async function readLock(path: string): Promise<FoundLock | null> {
  try {
    const text = (await readRegular(path, { mostBytes: mostLockBytes })).toString('utf8');
    return { text, lock: lockSchema.safeParse(parseJson(text)).data ?? null };
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return null;
    throw error;
  }
}

/** What the clock of the folder's own disk says, ms: the one that dates the lock, whatever this machine's clock was set to. */
async function folderNowMs(path: string): Promise<number> {
  const probe = `${path}.${randomUUID()}`;
  try {
    await writeFile(probe, '', { flag: 'wx', mode: 0o600 });
    return (await stat(probe)).mtimeMs;
  } catch {
    return Date.now();
  } finally {
    await rm(probe, { force: true }).catch(() => undefined);
  }
}

async function touchedLately(path: string): Promise<boolean> {
  const touched = await stat(path).catch(() => null);
  return touched !== null && (await folderNowMs(path)) - touched.mtimeMs < untouchedMs;
}

async function lives(path: string, lock: Lock | null): Promise<boolean> {
  if (lock === null) return false;
  if (lock.host !== hostname()) return await touchedLately(path);
  if (lock.socket !== undefined) return await listens(dirname(path), lock.socket);
  return lock.pid !== process.pid && pidLives(lock.pid) && (await touchedLately(path));
}

/** Whether a running process, this one included, holds the folder. One whose lock cannot be looked at counts as held; what is no file is nobody's lock. */
export async function isLocked(folder: string): Promise<boolean> {
  const path = join(folder, lockName);
  try {
    const found = await readLock(path);
    return found !== null && (await lives(path, found.lock));
  } catch (error) {
    return !(error instanceof UnfitFile);
  }
}

/** Whether there is a lock file at all: with nobody behind it, its holder died. */
export const hasLock = async (folder: string): Promise<boolean> =>
  (await lstat(join(folder, lockName)).catch(() => null)) !== null;

/** Takes a stale lock out of the way. False when somebody else was faster. */
async function removeStale(path: string, { text, lock }: FoundLock, disk: Disk): Promise<boolean> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await disk.rename(path, aside);
  } catch {
    return false;
  }
  const moved = await readLock(aside).catch(() => null);
  // Between reading and renaming another process may have taken the lock: it gets it back.
  const stale = moved === null || moved.text === text;
  if (!stale) await disk.link(aside, path).catch(() => undefined);
  await disk.remove(aside).catch(() => undefined);
  if (stale && lock?.socket !== undefined) await removeSocket(dirname(path), lock.socket);
  return stale;
}

async function writeNew(path: string, text: string, disk: Disk): Promise<void> {
  const file = await disk.open(path, 'wx', 0o600);
  try {
    await writeWhole(file, Buffer.from(text), 0);
  } finally {
    await file.close();
  }
}

/**
 * Makes a lock file with its text in one step, so that nobody ever sees an empty one. False when it is there already.
 * Rejects only when the folder cannot be written.
 */
async function makeLockFile(path: string, text: string, token: string, disk: Disk): Promise<boolean> {
  const ready = `${path}.${token}`;
  try {
    await writeNew(ready, text, disk);
    await disk.link(ready, path).catch(async (error: unknown) => {
      // Some file systems have no hard links.
      if (codeOf(error) === 'EEXIST') throw error;
      await writeNew(path, text, disk);
    });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await disk.remove(ready).catch(() => undefined);
  }
}

function held(path: string, text: string, socket: LockSocket, disk: Disk): HeldLock {
  return {
    async touch() {
      // The disk dates what is written by its own clock; a time given to it would be this machine's.
      const file = await disk.open(path, 'r+');
      try {
        await writeWhole(file, Buffer.from(text.slice(0, 1)), 0);
      } finally {
        await file.close();
      }
    },
    async release() {
      try {
        await disk.remove(path);
      } finally {
        await socket.close();
      }
    },
  };
}

/**
 * Takes a lock file for this process, over a dead holder if need be.
 * Null when a live process holds it. Rejects only when the folder cannot be written or looked at, or something that is no lock
 * file has its name.
 */
async function takeLockFile(path: string, disk: Disk = systemDisk): Promise<HeldLock | null> {
  const found = await readLock(path);
  if (found !== null) {
    if (await lives(path, found.lock)) return null;
    if (!(await removeStale(path, found, disk))) return null;
  }
  // It listens before the lock can be seen: nobody must take it for a dead one's.
  const socket = await listenFor(dirname(path));
  let made = false;
  try {
    const token = randomUUID();
    const { place, name } = socket;
    const lock: Lock = {
      pid: process.pid,
      host: hostname(),
      token,
      takenAt: new Date().toISOString(),
      socket: { place, name },
    };
    const text = `${JSON.stringify(lock)}\n`;
    if (!(await makeLockFile(path, text, token, disk))) return null;
    // Whoever held the lock meanwhile may have taken the socket for a leftover.
    if (!(await socket.isThere())) {
      await disk.remove(path);
      return null;
    }
    made = true;
    return held(path, text, socket, disk);
  } finally {
    if (!made) await socket.close();
  }
}

const leftover = /^(?:\.lock-[0-9a-f]{16}|lock\.[0-9a-f-]{36}|summary\.json\.[0-9a-f]{8}\.tmp)$/;

/** Removes what processes that died in the middle of something left in a folder whose lock this one holds. */
export async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    if (!leftover.test(name)) continue;
    const path = join(folder, name);
    if (!isSocketName(name)) await rm(path, { force: true });
    else if (!(await listens(folder, { place: 'beside', name }))) await removeSocket(folder, { place: 'beside', name });
  }
}

/** Takes the lock of a session folder; see `takeLockFile`. */
export const takeLock = (folder: string, disk?: Disk): Promise<HeldLock | null> =>
  takeLockFile(join(folder, lockName), disk);

/** A change takes milliseconds. A holder that needs longer than this hangs, and what is kept is replaced as a whole in any case. */
const mostWaitMs = 2000;
const lookEveryMs = 15;

/** What waits for a file in this process, by path. */
const queues = new Map<string, Promise<unknown>>();

async function lockWithin(path: string, ms: number): Promise<HeldLock | null> {
  const endMs = performance.now() + ms;
  for (;;) {
    const lock = await takeLockFile(path);
    if (lock !== null || performance.now() > endMs) return lock;
    await pause(lookEveryMs);
  }
}

/** Does work on a file that no other part of this process, and no other host on this data folder, changes meanwhile. */
export function exclusive<T>(path: string, work: () => Promise<T>): Promise<T> {
  const before = queues.get(path) ?? Promise.resolve();
  const done = before.then(async () => {
    // Where no lock can be written nothing else can be either, and the work says so in its own words.
    const lock = await lockWithin(`${path}.lock`, mostWaitMs).catch(() => null);
    try {
      return await work();
    } finally {
      await lock?.release();
    }
  });
  const settled = done
    .catch(() => undefined)
    .then(() => {
      if (queues.get(path) === settled) queues.delete(path);
    });
  queues.set(path, settled);
  return done;
}
