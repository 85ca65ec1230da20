import { listPriceOf } from '../../../shared/billing/day-usage.ts';
import { type ImportedBill, mergeBills } from '../../../shared/billing/imported-bill.ts';
import { readPastedTable } from '../../../shared/billing/pasted-table.ts';
import { countsOf, readWitness, type Witness, witnessNames } from '../../../shared/billing/witness.ts';
import { benchError, type BenchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import type { BooksByCurrency } from '../../../shared/pricing/choose-book.ts';
import { assemble, type BillEvidence, billedResources } from '../../../shared/reconcile/case/assemble.ts';
import {
  type BilledRead,
  type CaseOutcome,
  type CaseView,
  importsRead,
  type MetricsRead,
  reportedRead,
  type Side,
  tableRead,
} from '../../../shared/reconcile/case/case-view.ts';
import type { SessionVerdict } from '../../../shared/reconcile/case/session-verdict.ts';
import { verdictsOfPeriod, verdictsOfReport } from '../../../shared/reconcile/case/session-verdicts.ts';
import { comparePeriod } from '../../../shared/reconcile/period/compare-period.ts';
import type { LookNews } from '../../../shared/contract/reconcile.ts';
import type { ReconcileCase } from '../../../shared/reconcile/case/case.ts';
import type { OtherSession, Reported, SessionEvidence } from '../../../shared/reconcile/evidence/evidence.ts';
import { reportedTotals } from '../../../shared/reconcile/evidence/reported-responses.ts';
import { withWitness } from '../../../shared/reconcile/evidence/witness.ts';
import { reportedBySessions, reportedByText } from './reported.ts';

/** A case with everything it names fetched, as plain data: it crosses to the worker as it is. */
export interface LookOrder {
  readonly case: ReconcileCase;
  /** Folders of the case's sessions. */
  readonly folders: readonly string[];
  /** Sessions of the case that are no longer there. */
  readonly missingSessions: readonly string[];
  /** Saved sessions that the case does not name: their usage may be on the same meters. */
  readonly others: readonly { readonly sessionId: string; readonly folder: string }[];
  readonly bills: readonly ImportedBill[];
  readonly missingImports: readonly string[];
  readonly books: BooksByCurrency;
}

/** Hears how far a look is. */
export type OnNews = (news: LookNews) => void;

const nothing = { kind: 'nothing' } as const;
const refused = (error: BenchError): { kind: 'refused'; error: BenchError } => ({ kind: 'refused', error });

type Evidence = { readonly reported: Reported | null; readonly sessions?: readonly SessionEvidence[] };

async function reportedOf(order: LookOrder, onNews: OnNews): Promise<Result<Evidence>> {
  const { reported } = order.case;
  if (reported.kind === 'usage') {
    return reported.text.trim() === '' ? ok({ reported: null }) : reportedByText(reported.text);
  }
  const [lost] = order.missingSessions;
  if (lost !== undefined) {
    return refuse(
      benchError('not-found', `The session ${lost} is no longer saved here.`, {
        nextStep: 'Take it out of this reconciliation, or choose other sessions.',
      }),
    );
  }
  const ofSessions = order.folders.length;
  return reportedBySessions(order.folders, (read) =>
    onNews({ caseId: order.case.caseId, day: 0, ofDays: 0, sessions: read, ofSessions }),
  );
}

type Metrics = { readonly side: Side<MetricsRead>; readonly read: Witness | null };

function metricsOf(text: string): Metrics {
  if (text.trim() === '') return { side: nothing, read: null };
  const read = readWitness(text);
  if (!read.ok) return { side: refused(read.error), read: null };
  const { witness } = read;
  const points = countsOf(witness);
  return { side: { kind: 'read', read: { points, source: witnessNames[witness.kind] } }, read: witness };
}

/** More sessions of one day are not read: their logs would take longer than the search. */
const mostOthers = 40;

/** Usage of other saved sessions of the same UTC days. Ids begin with the time at which a session started. */
async function othersOf({ days }: Reported, { others }: LookOrder): Promise<OtherSession[]> {
  const same = others.filter(({ sessionId }) => days.some((day) => sessionId.startsWith(day))).slice(0, mostOthers);
  const found: OtherSession[] = [];
  for (const { sessionId, folder } of same) {
    const read = await reportedBySessions([folder]);
    if (read.ok) found.push({ id: sessionId, totals: reportedTotals(read.reported.turns) });
  }
  return found;
}

/** The reported side with other sessions of its days. */
async function withOthers(reported: Reported, order: LookOrder): Promise<Reported> {
  // Over several days other sessions are held against none of them: the day is, once it is opened.
  const isOneDay = reported.days.length < 2 || order.case.wanted.days.length > 0;
  const others = isOneDay ? await othersOf(reported, order) : [];
  const log = reported.log ?? { responsesCreated: null, responsesReported: reported.turns.length };
  return others.length === 0 ? reported : { ...reported, log: { ...log, others } };
}

/** The reported side with what the service itself counted. Counts that cannot be taken as evidence are refused on their own side. */
function withCounts(
  reported: Reported | null,
  { side, read }: Metrics,
  scope: Parameters<typeof withWitness>[2],
): { readonly reported: Reported | null; readonly side: Side<MetricsRead> } {
  if (reported === null || read === null) return { reported, side };
  const beside = withWitness(reported, read, scope);
  return beside.ok ? { reported: beside.reported, side } : { reported, side: refused(beside.error) };
}

interface Billed {
  readonly side: Side<BilledRead>;
  readonly evidence: BillEvidence | null;
}

function billedOf({ case: { billed }, bills, missingImports, books }: LookOrder): Billed {
  if (billed.kind === 'table') {
    if (billed.text.trim() === '') return { side: nothing, evidence: null };
    const table = readPastedTable(billed.text, listPriceOf(books));
    if (!table.ok) return { side: refused(table.error), evidence: null };
    return { side: { kind: 'read', read: tableRead(table) }, evidence: { kind: 'table', name: 'The bill', table } };
  }
  if (bills.length === 0 && missingImports.length === 0) return { side: nothing, evidence: null };
  return {
    side: { kind: 'read', read: importsRead(bills, missingImports) },
    evidence: bills.length === 0 ? null : { kind: 'imports', name: 'The bill', bills },
  };
}

function outcomeOf(
  order: LookOrder,
  { reported, sessions = [] }: Evidence,
  bill: BillEvidence | null,
  onNews: OnNews,
): CaseOutcome {
  if (reported === null || bill === null) return { kind: 'waiting' };
  const { caseId, wanted } = order.case;
  const answer = assemble({ reported, sessions, bill, wanted, books: order.books }, (progress) =>
    onNews({ caseId, ...progress }),
  );
  return answer.ok ? answer.assembled : refused(answer.error);
}

/**
 * What the case says of each session it names; none: it says nothing of any. null: one day of a period is looked at, and what was
 * said of the whole stands.
 */
function verdictsOf(
  { case: { wanted, reported }, books, bills }: LookOrder,
  outcome: CaseOutcome,
  sessions: readonly SessionEvidence[],
): SessionVerdict[] | null {
  if (reported.kind !== 'sessions') return [];
  if (outcome.kind === 'period') return verdictsOfPeriod(outcome.report);
  if (outcome.kind !== 'report') return [];
  if (wanted.days.length > 0) return null;
  if (bills.length === 0) return verdictsOfReport(outcome.report);
  // One comparison gives no session its part; day by day it does.
  return verdictsOfPeriod(comparePeriod({ sessions, bill: mergeBills(bills), wanted, books, notes: [] }));
}

/** A case as a window shows it, with what it says of each session. */
export interface Looked {
  readonly view: CaseView;
  /** null: nothing that changes what was said of them before. */
  readonly verdicts: readonly SessionVerdict[] | null;
}

/** Reads both sides of a case and searches. Busy for up to seconds: a window runs it in a worker thread. */
export async function look(order: LookOrder, nowMs: () => number, onNews: OnNews = () => {}): Promise<Looked> {
  const startedMs = nowMs();
  const read = await reportedOf(order, onNews);
  const said = read.ok && read.reported !== null ? await withOthers(read.reported, order) : null;
  const billed = billedOf(order);
  const { reported, side: metrics } = withCounts(said, metricsOf(order.case.metrics), {
    wanted: order.case.wanted.resource,
    billed: billedResources(billed.evidence),
  });
  const sessions = read.ok ? (read.sessions ?? []) : [];
  const outcome = outcomeOf(order, { reported, sessions }, billed.evidence, onNews);
  const view: CaseView = {
    case: order.case,
    reported: !read.ok
      ? refused(read.error)
      : reported === null
        ? nothing
        : { kind: 'read', read: reportedRead(reported) },
    billed: billed.side,
    metrics,
    outcome,
    tookMs: Math.round(nowMs() - startedMs),
  };
  return { view, verdicts: verdictsOf(order, outcome, sessions) };
}
