import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname, uptime } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { parseJson } from '../../../shared/kit/json.ts';

/** Whoever holds this file writes the session; nobody else may change the folder. */
export const lockName = 'lock';

const lockSchema = z.object({ pid: z.number().int(), host: z.string(), token: z.string(), takenAt: z.string() });
type Lock = z.infer<typeof lockSchema>;

/** Tokens of locks this process holds: its own pid alone does not prove that, pids are used again. */
const held = new Set<string>();

/** A lock of another machine (a shared folder) counts as live while its file was touched this recently. */
const otherMachineLockMs = 60_000;

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
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function readLock(path: string): Promise<{ text: string; lock: Lock | null } | null> {
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return null;
  return { text, lock: lockSchema.safeParse(parseJson(text)).data ?? null };
}

async function lives(path: string, lock: Lock | null): Promise<boolean> {
  if (lock === null) return false;
  if (lock.host !== hostname()) {
    const touched = await stat(path).catch(() => null);
    return touched !== null && Date.now() - touched.mtimeMs < otherMachineLockMs;
  }
  if (lock.pid === process.pid) return held.has(lock.token);
  // A pid from before this machine started belongs to somebody else by now.
  const bootedAtMs = Date.now() - uptime() * 1000;
  return Date.parse(lock.takenAt) > bootedAtMs - 5000 && pidLives(lock.pid);
}

/** Whether a running process, this one included, holds the folder. */
export async function isLocked(folder: string): Promise<boolean> {
  const path = join(folder, lockName);
  const found = await readLock(path);
  return found !== null && (await lives(path, found.lock));
}

/** Whether there is a lock file at all: with nobody behind it, its holder died. */
export const hasLock = async (folder: string): Promise<boolean> =>
  (await stat(join(folder, lockName)).catch(() => null)) !== null;

/** Takes a stale lock out of the way. False when somebody else was faster. */
async function removeStale(path: string, text: string): Promise<boolean> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch {
    return false;
  }
  const moved = await readFile(aside, 'utf8').catch(() => '');
  if (moved === text) {
    await rm(aside, { force: true });
    return true;
  }
  // Between reading and renaming another process took the lock: it gets it back.
  await rename(aside, path);
  return false;
}

/**
 * Makes a lock file with its text in one step, so that nobody ever sees an empty one. False when it is there already.
 * Rejects only when the folder cannot be written.
 */
async function makeLockFile(path: string, text: string, token: string): Promise<boolean> {
  const ready = `${path}.${token}`;
  try {
    await writeFile(ready, text, { flag: 'wx', mode: 0o600 });
    await link(ready, path).catch(async (error: NodeJS.ErrnoException) => {
      // Some file systems have no hard links.
      if (error.code === 'EEXIST') throw error;
      await writeFile(path, text, { flag: 'wx', mode: 0o600 });
    });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(ready, { force: true });
  }
}

/**
 * Takes a lock file for this process, over a dead holder if need be.
 * Null when a live process holds it. Rejects only when the folder cannot be written.
 */
async function takeLockFile(path: string): Promise<HeldLock | null> {
  const found = await readLock(path);
  if (found !== null) {
    if (await lives(path, found.lock)) return null;
    if (!(await removeStale(path, found.text))) return null;
  }
  const token = randomUUID();
  const lock: Lock = { pid: process.pid, host: hostname(), token, takenAt: new Date().toISOString() };
  // Held before it can be seen: another part of this process must not take it for a dead one's.
  held.add(token);
  let made = false;
  try {
    made = await makeLockFile(path, `${JSON.stringify(lock)}\n`, token);
  } finally {
    if (!made) held.delete(token);
  }
  if (!made) return null;
  return {
    touch: async () => {
      const now = new Date();
      await utimes(path, now, now).catch(() => undefined);
    },
    release: async () => {
      await rm(path, { force: true });
      held.delete(token);
    },
  };
}

/** Takes the lock of a session folder; see `takeLockFile`. */
export const takeLock = (folder: string): Promise<HeldLock | null> => takeLockFile(join(folder, lockName));

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
