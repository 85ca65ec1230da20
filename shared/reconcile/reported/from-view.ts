import { ok } from '../../errors.ts';
import { ifBilledWords, type LogEvidence } from '../evidence.ts';
import { toArray } from '../../session/chunk-list.ts';
import type { ItemView, ResponseView, SessionView } from '../../session/view.ts';
import { toldByLog } from './in-conversation.ts';
import { logEvidence, type ReportedTurn } from './log-evidence.ts';
import type { ResponseOrigin } from '../origins.ts';
import { turnOfReport, type ReportedUsage } from './usage-json.ts';

/** What a recorded session reported, and what its log holds for or against further inferences. */
export interface SessionReported extends ReportedUsage {
  readonly log: LogEvidence;
  /** Beside `turns`. */
  readonly origins: readonly ResponseOrigin[];
}

/** Text of items, or null where there is none: an empty transcript is one that was never made. */
const spokenText = (items: readonly ItemView[]): string | null => {
  const text = items.map((item) => item.text).join('');
  return text === '' ? null : text;
};

/** User turns that stand between the answer before and this one. */
function heardBefore(response: ResponseView, items: readonly ItemView[]): readonly ItemView[] {
  const own = items.findIndex(({ id }) => response.itemIds.includes(id));
  const before = items.slice(0, own < 0 ? items.length : own);
  const last = before.findLastIndex(({ role }) => role === 'assistant');
  return before.slice(last + 1).filter(({ role, medium }) => role === 'user' && medium === 'audio');
}

/** The reported responses of a session in their order. One without usage is a sentence, and stays in the evidence. */
export function usageOfSession(view: SessionView): SessionReported {
  const responses = toArray(view.responses);
  const items = toArray(view.items);
  const reported: ReportedTurn[] = [];
  const spoken: { user: string | null; answer: string | null }[] = [];
  const notes: string[] = [];
  const silent: { response: ResponseView; name: string }[] = [];
  for (const response of responses) {
    const name = `Response ${response.number} of ${view.header?.sessionId ?? 'the session'}`;
    const { usage } = response;
    const read: ReturnType<typeof turnOfReport> =
      usage === null || usage === undefined ? ok({ turn: null, notes: [] }) : turnOfReport(usage, 'It');
    if (!read.ok) {
      notes.push(`${name} is not counted: ${read.error.message}`);
      continue;
    }
    notes.push(...read.notes.map((note) => `${name}: ${note}`));
    if (read.turn === null) {
      silent.push({ response, name });
      continue;
    }
    reported.push({ turn: { ...read.turn, ...toldByLog(view, response) }, response });
    spoken.push({
      user: spokenText(heardBefore(response, items)),
      answer: spokenText(items.filter(({ responseId }) => responseId === response.id)),
    });
  }
  const log = logEvidence(view, reported);
  for (const { response, name } of silent) {
    const evidence = log.unreported?.find(({ number }) => number === response.number);
    const words = evidence === undefined ? '' : ifBilledWords(evidence);
    const most = words === '' ? '' : ` ${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
    notes.push(
      `${name} (${response.status}) reports no tokens; whether it was billed is not known, and it is not counted.${most}`,
    );
  }
  const session = view.header?.sessionId ?? '';
  const origins = reported.map(({ response: { number, id } }) => ({ session, number, responseId: id }));
  return { turns: reported.map(({ turn }) => turn), spoken, notes, log, origins };
}
