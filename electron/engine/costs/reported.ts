import { basename, join } from 'node:path';
import type { MetricWindow } from '../../../shared/billing/azure-metrics.ts';
import { instantMs, utcDays } from '../../../shared/kit/dates.ts';
import { benchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { asString, atPath } from '../../../shared/kit/json.ts';
import { repeatable } from '../../../shared/kit/untrusted/quoting.ts';
import type { Reported, SessionEvidence } from '../../../shared/reconcile/evidence/evidence.ts';
import { readUsageText, type ReportedUsage } from '../../../shared/reconcile/evidence/pasted-usage.ts';
import type { Turn } from '../../../shared/reconcile/evidence/reported-responses.ts';
import { joinSessions } from '../../../shared/reconcile/evidence/join-sessions.ts';
import { usageOfSession } from '../../../shared/reconcile/evidence/session-evidence.ts';
import type { SessionHeader } from '../../../shared/session/entry.ts';
import { recordNotes } from '../../../shared/session/record-state.ts';
import type { SessionView } from '../../../shared/session/view.ts';
import { meaningOf } from '../data/disk-errors.ts';
import { readAbout } from '../record/about-file.ts';
import { headerProblem, logFailure } from '../record/read-log.ts';
import { readRecord } from '../record/read-record.ts';
import { logName } from '../record/session-folder.ts';
import { loadTokenizer, mostCharacters } from '../session/token-counter.ts';

/** The turns with the tokens of their transcripts, where a text is there that can be counted. The tokenizer is loaded only then. */
async function withTranscripts({ turns, spoken }: ReportedUsage): Promise<readonly Turn[]> {
  if (spoken.every(({ user, answer }) => user === null && answer === null)) return turns;
  const tokensOf = await loadTokenizer();
  const count = (text: string | null | undefined): number | null =>
    typeof text !== 'string' || text.length > mostCharacters ? null : tokensOf(text);
  return turns.map((turn, index) => ({
    ...turn,
    userTranscript: count(spoken[index]?.user),
    answerTranscript: count(spoken[index]?.answer),
  }));
}

/** `contoso-voice` of `contoso-voice.openai.azure.com`; null for any other host. */
function azureResource(url: string): string | null {
  const host = URL.canParse(url) ? new URL(url).hostname : '';
  return host.endsWith('.azure.com') ? (host.split('.')[0] ?? null) : null;
}

const unique = (values: readonly (string | null)[]): string[] => [...new Set(values.filter((value) => value !== null))];

function windowsOf(startedAt: string, durationMs: number, deployment: string | null): MetricWindow[] {
  const fromMs = instantMs(startedAt);
  return fromMs === null ? [] : [{ fromMs, toMs: fromMs + durationMs, deployment }];
}

/** The record in a folder, folded from its log, which says how it stands. */
async function viewOf(folder: string): Promise<Result<{ header: SessionHeader; view: SessionView }>> {
  const path = join(folder, logName);
  try {
    const record = await readRecord(folder);
    return record === null ? refuse(benchError('not-found', await headerProblem(path, path))) : ok(record);
  } catch (error) {
    const message = logFailure(`The log of ${repeatable(basename(folder), 120)}`, error);
    return refuse(benchError(meaningOf(error) === 'missing' ? 'not-found' : 'disk', message, { facts: { path } }));
  }
}

/** One recorded session as evidence, folded from its log. */
async function evidenceOf(folder: string): Promise<Result<{ session: SessionEvidence }>> {
  const read = await viewOf(folder);
  if (!read.ok) return read;
  const { header, view } = read;
  const { log, notes: said, origins, ...usage } = usageOfSession(view);
  const problems = view.record === null ? [] : recordNotes(view.record);
  const { about, note } = await readAbout(folder);
  const notes = [...said, ...problems.map((text) => `${header.sessionId}: ${text}`), ...(note === null ? [] : [note])];
  const reported: Reported = {
    turns: await withTranscripts({ ...usage, notes }),
    notes,
    log,
    sessions: [header.sessionId],
    days: utcDays(header.startedAt, view.t),
    resources: unique([azureResource(header.endpoint.url)]),
    models: unique([asString(atPath(view.effective ?? {}, 'model')) ?? header.endpoint.deployment]),
    windows: windowsOf(header.startedAt, view.t, header.endpoint.deployment),
    origins,
  };
  return ok({ session: { id: header.sessionId, reported, about } });
}

/** Recorded sessions as evidence: each by itself, and all of them as one. */
export interface SessionsReported {
  readonly sessions: readonly SessionEvidence[];
  readonly reported: Reported;
}

/**
 * What the sessions in these folders reported, in the order in which they started.
 * @param onSession told after each, with how many are read
 */
export async function reportedBySessions(
  folders: readonly string[],
  onSession?: (read: number) => void,
): Promise<Result<SessionsReported>> {
  const sessions: SessionEvidence[] = [];
  for (const folder of folders) {
    const read = await evidenceOf(folder);
    if (!read.ok) return read;
    sessions.push(read.session);
    onSession?.(sessions.length);
  }
  // Session ids begin with the time at which they started: responses are numbered as they ran, whatever was chosen first.
  sessions.sort((one, other) => (one.id < other.id ? -1 : 1));
  const reported = joinSessions(sessions);
  // A response that never reported is evidence too: with it the bill may close.
  if (reported.turns.length === 0 && (reported.log?.unreported ?? []).length === 0) {
    return refuse(
      benchError(
        'invalid-argument',
        `No response of ${folders.map((folder) => basename(folder)).join(', ')} reports what it used. ${reported.notes.join(' ')}`.trim(),
      ),
    );
  }
  return ok({ sessions, reported });
}

/** What a pasted usage says. It knows no day, no resource and no model. */
export async function reportedByText(text: string): Promise<Result<{ reported: Reported }>> {
  const usage = readUsageText(text);
  if (!usage.ok) return usage;
  const turns = await withTranscripts(usage);
  const { notes, unreported = [], transcription = null } = usage;
  // Responses that were pasted without a report are evidence, though no whole log stands behind them.
  const log =
    unreported.length === 0 && transcription === null
      ? null
      : { responsesCreated: null, responsesReported: turns.length, unreported, transcription };
  return ok({ reported: { turns, notes, log, sessions: [], days: [], resources: [], models: [] } });
}
