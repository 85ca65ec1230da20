import { listPriceOf } from '../../../shared/billing/day-usage.ts';
import { readPastedTable } from '../../../shared/billing/pasted-table.ts';
import { utcDays } from '../../../shared/kit/dates.ts';
import type { BenchError, Result } from '../../../shared/kit/errors.ts';
import { ok } from '../../../shared/kit/errors.ts';
import { assemble, type BillEvidence } from '../../../shared/reconcile/case/assemble.ts';
import { nameFromContent } from '../../../shared/reconcile/case/case-name.ts';
import { type CaseView, reportedRead, type Side, tableRead } from '../../../shared/reconcile/case/case-view.ts';
import { emptyCase, type ReconcileCase, unnamed } from '../../../shared/reconcile/case/case.ts';
import type { Reported } from '../../../shared/reconcile/evidence/evidence.ts';
import { readUsageText } from '../../../shared/reconcile/evidence/pasted-usage.ts';
import { joinEvidence, usageOfSession } from '../../../shared/reconcile/evidence/session-evidence.ts';
import { booksByCurrency, type BooksByCurrency } from '../../../shared/pricing/choose-book.ts';
import { asAnswered } from './answers.ts';
import type { Answers } from './recorded-bench.ts';
import { recordedView } from './sessions.ts';

const changedAt = '2026-11-23T15:00:00.000Z';

function books(): BooksByCurrency {
  const read = asAnswered['prices.read'];
  if (read?.ok !== true) throw new Error('No price book is recorded.');
  return booksByCurrency([read.book], read.book, read.book.validFrom);
}

const refused = (error: BenchError): { kind: 'refused'; error: BenchError } => ({ kind: 'refused', error });
const nothing = { kind: 'nothing' } as const;

/** What recorded sessions of the tests reported, by the names of their files. */
async function reportedBy(names: readonly string[]): Promise<Reported> {
  const views = await Promise.all(names.map(recordedView));
  const parts = views.map((view) => ({ view, usage: usageOfSession(view) }));
  return {
    turns: parts.flatMap(({ usage }) => usage.turns),
    notes: parts.flatMap(({ usage }) => usage.notes),
    log: joinEvidence(parts.map(({ usage }) => usage.log).filter((log) => log !== null)),
    sessions: views.flatMap(({ header }) => header?.sessionId ?? []),
    days: [...new Set(views.flatMap(({ header, t }) => (header === null ? [] : utcDays(header.startedAt, t))))].sort(),
    resources: [],
    models: [],
    origins: parts.flatMap(({ usage }) => usage.origins),
  };
}

/** A reconciliation as a person would have given it. */
export interface GivenCase {
  /** Pasted usage; absent with `sessions`: none. */
  readonly usage?: string;
  readonly sessions?: readonly string[];
  /** Pasted meters of the bill. */
  readonly meters?: string;
}

async function reportedSide({ usage = '', sessions }: GivenCase): Promise<Result<{ reported: Reported | null }>> {
  if (sessions !== undefined) return ok({ reported: await reportedBy(sessions) });
  if (usage === '') return ok({ reported: null });
  const read = readUsageText(usage);
  if (!read.ok) return read;
  return ok({ reported: { ...read, log: null, sessions: [], days: [], resources: [], models: [] } });
}

/** The view that an engine would answer: read, compared and searched by what it uses. */
async function viewOf(given: GivenCase): Promise<CaseView> {
  const { usage = '', sessions, meters = '' } = given;
  const kept: ReconcileCase = {
    ...emptyCase('00000000-0000-4000-8000-000000000009', unnamed, changedAt),
    namedBy: 'content',
    reported: sessions === undefined ? { kind: 'usage', text: usage } : { kind: 'sessions', sessionIds: [...sessions] },
    billed: { kind: 'table', text: meters },
  };
  const read = await reportedSide(given);
  const table = meters === '' ? null : readPastedTable(meters, listPriceOf(books()));
  const reported = read.ok ? read.reported : null;
  const bill: BillEvidence | null = table?.ok === true ? { kind: 'table', name: 'The bill', table } : null;
  const billed: CaseView['billed'] =
    table === null ? nothing : table.ok ? { kind: 'read', read: tableRead(table) } : refused(table.error);
  const side: Side<ReturnType<typeof reportedRead>> = !read.ok
    ? refused(read.error)
    : reported === null
      ? nothing
      : { kind: 'read', read: reportedRead(reported) };
  const sessionIds = reported?.sessions ?? [];
  const found: ReconcileCase =
    sessions === undefined ? kept : { ...kept, reported: { kind: 'sessions', sessionIds: [...sessionIds] } };
  const view: CaseView = {
    case: found,
    reported: side,
    billed,
    metrics: nothing,
    outcome: { kind: 'waiting' },
    tookMs: 120,
  };
  if (reported === null || bill === null) return view;
  const answer = assemble({ reported, bill, wanted: found.wanted, books: books() });
  return { ...view, outcome: answer.ok ? answer.assembled : refused(answer.error) };
}

/** The answers of an engine whose last changed reconciliation is this one. */
export async function caseAnswers(given: GivenCase): Promise<Answers> {
  const unnamedView = await viewOf(given);
  const view = { ...unnamedView, case: { ...unnamedView.case, name: nameFromContent(unnamedView) } };
  const { caseId, name, example } = view.case;
  return {
    'reconcile.list': { ok: true, cases: [{ caseId, name, example, changedAt }] },
    'reconcile.look': { ok: true, view },
    'bill.list': { ok: true, imports: [] },
  };
}
