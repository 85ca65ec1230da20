import { createHash, randomUUID } from 'node:crypto';
import { lstat, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { codeOf } from '../../../shared/kit/errors.ts';
import { parseJson } from '../../../shared/kit/json.ts';
import { type Disk, systemDisk, writeWhole } from './disk.ts';
import { isSocketName, listenFor, listens, type LockSocket, removeSocket } from './lock-socket.ts';
import { openRegular, readRegular, UnfitFile } from './regular-file.ts';

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

/** Where a file gets its name before its text, somebody may be about to write one that is not whole: for so long it counts. */
const unwrittenMs = 3000;

export interface HeldLock {
  /** Shows other machines that the holder lives. Rejects where the lock file is another's by now, or is none. */
  touch(): Promise<void>;
  /** Gives the lock up; a lock file that is another's by now stays. */
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
  /** It holds all that was to be written, whatever that is. */
  readonly isWhole: boolean;
  readonly lock: Lock | null;
}

/** Null: there is none. Rejects where there is one that cannot be looked at, for it may be held, and with `UnfitFile` where it is no file. */
async function readLock(path: string): Promise<FoundLock | null> {
  try {
    const text = (await readRegular(path, { mostBytes: mostLockBytes })).toString('utf8');
    const json = parseJson(text);
    return { text, isWhole: json !== undefined, lock: lockSchema.safeParse(json).data ?? null };
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

/**
 * Whose clock says how long a lock was not touched: that `of the folder`, for whoever is about to change something there, or `own`, for
 * whoever only reads and writes nothing, not even to look at a clock.
 */
export type LockClock = 'of the folder' | 'own';

async function touchedLately(path: string, clock: LockClock, withinMs = untouchedMs): Promise<boolean> {
  const touched = await stat(path).catch(() => null);
  if (touched === null) return false;
  return (clock === 'own' ? Date.now() : await folderNowMs(path)) - touched.mtimeMs < withinMs;
}

async function lives(path: string, { lock, isWhole }: FoundLock, clock: LockClock): Promise<boolean> {
  if (lock === null) return !isWhole && (await touchedLately(path, clock, unwrittenMs));
  if (lock.host !== hostname()) return await touchedLately(path, clock);
  if (lock.socket !== undefined) return await listens(dirname(path), lock.socket);
  return lock.pid !== process.pid && pidLives(lock.pid) && (await touchedLately(path, clock));
}

/**
 * Whether a running process, this one included, holds the folder. One whose lock cannot be looked at counts as held; what is no file is
 * nobody's lock. Writes nothing by its own clock.
 */
export async function isLocked(folder: string, clock: LockClock = 'own'): Promise<boolean> {
  const path = join(folder, lockName);
  try {
    const found = await readLock(path);
    return found !== null && (await lives(path, found, clock));
  } catch (error) {
    return !(error instanceof UnfitFile);
  }
}

/** Whether there is a lock file at all: with nobody behind it, its holder died. */
export const hasLock = async (folder: string): Promise<boolean> =>
  (await lstat(join(folder, lockName)).catch(() => null)) !== null;

async function writeNew(path: string, text: string, disk: Disk): Promise<void> {
  const file = await disk.open(path, 'wx', 0o600);
  try {
    try {
      await writeWhole(file, Buffer.from(text), 0);
    } finally {
      await file.close();
    }
  } catch (error) {
    // What holds half of a text speaks for nobody.
    await disk.remove(path).catch(() => undefined);
    throw error;
  }
}

/** What a process makes a lock file of: its text in a file that is ready beside it. */
interface Ready {
  readonly ready: string;
  readonly text: string;
  readonly disk: Disk;
}

/**
 * Gives the text another name in one step, so that nobody ever sees an empty file of that name. False when there is one already.
 * Rejects only when the folder cannot be written.
 */
async function addName(path: string, { ready, text, disk }: Ready): Promise<boolean> {
  try {
    await disk.link(ready, path).catch(async (error: unknown) => {
      // Some file systems have no hard links.
      if (codeOf(error) === 'EEXIST') throw error;
      await writeNew(path, text, disk);
    });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** The name of the right to replace the text of one dead holder, which no other lock has. What is left of it looks like what is left of a file made ready. */
const claimOn = (path: string, before: string, text: string): string =>
  `${path}.${createHash('sha256').update(`${before}\n${text}`).digest('hex').slice(0, 36)}`;

/**
 * Puts a lock in the place of a dead one. Two who saw the same dead holder must not both do it, nor one who saw it long ago: the first
 * claims that very text by a file of its name, looks again, and replaces it in one step. A claim whose holder died is claimed in turn.
 */
async function takeOver(path: string, found: FoundLock, mine: Ready): Promise<boolean> {
  const { ready, disk } = mine;
  const dead: { readonly file: string | null; readonly lock: Lock | null }[] = [{ file: null, lock: found.lock }];
  let claim = claimOn(path, '', found.text);
  while (!(await addName(claim, mine))) {
    const other = await readLock(claim);
    if (other === null || (await lives(claim, other, 'of the folder'))) return false;
    dead.push({ file: claim, lock: other.lock });
    claim = claimOn(path, claim, other.text);
  }
  try {
    if ((await readLock(path))?.text !== found.text) return false;
    const replaced = await disk.rename(ready, path).then(
      () => true,
      // Some systems replace no file that another looks at.
      () => false,
    );
    // Where two could claim it, the one that came later has it.
    if (!replaced || (await readLock(path))?.text !== mine.text) return false;
    for (const { file, lock } of dead) {
      if (file !== null) await disk.remove(file).catch(() => undefined);
      if (lock?.socket !== undefined) await removeSocket(dirname(path), lock.socket).catch(() => undefined);
    }
    return true;
  } finally {
    await disk.remove(claim).catch(() => undefined);
  }
}

/** Makes a lock file where there is none, or in the place of a dead holder's. False when somebody else was faster. */
async function makeLockFile(
  path: string,
  found: FoundLock | null,
  { text, token, disk }: { readonly text: string; readonly token: string; readonly disk: Disk },
): Promise<boolean> {
  const mine: Ready = { ready: `${path}.${token}`, text, disk };
  try {
    await writeNew(mine.ready, text, disk);
    return found === null ? await addName(path, mine) : await takeOver(path, found, mine);
  } finally {
    await disk.remove(mine.ready).catch(() => undefined);
  }
}

/** Removes a lock file that holds this text. As long as its holder listens nobody takes it, so it cannot change in between. */
async function removeOwn(path: string, text: string, disk: Disk): Promise<void> {
  const found = await readLock(path).catch((error: unknown) => {
    if (error instanceof UnfitFile) return null;
    throw error;
  });
  if (found?.text === text) await disk.remove(path);
}

function held(path: string, text: string, socket: LockSocket, disk: Disk): HeldLock {
  return {
    async touch() {
      const file = await openRegular(path, 'update', { mostBytes: mostLockBytes });
      try {
        const own = (await file.readFile('utf8')) === text;
        if (!own) throw new Error(`${path} is the lock of another process by now.`);
        // The disk dates what is written by its own clock; a time given to it would be this machine's.
        await writeWhole(file, Buffer.from(text.slice(0, 1)), 0);
      } finally {
        await file.close();
      }
    },
    async release() {
      try {
        await removeOwn(path, text, disk);
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
  if (found !== null && (await lives(path, found, 'of the folder'))) return null;
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
    if (!(await makeLockFile(path, found, { text, token, disk }))) return null;
    // Whoever held the lock meanwhile may have taken the socket for a leftover.
    if (!(await socket.isThere())) {
      await removeOwn(path, text, disk);
      return null;
    }
    made = true;
    return held(path, text, socket, disk);
  } finally {
    if (!made) await socket.close();
  }
}

const leftover = /^(?:\.lock-[0-9a-f]{16}|lock\.[0-9a-f-]{36}|summary\.json\.[0-9a-f]{8}\.tmp)$/;

/** Whether a process that died in the middle of something may have left a file of this name in the folder of a session. */
export const isLeftover = (name: string): boolean => leftover.test(name);

/** Removes what processes that died in the middle of something left in a folder whose lock this one holds. */
export async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    if (!isLeftover(name)) continue;
    const path = join(folder, name);
    if (!isSocketName(name)) await rm(path, { force: true });
    else if (!(await listens(folder, { place: 'beside', name }))) await removeSocket(folder, { place: 'beside', name });
  }
}

/** Takes the lock of a session folder; see `takeLockFile`. */
export const takeLock = (folder: string, disk?: Disk): Promise<HeldLock | null> =>
  takeLockFile(join(folder, lockName), disk);

/** A change takes milliseconds. One holder that needs longer than this hangs, and what is kept is replaced as a whole in any case. */
const mostHeldMs = 5000;
const lookEveryMs = 15;

/** What waits for a file in this process, by path. */
const queues = new Map<string, Promise<unknown>>();

/** Waits for a lock while it goes from one holder to the next; null where one holder hangs. */
async function lockInTurn(path: string): Promise<HeldLock | null> {
  let holder: string | null = null;
  let sinceMs = performance.now();
  for (;;) {
    const lock = await takeLockFile(path);
    if (lock !== null) return lock;
    const now = (await readLock(path))?.text ?? null;
    if (now !== holder) {
      holder = now;
      sinceMs = performance.now();
    } else if (performance.now() - sinceMs > mostHeldMs) {
      return null;
    }
    await pause(lookEveryMs);
  }
}

/** Does work on a file that no other part of this process, and no other host on this data folder, changes meanwhile. */
export function exclusive<T>(path: string, work: () => Promise<T>): Promise<T> {
  const before = queues.get(path) ?? Promise.resolve();
  const done = before.then(async () => {
    // Where no lock can be written nothing else can be either, and the work says so in its own words.
    const lock = await lockInTurn(`${path}.lock`).catch(() => null);
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
