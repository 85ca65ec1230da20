import { readMetrics } from '../../../shared/billing/metrics/read-metrics.ts';
import { benchError, ok, refuse, type Result } from '../../../shared/errors.ts';
import { repeatable } from '../../../shared/foreign/repeated.ts';
import type { OtherSession } from '../../../shared/reconcile/evidence.ts';
import { reportedTotals } from '../../../shared/reconcile/facts.ts';
import { withMetrics, type Reported } from '../../../shared/reconcile/scope/reported.ts';
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

async function foldersOf(words: readonly string[]): Promise<Result<{ folders: readonly string[] }>> {
  const folders: string[] = [];
  for (const word of words) {
    const found = await findSessions(word);
    if (found.length === 0) {
      return refuse(
        benchError('not-found', `There is no recorded session at ${repeatable(word, 300)}.`, {
          nextStep: 'Give the folder that holds events.jsonl, or a folder of such folders.',
        }),
      );
    }
    folders.push(...found.filter((folder) => !folders.includes(folder)));
  }
  return ok({ folders });
}

/** The sessions that words name: folders, ids of the library, or a folder of sessions. */
export async function reportedByWords(words: readonly string[]): Promise<Result<{ reported: Reported }>> {
  const found = await foldersOf(words);
  return found.ok ? reportedBySessions(found.folders) : found;
}

/** The same with other sessions that may be on the same meters. One that reports nothing adds nothing. */
export async function withOthers(
  reported: Reported,
  words: readonly string[],
): Promise<Result<{ reported: Reported }>> {
  const found = await foldersOf(words);
  if (!found.ok) return found;
  const others: OtherSession[] = [];
  for (const folder of found.folders) {
    const read = await reportedBySessions([folder]);
    const id = read.ok ? (read.reported.sessions[0] ?? folder) : folder;
    if (read.ok && !reported.sessions.includes(id)) others.push({ id, totals: reportedTotals(read.reported.turns) });
  }
  const log = reported.log ?? { responsesCreated: null, responsesReported: reported.turns.length };
  return ok({ reported: { ...reported, log: { ...log, others } } });
}

/** The same with what Azure Monitor counted. */
export async function withMetricsFile(reported: Reported, path: string): Promise<Result<{ reported: Reported }>> {
  const text = await readInput(path);
  if (!text.ok) return text;
  const metrics = readMetrics(text.text);
  return metrics.ok ? ok({ reported: withMetrics(reported, metrics) }) : refuseFrom(path, metrics.error);
}
