import { readUsageText } from '../../../shared/billing/usage-json/usage-json.ts';
import { benchError, ok, refuse, type Result } from '../../../shared/errors.ts';
import type { Reported } from '../../../shared/reconcile/scope/reported.ts';
import { reportedBySessions } from '../../engine/costs/reported/by-sessions.ts';
import { withTranscripts } from '../../engine/costs/reported/transcript-tokens.ts';
import { findSessions } from '../find-sessions.ts';
import { readInput, refuseFrom } from './read-input.ts';

export async function reportedByText(path: string): Promise<Result<{ reported: Reported }>> {
  const text = await readInput(path);
  if (!text.ok) return text;
  const usage = readUsageText(text.text);
  if (!usage.ok) return refuseFrom(path, usage.error);
  const turns = await withTranscripts(usage);
  return ok({ reported: { turns, notes: usage.notes, log: null, sessions: [], days: [], resources: [], models: [] } });
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
