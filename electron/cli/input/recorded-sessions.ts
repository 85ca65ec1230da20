import { lstat, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { benchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { repeatable } from '../../../shared/kit/untrusted/quoting.ts';
import type { SessionHeader } from '../../../shared/session/entry.ts';
import type { SessionView } from '../../../shared/session/view.ts';
import { dataFolder } from '../../engine/data/data-folder.ts';
import { headerProblem, logFailure } from '../../engine/record/read-log.ts';
import { readRecord } from '../../engine/record/read-record.ts';
import { isSessionId, logName } from '../../engine/record/session-folder.ts';
import type { Word } from './flags.ts';

/** How a command takes a recorded session. */
export const sessionWord: Word = {
  name: 'SESSION',
  needs: 'a session',
  says: 'A recorded session: its folder, or its id in the library.',
};

/** Something has the name of a log; what is none is refused when it is read. */
const holdsLog = async (folder: string): Promise<boolean> =>
  (await lstat(join(folder, logName)).catch(() => null)) !== null;

/** The folder a word names: a path first, else an id of the library; null when neither holds a session. */
async function findSession(word: string): Promise<string | null> {
  if (word === '') return null;
  const candidates = [resolve(word), ...(isSessionId(word) ? [join(dataFolder(), 'sessions', word)] : [])];
  for (const folder of candidates) if (await holdsLog(folder)) return folder;
  return null;
}

export interface FoundSessions {
  readonly folders: readonly string[];
  /** Names of links to sessions elsewhere: only a link that is named itself is followed. */
  readonly linked: readonly string[];
}

/** The session a word names, or every session in the folder it names, oldest first. */
export async function findSessions(word: string): Promise<FoundSessions> {
  const one = await findSession(word);
  if (one !== null) return { folders: [one], linked: [] };
  if (word === '') return { folders: [], linked: [] };
  const folder = resolve(word);
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const folders: string[] = [];
  const linked: string[] = [];
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    if (!(await holdsLog(join(folder, entry.name)))) continue;
    if (entry.isSymbolicLink()) linked.push(entry.name);
    else folders.push(join(folder, entry.name));
  }
  return { folders, linked };
}

export interface OpenRecord {
  readonly folder: string;
  readonly header: SessionHeader;
  readonly view: SessionView;
}

/** A recorded session, folded anew from its log alone. `word` is its folder or its id; nothing on disk changes. */
export async function openRecord(word: string): Promise<Result<OpenRecord>> {
  const folder = await findSession(word);
  let message = `There is no recorded session at ${word === '' ? 'an empty name' : repeatable(word, 300)}.`;
  try {
    const record = folder === null ? null : await readRecord(folder);
    if (folder !== null && record !== null) return ok({ folder, ...record });
    if (folder !== null) message = await headerProblem(join(folder, logName), join(folder, logName));
  } catch (error) {
    const why = logFailure(`The log of ${repeatable(word, 300)}`, error);
    return refuse(benchError('disk', why, { facts: { folder: folder ?? '' } }));
  }
  return refuse(benchError('not-found', message, { nextStep: 'Give the folder that holds events.jsonl.' }));
}
