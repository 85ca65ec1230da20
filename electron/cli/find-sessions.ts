import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { dataFolder } from '../engine/data-folder.ts';
import { isSessionId, logName } from '../engine/recorder/session-folder.ts';

const holdsLog = async (folder: string): Promise<boolean> =>
  (await stat(join(folder, logName)).catch(() => null))?.isFile() === true;

/** The folder a word names: a path first, else an id of the library; null when neither holds a session. */
export async function findSession(word: string): Promise<string | null> {
  if (word === '') return null;
  const candidates = [resolve(word), ...(isSessionId(word) ? [join(dataFolder(), 'sessions', word)] : [])];
  for (const folder of candidates) if (await holdsLog(folder)) return folder;
  return null;
}

/** The session a word names, or every session in the folder it names, oldest first. */
export async function findSessions(word: string): Promise<readonly string[]> {
  const one = await findSession(word);
  if (one !== null) return [one];
  if (word === '') return [];
  const folder = resolve(word);
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const found: string[] = [];
  for (const name of entries.map((entry) => entry.name).sort()) {
    if (await holdsLog(join(folder, name))) found.push(join(folder, name));
  }
  return found;
}
