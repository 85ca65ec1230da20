import { billedModels } from '../../billing/billed-models.ts';
import type { ImportedBill } from '../../billing/imported-bill.ts';
import { type MeterKind, meterKindOf } from '../../billing/meter-kind.ts';
import { whyUnclassified } from '../../billing/meter-name.ts';
import type { PastedTable } from '../../billing/pasted-table.ts';
import type { BenchError } from '../../kit/errors.ts';
import type { Reported } from '../evidence/evidence.ts';
import { reportedTotals } from '../evidence/reported-responses.ts';
import type { PeriodReport } from '../period/period-report.ts';
import type { ReconcileReport } from '../reconcile-report.ts';
import { accountOf, type Choose, isRealtime } from '../scope/scope.ts';
import type { ReconcileCase } from './case.ts';

/** An import as a window lists it; its rows stay with the engine. */
export interface ImportSummary extends Pick<
  ImportedBill,
  'importedAt' | 'writtenAt' | 'files' | 'period' | 'runId' | 'shape' | 'tally' | 'notes'
> {
  readonly importId: string;
  /** UTC days with a meter of a Realtime model, sorted. */
  readonly days: readonly string[];
}

/** What the reported side was understood to say. */
export interface ReportedRead {
  readonly responses: number;
  readonly totals: Readonly<Record<MeterKind, number>>;
  readonly notes: readonly string[];
  readonly sessions: readonly string[];
  readonly days: readonly string[];
  readonly resources: readonly string[];
  readonly models: readonly string[];
  /** Responses that the session logs began; null: there is no log. */
  readonly responsesCreated: number | null;
}

/** One line of a pasted table. */
export interface TableRowRead {
  readonly line: number;
  readonly name: string;
  /** null: not compared, and `why` says so. */
  readonly meter: MeterKind | null;
  /** null: rounding leaves several numbers open, or none can be told. */
  readonly tokens: number | null;
  readonly arithmetic: string;
  readonly why: string | null;
}

/** What the billed side was understood to say. */
export type BilledRead =
  | { readonly kind: 'table'; readonly rows: readonly TableRowRead[] }
  | {
      readonly kind: 'imports';
      /** What there is to choose from in all of them together. */
      readonly days: readonly string[];
      readonly resources: readonly string[];
      readonly models: readonly string[];
      /** How a quantity was read, for the first row of a Realtime meter: `0.00064 × 1,000,000 = 640`; null: there is none. */
      readonly arithmetic: string | null;
      /** Imports of the case that are no longer there. */
      readonly missing: readonly string[];
    };

/** What the counts of the service were understood to say. */
export interface MetricsRead {
  readonly points: number;
  /** Who counted: `Azure Monitor`, `OpenAI`. */
  readonly source: string;
}

/** One side of the evidence: what was understood, why it was refused, or nothing given yet. */
export type Side<T> =
  | { readonly kind: 'read'; readonly read: T }
  | { readonly kind: 'refused'; readonly error: BenchError }
  | { readonly kind: 'nothing' };

export type CaseOutcome =
  | { readonly kind: 'report'; readonly report: ReconcileReport }
  | { readonly kind: 'period'; readonly report: PeriodReport }
  | Choose
  | { readonly kind: 'refused'; readonly error: BenchError }
  /** A side has nothing that can be compared. */
  | { readonly kind: 'waiting' };

/** A case, what was understood of its evidence, and what came of it. */
export interface CaseView {
  readonly case: ReconcileCase;
  readonly reported: Side<ReportedRead>;
  readonly billed: Side<BilledRead>;
  /** The third witness: what the service itself counted. */
  readonly metrics: Side<MetricsRead>;
  readonly outcome: CaseOutcome;
  /** How long reading and searching took. */
  readonly tookMs: number;
}

const unique = (values: readonly string[]): string[] => [...new Set(values)].sort();

export const reportedRead = (reported: Reported): ReportedRead => ({
  responses: reported.turns.length,
  totals: reportedTotals(reported.turns),
  notes: reported.notes,
  sessions: reported.sessions,
  days: reported.days,
  resources: reported.resources,
  models: reported.models,
  responsesCreated: reported.log?.responsesCreated ?? null,
});

/** Each line of a pasted table: the meter it was taken for, or why it is not compared. */
export function tableRead({ rows }: PastedTable): BilledRead {
  const read = rows.map(({ line, meter, tokens, arithmetic }): TableRowRead => {
    const base = { line, name: meter.name, tokens, arithmetic };
    if (meter.kind === 'unclassified') return { ...base, meter: null, why: whyUnclassified(meter) };
    const kind = meterKindOf(meter);
    return kind === null
      ? { ...base, meter: null, why: 'it is no audio or text meter of a Realtime model' }
      : { ...base, meter: kind, why: null };
  });
  return { kind: 'table', rows: read };
}

/** What imports leave to choose from, meters of Realtime models alone. */
export function importsRead(bills: readonly ImportedBill[], missing: readonly string[]): BilledRead {
  const rows = bills.flatMap(({ days }) => days.filter(isRealtime));
  return {
    kind: 'imports',
    days: unique(rows.map(({ day }) => day).filter((day) => day !== '')),
    resources: unique(rows.map(({ resource }) => accountOf(resource)).filter((name) => name !== '')),
    models: billedModels(rows.map(({ meter, tokens }) => ({ meter, tokens: tokens ?? 0 }))).map(({ label }) => label),
    arithmetic: rows.find(({ tokens }) => tokens !== null && tokens > 0)?.arithmetic ?? null,
    missing,
  };
}

export function importSummary(importId: string, bill: ImportedBill): ImportSummary {
  const { importedAt, writtenAt, files, period, runId, shape, tally, notes, days } = bill;
  const realtime = unique(days.filter(isRealtime).map(({ day }) => day));
  return { importId, importedAt, writtenAt, files, period, runId, shape, tally, notes, days: realtime };
}
