import { randomBytes } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Disk, systemDisk } from '../data/disk.ts';
import { type HeldLock, takeLock } from '../data/lock.ts';
import { makeFolder } from '../data/write-file.ts';

export const logName = 'events.jsonl';
export const summaryName = 'summary.json';
/** Where repair puts what a torn last line held. */
export const tornName = 'events.torn';
/** Where it puts a summary of entries that the log has no more. */
export const tornSummaryName = 'summary.torn';

/** `2026-11-23T14-05-33Z-contoso-voice-3f9a1c`: sorts by time, says what it is, and is never given twice. */
export function newSessionId(startedAt: Date, label: string): string {
  const stamp = startedAt
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(':', '-');
  const slug = label
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replaceAll(/^-+|-+$/g, '');
  return `${stamp}-${slug === '' ? 'session' : slug}-${randomBytes(3).toString('hex')}`;
}

/** The shape of a session id, which is also its folder's name: nothing in it can leave the sessions folder. */
const sessionIdPattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

export const isSessionId = (text: string): boolean => sessionIdPattern.test(text) && !text.includes('..');

/** Ids of what stands in a folder of sessions, in no order. */
export interface SessionIds {
  readonly here: string[];
  /** Links to folders elsewhere. Whoever names one means it; nothing that goes through all sessions follows it. */
  readonly linked: string[];
}

export async function sessionIdsIn(sessionsFolder: string): Promise<SessionIds> {
  const entries = await readdir(sessionsFolder, { withFileTypes: true }).catch(() => []);
  const ids: SessionIds = { here: [], linked: [] };
  for (const entry of entries) {
    if (!isSessionId(entry.name)) continue;
    if (entry.isDirectory()) ids.here.push(entry.name);
    if (!entry.isSymbolicLink()) continue;
    const target = await stat(join(sessionsFolder, entry.name)).catch(() => null);
    if (target?.isDirectory() === true) ids.linked.push(entry.name);
  }
  return ids;
}

/** Why a session whose folder is a link is not read, as a sentence. */
export const linkedFolder =
  'Its folder is a link to another place, which is not followed. Name that place on the command line, or move the session here.';

/** Makes the folder of a new session and locks it. Rejects with the system's error when it cannot. */
export async function makeSessionFolder(
  sessionsFolder: string,
  sessionId: string,
  disk: Disk = systemDisk,
): Promise<{ folder: string; lock: HeldLock }> {
  const folder = join(sessionsFolder, sessionId);
  await makeFolder(sessionsFolder);
  await disk.mkdir(folder, 0o700);
  try {
    const lock = await takeLock(folder, disk);
    if (lock === null) throw new Error(`The new session folder ${folder} is already locked.`);
    return { folder, lock };
  } catch (error) {
    // An empty session would be complained of at every start.
    await disk.remove(folder).catch(() => undefined);
    throw error;
  }
}
