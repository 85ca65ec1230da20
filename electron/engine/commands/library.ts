import type { Handlers, SessionSummary } from '../../../shared/contract/bench-api.ts';
import type { LibraryAnswers } from '../../../shared/contract/sessions.ts';
import { benchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { fileNameOf } from '../../../shared/kit/untrusted/safe-text.ts';
import type { BookChoice } from '../../../shared/pricing/choose-book.ts';
import type { ModelChoice } from '../../../shared/pricing/model.ts';
import { deploymentKey, modelOfView } from '../../../shared/session/costs/model-of-view.ts';
import { usageFiles, type UsageFormat, usageText } from '../../../shared/session/costs/usage-report-texts.ts';
import { usageReport } from '../../../shared/session/costs/usage-report.ts';
import {
  compareSessions,
  type Comparison,
  type PricedSession,
} from '../../../shared/session/library/compare-sessions.ts';
import { listedCost } from '../../../shared/session/library/session-facts.ts';
import type { SessionView } from '../../../shared/session/view.ts';
import type { EngineContext } from '../context/engine-context.ts';
import type { ListedSession } from '../record/library.ts';

type Shelf = Pick<EngineContext, 'library' | 'prices' | 'preferences'>;

/** By the book of the record, and by the model that a person set for the deployment: as the list prices it. */
function pricesOf({ header }: SessionView, shelf: Shelf): { prices: BookChoice; choice: ModelChoice | null } {
  const prices = shelf.prices.choose(header?.startedAt.slice(0, 10) ?? '', header?.priceBookId ?? null);
  const { models } = shelf.preferences.current.pricing;
  return { prices, choice: header === null ? null : (models[deploymentKey(header.endpoint)] ?? null) };
}

async function pricedSession(sessionId: string, shelf: Shelf): Promise<Result<{ session: PricedSession }>> {
  const opened = await shelf.library.open(sessionId);
  if (!opened.ok) return opened;
  const { view } = opened;
  const { prices, choice } = pricesOf(view, shelf);
  return ok({ session: { view, book: prices.book, model: modelOfView(view, prices.book, choice)?.model ?? null } });
}

/** Two saved sessions side by side. */
async function compared(
  ids: { readonly one: string; readonly other: string },
  shelf: Shelf,
): Promise<Result<{ comparison: Comparison }>> {
  const one = await pricedSession(ids.one, shelf);
  if (!one.ok) return one;
  const other = await pricedSession(ids.other, shelf);
  if (!other.ok) return other;
  return ok({ comparison: compareSessions(one.session, other.session) });
}

/** Usage and cost of saved sessions as one file. */
async function usageFile(
  sessionIds: readonly string[],
  format: UsageFormat,
  shelf: Shelf,
): Promise<Result<{ fileName: string; mediaType: string; text: string }>> {
  const reports = [];
  for (const sessionId of sessionIds) {
    const opened = await shelf.library.open(sessionId);
    if (!opened.ok) return opened;
    const { prices, choice } = pricesOf(opened.view, shelf);
    reports.push(usageReport(opened.view, prices, choice));
  }
  const { end, mediaType } = usageFiles[format];
  const name =
    sessionIds.length === 1 ? fileNameOf(`usage-${sessionIds[0]}`, 'usage') : `usage-of-${sessionIds.length}-sessions`;
  return ok({ fileName: `${name}.${end}`, mediaType, text: usageText(reports, format) });
}

/** A session of the list with its money: by the book of its record, and by the model that a person set for its deployment. */
function priced(
  { facts, ...session }: ListedSession,
  { prices, preferences }: Pick<EngineContext, 'prices' | 'preferences'>,
): SessionSummary {
  if (facts === undefined) return session;
  const { book } = prices.choose(session.startedAt.slice(0, 10), facts.priceBookId);
  const choice = preferences.current.pricing.models[deploymentKey(session)] ?? null;
  const { name, turns, notReported, alarms, estimated, options } = facts;
  const cost = listedCost(facts, session.deployment, book, choice);
  return { ...session, known: { name, turns, notReported, alarms, estimated, options, cost } };
}

const mostEntriesPerAnswer = 2000;

/** Commands about saved sessions. */
export function libraryHandlers(context: EngineContext): Pick<Handlers, 'entries.read' | keyof LibraryAnswers> {
  return {
    'entries.read': ({ sessionId, fromSeq, toSeq }) => {
      if (toSeq < fromSeq) {
        return refuse(benchError('invalid-argument', `Entries ${fromSeq} to ${toSeq} run backwards.`));
      }
      return context.library.entries(sessionId, fromSeq, toSeq, mostEntriesPerAnswer);
    },
    'library.list': async () => {
      const sessions = await context.library.list();
      return ok({ sessions: sessions.map((one) => priced(one, context)), folder: context.library.folder });
    },
    'library.compare': (ids) => compared(ids, context),
    'library.usage': ({ sessionIds, format }) => usageFile(sessionIds, format, context),
    'library.delete': ({ sessionId }) => {
      if (sessionId === context.live?.record.header.sessionId) {
        return refuse(
          benchError('session-active', 'That session is still being recorded.', { nextStep: 'Close it first.' }),
        );
      }
      return context.library.delete(sessionId);
    },
  };
}
