import { join } from 'node:path';
import { usageOfSession } from '../../../shared/billing/usage-json/from-view.ts';
import { readUsageText } from '../../../shared/billing/usage-json/usage-json.ts';
import { benchError, ok, refuse, type Result } from '../../../shared/errors.ts';
import { asString, atPath } from '../../../shared/json.ts';
import type { LogEvidence } from '../../../shared/reconcile/explanation.ts';
import type { Turn } from '../../../shared/reconcile/facts.ts';
import { foldLog } from '../../engine/recorder/fold-log.ts';
import { readHeader } from '../../engine/recorder/read-log.ts';
import { logName } from '../../engine/recorder/session-folder.ts';
import { findSessions } from '../find-sessions.ts';
import { readInput, refuseFrom } from './read-input.ts';
import { withTranscripts } from './transcript-tokens.ts';
import { utcDays } from './utc-days.ts';

/** What was reported, and where on a bill it belongs. */
export interface Reported {
  readonly turns: readonly Turn[];
  readonly notes: readonly string[];
  readonly log: LogEvidence | null;
  readonly sessions: readonly string[];
  /** UTC days, sorted; empty: not known. */
  readonly days: readonly string[];
  /** Names of the Azure resources spoken to, in lower case; empty: not known. */
  readonly resources: readonly string[];
  /** Model names as the service or the deployment gave them; empty: not known. */
  readonly models: readonly string[];
}

export async function reportedByText(path: string): Promise<Result<{ reported: Reported }>> {
  const text = await readInput(path);
  if (!text.ok) return text;
  const usage = readUsageText(text.text);
  if (!usage.ok) return refuseFrom(path, usage.error);
  const turns = await withTranscripts(usage);
  return ok({ reported: { turns, notes: usage.notes, log: null, sessions: [], days: [], resources: [], models: [] } });
}

/** `contoso-voice` of `contoso-voice.openai.azure.com`; null for any other host. */
function azureResource(url: string): string | null {
  const host = URL.canParse(url) ? new URL(url).hostname : '';
  return host.endsWith('.azure.com') ? (host.split('.')[0] ?? null) : null;
}

const unique = (values: readonly (string | null)[]): string[] => [...new Set(values.filter((value) => value !== null))];

/** The sessions that words name: folders, ids of the library, or a folder of sessions. */
export async function reportedBySessions(words: readonly string[]): Promise<Result<{ reported: Reported }>> {
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
  const parts: Reported[] = [];
  for (const folder of folders) {
    const header = await readHeader(join(folder, logName));
    if (header === null) {
      return refuse(benchError('not-found', `${join(folder, logName)} does not begin with the header of a session.`));
    }
    const view = await foldLog(join(folder, logName), header);
    const { log, notes, ...usage } = usageOfSession(view);
    parts.push({
      turns: await withTranscripts({ ...usage, notes }),
      notes,
      log,
      sessions: [header.sessionId],
      days: utcDays(header.startedAt, view.t),
      resources: unique([azureResource(header.endpoint.url)]),
      models: unique([asString(atPath(view.effective ?? {}, 'model')) ?? header.endpoint.deployment]),
    });
  }
  const turns = parts.flatMap((part) => part.turns);
  if (turns.length === 0) {
    const notes = parts.flatMap((part) => part.notes).join(' ');
    return refuse(
      benchError('invalid-argument', `No response of ${words.join(', ')} reports what it used. ${notes}`.trim()),
    );
  }
  return ok({
    reported: {
      turns,
      notes: parts.flatMap((part) => part.notes),
      log: {
        responsesCreated: parts.reduce((sum, { log }) => sum + (log?.responsesCreated ?? 0), 0),
        responsesReported: turns.length,
      },
      sessions: parts.flatMap((part) => part.sessions),
      days: unique(parts.flatMap((part) => part.days)).sort(),
      resources: unique(parts.flatMap((part) => part.resources)),
      models: unique(parts.flatMap((part) => part.models)),
    },
  });
}
