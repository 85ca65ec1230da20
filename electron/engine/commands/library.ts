import type { Handlers, SessionSummary } from '../../../shared/contract/bench-api.ts';
import type { LibrarySearchAnswers } from '../../../shared/contract/library-search.ts';
import { billStanding } from '../../../shared/contract/session-bill.ts';
import type { TrashAnswers } from '../../../shared/contract/trash.ts';
import type { LibraryAnswers } from '../../../shared/contract/sessions.ts';
import { benchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { refuseMisplacedKey } from '../../../shared/kit/untrusted/quoting.ts';
import { fileNameOf } from '../../../shared/kit/untrusted/safe-text.ts';
import type { BookChoice } from '../../../shared/pricing/choose-book.ts';
import type { ModelChoice } from '../../../shared/pricing/model.ts';
import { mostKindsAnAnswer } from '../../../shared/session/entry-kind.ts';
import { deploymentKey, modelOfView } from '../../../shared/session/costs/model-of-view.ts';
import { usageFiles, type UsageFormat, usageText } from '../../../shared/session/costs/usage-export.ts';
import { usageReport } from '../../../shared/session/costs/usage-report.ts';
import type { SessionVerdict } from '../../../shared/reconcile/case/session-verdict.ts';
import {
  compareGroups,
  type GroupComparison,
  type SessionGroup,
} from '../../../shared/session/library/compare-groups.ts';
import {
  compareDigests,
  type Comparison,
  digestOf,
  type PricedSession,
  type SessionDigest,
} from '../../../shared/session/library/compare-sessions.ts';
import type { SessionView } from '../../../shared/session/view.ts';
import { PricedList } from './priced-list.ts';
import type { EngineServices } from '../context/services.ts';
import type { PreferenceStore } from '../data/preferences.ts';
import type { PriceBooks } from '../data/price-books.ts';
import type { VerdictStore } from '../data/verdict-store.ts';
import type { Clients } from '../ports/control.ts';
import type { Library } from '../record/library.ts';
import type { Searcher } from '../record/searcher.ts';
import type { Trash } from '../record/trash.ts';
import type { SessionSlot } from '../session/session-slot.ts';

/** The saved sessions, and what prices them. */
interface PricedLibrary {
  readonly library: Library;
  readonly prices: PriceBooks;
  readonly preferences: PreferenceStore;
}

export interface LibraryParts extends PricedLibrary {
  readonly clients: Pick<Clients, 'push'>;
  readonly searcher: Searcher;
  readonly trash: Trash;
  readonly verdicts: Pick<VerdictStore, 'bySession'>;
  readonly slot: SessionSlot;
  readonly services: EngineServices;
}

/** By the book of the record, and by the model that a person set for the deployment: as the list prices it. */
function pricesOf({ header }: SessionView, saved: PricedLibrary): { prices: BookChoice; choice: ModelChoice | null } {
  const prices = saved.prices.choose(header?.startedAt.slice(0, 10) ?? '', header?.priceBookId ?? null);
  const { models } = saved.preferences.current.pricing;
  return { prices, choice: header === null ? null : (models[deploymentKey(header.endpoint)] ?? null) };
}

async function pricedSession(sessionId: string, saved: PricedLibrary): Promise<Result<{ session: PricedSession }>> {
  const opened = await saved.library.open(sessionId);
  if (!opened.ok) return opened;
  const { view } = opened;
  const { prices, choice } = pricesOf(view, saved);
  return ok({ session: { view, book: prices.book, model: modelOfView(view, prices.book, choice)?.model ?? null } });
}

/** What is compared of saved sessions, in the order they are named. No record stays in memory. */
async function digestsOf(
  sessionIds: readonly string[],
  saved: PricedLibrary,
): Promise<Result<{ digests: readonly SessionDigest[] }>> {
  const digests: SessionDigest[] = [];
  for (const sessionId of sessionIds) {
    const priced = await pricedSession(sessionId, saved);
    if (!priced.ok) return priced;
    digests.push(digestOf(priced.session));
  }
  return ok({ digests });
}

/** Saved sessions side by side. */
async function compared(
  sessionIds: readonly string[],
  saved: PricedLibrary,
): Promise<Result<{ comparison: Comparison }>> {
  const read = await digestsOf(sessionIds, saved);
  return read.ok ? ok({ comparison: compareDigests(read.digests) }) : read;
}

/** Groups of saved sessions side by side. */
async function comparedGroups(
  groups: readonly { readonly name: string; readonly sessionIds: readonly string[] }[],
  saved: PricedLibrary,
): Promise<Result<{ comparison: GroupComparison }>> {
  const all = groups.flatMap(({ sessionIds }) => sessionIds);
  if (new Set(all).size < all.length) {
    return refuse(
      benchError('invalid-argument', 'A session is in two groups, where it would be held against itself.', {
        nextStep: 'Name each session once.',
      }),
    );
  }
  const read: SessionGroup[] = [];
  for (const { name, sessionIds } of groups) {
    const group = await digestsOf(sessionIds, saved);
    if (!group.ok) return group;
    read.push({ name, digests: group.digests });
  }
  return ok({ comparison: compareGroups(read) });
}

/** The name of a file about one session, or about several, without its end. */
const nameOf = (what: string, sessionIds: readonly string[]): string =>
  sessionIds.length === 1 ? fileNameOf(`${what}-${sessionIds[0]}`, what) : `${what}-of-${sessionIds.length}-sessions`;

/** Usage and cost of saved sessions as one file. */
async function usageFile(
  sessionIds: readonly string[],
  format: UsageFormat,
  saved: PricedLibrary,
): Promise<Result<{ fileName: string; mediaType: string; text: string }>> {
  const reports = [];
  for (const sessionId of sessionIds) {
    const opened = await saved.library.open(sessionId);
    if (!opened.ok) return opened;
    const { prices, choice } = pricesOf(opened.view, saved);
    reports.push(usageReport(opened.view, prices, choice));
  }
  const { end, mediaType } = usageFiles[format];
  return ok({ fileName: `${nameOf('usage', sessionIds)}.${end}`, mediaType, text: usageText(reports, format) });
}

/** Each with how it stands to its bill. */
const withBills = (
  sessions: readonly SessionSummary[],
  said: ReadonlyMap<string, SessionVerdict>,
  nowMs: number,
): SessionSummary[] =>
  sessions.map((session) => {
    const { sessionId, startedAt, durationMs, label, known } = session;
    const refused = known !== undefined && known.refused !== null;
    return { ...session, bill: billStanding({ startedAt, durationMs, label, refused }, said.get(sessionId), nowMs) };
  });

const mostEntriesPerAnswer = 2000;

const backwards = (fromSeq: number, toSeq: number): Result<never> =>
  refuse(benchError('invalid-argument', `Entries ${fromSeq} to ${toSeq} run backwards.`));

/** Commands about saved sessions. */
export function libraryHandlers(
  parts: LibraryParts,
): Pick<
  Handlers,
  'entries.read' | 'entries.kinds' | keyof LibraryAnswers | keyof LibrarySearchAnswers | keyof TrashAnswers
> {
  const { clients, library, searcher, slot, trash, verdicts } = parts;
  const list = new PricedList(parts);
  return {
    'entries.read': ({ sessionId, fromSeq, toSeq }) => {
      if (toSeq < fromSeq) return backwards(fromSeq, toSeq);
      return library.entries(sessionId, fromSeq, toSeq, mostEntriesPerAnswer);
    },
    'entries.kinds': ({ sessionId, fromSeq, toSeq }) => {
      if (toSeq < fromSeq) return backwards(fromSeq, toSeq);
      return library.kinds(sessionId, fromSeq, Math.min(toSeq, fromSeq + mostKindsAnAnswer - 1));
    },
    'library.list': async () => {
      const [sessions, said] = await Promise.all([library.list(), verdicts.bySession()]);
      return ok({ sessions: withBills(list.priced(sessions), said, Date.now()), folder: library.folder });
    },
    'library.about': async ({ sessionId, about: change }) => {
      const misplaced = refuseMisplacedKey([
        [change.name ?? undefined, 'the name of a session'],
        [change.note ?? undefined, 'the note of a session'],
        ...(change.tags ?? []).map((tag) => [tag, 'a tag'] as const),
      ]);
      if (misplaced !== null) return misplaced;
      const changed = await library.about(sessionId, change);
      // Windows of this host hear what it is; those of others that something in the folder is another.
      if (changed.ok) clients.push({ type: 'about', sessionId, about: changed.about });
      return changed;
    },
    'library.search': async ({ typed }) => {
      const beganMs = performance.now();
      const answer = await searcher.ask(typed.trim() === '' ? { what: 'renew' } : { what: 'search', typed });
      if (!answer.ok) return answer;
      const { found, standing } = answer;
      return ok({ found, standing, tookMs: performance.now() - beganMs });
    },
    'library.hits': async ({ sessionId, typed }) => {
      const answer = await searcher.ask({ what: 'hits', sessionId, typed });
      return answer.ok ? ok({ found: answer.found[0] ?? null }) : answer;
    },
    'library.compare': ({ sessionIds }) => compared(sessionIds, parts),
    'library.compareGroups': ({ groups }) => comparedGroups(groups, parts),
    'library.usage': ({ sessionIds, format }) => usageFile(sessionIds, format, parts),
    'library.trash': async () => ok({ sessions: await trash.list(), folder: trash.folder }),
    'library.restore': ({ sessionId }) => trash.restore(sessionId),
    'library.emptyTrash': () => trash.empty(),
    'library.delete': async ({ sessionId }) => {
      if (sessionId === slot.live?.record.header.sessionId) {
        return refuse(
          benchError('session-active', 'That session is still being recorded.', { nextStep: 'Close it first.' }),
        );
      }
      const moved = await trash.put(sessionId);
      if (moved.ok) library.forget(sessionId);
      return moved;
    },
  };
}
