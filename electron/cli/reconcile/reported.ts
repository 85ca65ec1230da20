import { benchError, refuse, type Result } from '../../../shared/errors.ts';
import type { Reported } from '../../../shared/reconcile/scope/reported.ts';
import { reportedBySessions } from '../../engine/costs/reported/by-sessions.ts';
import { reportedByText } from '../../engine/costs/reported/by-text.ts';
import { findSessions } from '../find-sessions.ts';
import { readInput, refuseFrom } from './read-input.ts';

/** The usage in a file, or in standard input for `-`. */
export async function reportedByFile(path: string): Promise<Result<{ reported: Reported }>> {
  const text = await readInput(path);
  if (!text.ok) return text;
  const read = await reportedByText(text.text);
  return read.ok ? read : refuseFrom(path, read.error);
}

/** The sessions that words name: folders, ids of the library, or a folder of sessions. */
export async function reportedByWords(words: readonly string[]): Promise<Result<{ reported: Reported }>> {
  const folders: string[] = [];
  for (const word of words) {
    const found = await findSessions(word);
    if (found.length === 0) {
      return refuse(
        benchError('not-found', `There is no recorded session at ${word}.`, {
          nextStep: 'Give the folder that holds events.jsonl, or a folder of such folders.',
        }),
      );
    }
    folders.push(...found.filter((folder) => !folders.includes(folder)));
  }
  return reportedBySessions(folders);
}
