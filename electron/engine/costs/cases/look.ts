import type { ImportedBill } from '../../../../shared/billing/bill/imported-bill.ts';
import { readPastedTable } from '../../../../shared/billing/pasted-table/pasted-table.ts';
import { benchError, ok, refuse, type BenchError, type Result } from '../../../../shared/errors.ts';
import type { PriceBook } from '../../../../shared/pricing/price-book.ts';
import { assemble, type BillEvidence } from '../../../../shared/reconcile/assemble.ts';
import type { BilledRead, CaseOutcome, CaseView, Side } from '../../../../shared/reconcile/case/case-view.ts';
import type { ReconcileCase } from '../../../../shared/reconcile/case/case.ts';
import { importsRead, reportedRead, tableRead } from '../../../../shared/reconcile/case/read-sides.ts';
import type { Reported } from '../../../../shared/reconcile/scope/reported.ts';
import { reportedBySessions } from '../reported/by-sessions.ts';
import { reportedByText } from '../reported/by-text.ts';

/** A case with everything it names fetched, as plain data: it crosses to the worker as it is. */
export interface LookOrder {
  readonly case: ReconcileCase;
  /** Folders of the case's sessions. */
  readonly folders: readonly string[];
  /** Sessions of the case that are no longer there. */
  readonly missingSessions: readonly string[];
  readonly bills: readonly ImportedBill[];
  readonly missingImports: readonly string[];
  readonly book: PriceBook;
}

const nothing = { kind: 'nothing' } as const;
const refused = (error: BenchError): { kind: 'refused'; error: BenchError } => ({ kind: 'refused', error });

async function reportedOf(order: LookOrder): Promise<Result<{ reported: Reported | null }>> {
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
  return reportedBySessions(order.folders);
}

interface Billed {
  readonly side: Side<BilledRead>;
  readonly evidence: BillEvidence | null;
}

function billedOf({ case: { billed }, bills, missingImports }: LookOrder): Billed {
  if (billed.kind === 'table') {
    if (billed.text.trim() === '') return { side: nothing, evidence: null };
    const table = readPastedTable(billed.text);
    if (!table.ok) return { side: refused(table.error), evidence: null };
    return { side: { kind: 'read', read: tableRead(table) }, evidence: { kind: 'table', name: 'The bill', table } };
  }
  if (bills.length === 0 && missingImports.length === 0) return { side: nothing, evidence: null };
  return {
    side: { kind: 'read', read: importsRead(bills, missingImports) },
    evidence: bills.length === 0 ? null : { kind: 'imports', name: 'The bill', bills },
  };
}

function outcomeOf(order: LookOrder, reported: Reported | null, bill: BillEvidence | null): CaseOutcome {
  if (reported === null || bill === null) return { kind: 'waiting' };
  const answer = assemble({ reported, bill, wanted: order.case.wanted, book: order.book });
  return answer.ok ? answer.assembled : refused(answer.error);
}

/** Reads both sides of a case and searches. Busy for up to seconds: a window runs it in a worker thread. */
export async function look(order: LookOrder, nowMs: () => number): Promise<CaseView> {
  const startedMs = nowMs();
  const read = await reportedOf(order);
  const reported = read.ok ? read.reported : null;
  const billed = billedOf(order);
  const outcome = outcomeOf(order, reported, billed.evidence);
  return {
    case: order.case,
    reported: !read.ok
      ? refused(read.error)
      : reported === null
        ? nothing
        : { kind: 'read', read: reportedRead(reported) },
    billed: billed.side,
    outcome,
    tookMs: Math.round(nowMs() - startedMs),
  };
}
