import { billedModels, type BilledModel } from '../../billing/billed-models.ts';
import { type ImportedBill, mergeBills, type MergedBill } from '../../billing/imported-bill.ts';
import type { DayUsage } from '../../billing/day-usage.ts';
import type { PastedTable } from '../../billing/pasted-table.ts';
import { benchError, ok, refuse, type BenchError, type Result } from '../../kit/errors.ts';
import type { BooksByCurrency } from '../../pricing/choose-book.ts';
import { solveMany } from '../scope/several-days.ts';
import type { Unallocated } from '../../billing/unallocated.ts';
import { leftOutOf } from '../scope/left-out.ts';
import { modelThatHolds, placeThatHolds } from '../scope/place-that-holds.ts';
import { compareDays, observationsOf } from '../scope/by-day.ts';
import { reconcileReport, type ReconcileReport } from '../reconcile-report.ts';
import { type BesideRow, compareImages, compareTranscription } from '../finding/transcription.ts';
import { imageTotals } from '../evidence/reported-responses.ts';
import {
  accountOf,
  besideNotes,
  type BesideKind,
  type BesideMeter,
  type BillScope,
  type Choose,
  comparedRows,
  isRealtime,
  pickModel,
  scopeBill,
  type Wanted,
} from '../scope/scope.ts';
import type { Reported, SessionEvidence } from '../evidence/evidence.ts';
import { comparePeriod, isPeriod, type PeriodProgress } from '../period/compare-period.ts';
import type { PeriodReport } from '../period/period-report.ts';
import { reportedOn } from '../period/reported-on.ts';
import { groupDigits } from '../../kit/numbers.ts';

/** What was billed: a table that a person typed or pasted, or imported exports. `name` is what a refusal calls it. */
export type BillEvidence =
  | { readonly kind: 'table'; readonly name: string; readonly table: PastedTable }
  | { readonly kind: 'imports'; readonly name: string; readonly bills: readonly ImportedBill[] };

/** Ids of the resources on a bill, each once; a table names none. */
export const billedResources = (bill: BillEvidence | null): readonly string[] =>
  bill === null || bill.kind === 'table'
    ? []
    : [...new Set(bill.bills.flatMap(({ days }) => days.filter(isRealtime).map(({ resource }) => resource)))];

/** Evidence and what a person chose of it, as plain data: it crosses to a worker as it is. */
export interface ReconcileOrder {
  readonly reported: Reported;
  /** The same session by session, where recorded sessions are the evidence; left out: the usage was pasted. */
  readonly sessions?: readonly SessionEvidence[];
  readonly bill: BillEvidence;
  readonly wanted: Wanted;
  readonly books: BooksByCurrency;
}

/** The report of one comparison or of a whole period, or the one choice that is still open. */
export type Assembled =
  | { readonly kind: 'report'; readonly report: ReconcileReport }
  | { readonly kind: 'period'; readonly report: PeriodReport }
  | Choose;

interface Billed {
  readonly kind: 'billed';
  readonly models: readonly BilledModel[];
  readonly notes: readonly string[];
  readonly scope: BillScope | null;
  readonly sources: readonly ImportedBill[];
  readonly rows: readonly DayUsage[];
  /** What stands on the compared part of the bill, of whatever model. */
  readonly beside: readonly BesideRow[];
  /** The same by kind, meters beside the six alone. */
  readonly besides: readonly BesideMeter[];
  /** Money of the compared days that no meter holds. */
  readonly unallocated: readonly Unallocated[];
}

/** Sums of tokens are exact up to here. A bill beyond it is refused, not rounded. */
function tooLarge(rows: readonly BesideRow[]): BenchError | null {
  const total = rows.reduce((sum, { tokens }) => sum + BigInt(Math.abs(tokens ?? 0)), 0n);
  return total <= BigInt(Number.MAX_SAFE_INTEGER)
    ? null
    : benchError(
        'invalid-argument',
        `The compared rows hold ${groupDigits(String(total))} tokens, more than can be added exactly.`,
        {
          nextStep: 'Check their quantities and units, or compare fewer days.',
        },
      );
}

const refuseFrom = (name: string, error: BenchError): Result<never> =>
  refuse({ ...error, message: `${name}: ${error.message}` });

const foundWords = (what: string, found: string): string =>
  `The usage names no ${what}; ${found} is the only one of this bill whose meters are what it reports.`;

/** What is wanted of a bill, with the day and the resource that usage does not name where no other can be meant. */
function foundPlace(
  { turns, days, resources }: Reported,
  wanted: Wanted,
  rows: readonly DayUsage[],
): { wanted: Wanted; notes: readonly string[] } {
  const isOpen = {
    day: wanted.days.length + days.length === 0 && new Set(rows.map((row) => row.day)).size > 1,
    resource: wanted.resource === null && resources.length === 0,
  };
  if (!isOpen.day && !isOpen.resource) return { wanted, notes: [] };
  const place = placeThatHolds(turns, rows, wanted.days.length > 0 ? wanted.days : days);
  const day = isOpen.day ? place.day : null;
  const on = rows.filter((row) => isRealtime(row) && (day === null || row.day === day));
  const resource = isOpen.resource && new Set(on.map((row) => row.resource)).size > 1 ? place.resource : null;
  return {
    wanted: { ...wanted, ...(day === null ? {} : { days: [day] }), ...(resource === null ? {} : { resource }) },
    notes: [
      ...(day === null ? [] : [foundWords('day', day)]),
      ...(resource === null ? [] : [foundWords('resource', accountOf(resource))]),
    ],
  };
}

function billedOf(
  { reported, bill, wanted }: ReconcileOrder,
  merge: MergedBill | null,
): Result<{ billed: Billed | Choose }> {
  if (bill.kind === 'table') {
    const { rows, notes } = bill.table;
    return ok({
      billed: {
        kind: 'billed',
        models: billedModels(rows),
        notes,
        scope: null,
        sources: [],
        rows: [],
        beside: rows,
        besides: [],
        unallocated: [],
      },
    });
  }
  const merged = merge ?? mergeBills(bill.bills);
  const pasted = foundPlace(reported, wanted, merged.days);
  const scoped = scopeBill(merged, reported, pasted.wanted);
  if (!scoped.ok) return refuseFrom(bill.name, scoped.error);
  if (scoped.scoped.kind === 'choose') return ok({ billed: scoped.scoped });
  const { models, scope, rows, beside: besides, unallocated, notes } = scoped.scoped;
  const all = [...pasted.notes, ...merged.used.flatMap((one) => one.notes), ...merged.notes, ...notes];
  const beside = comparedRows(rows, scope);
  return ok({
    billed: { kind: 'billed', models, notes: all, scope, sources: merged.used, rows, beside, besides, unallocated },
  });
}

/** What is known beside the sessions and is held against single days alone. */
const witnessNotes = ({ log }: Reported): string[] =>
  log?.requests == null && (log?.others ?? []).length === 0
    ? []
    : [
        'Counts of the service and other sessions are held against a day when it is opened, and not over a whole period.',
      ];

/** A whole period, where the sessions are of several days, models or resources and nobody asked for one of them; null: it is none. */
function periodOf(
  { sessions = [], wanted, books, reported }: ReconcileOrder,
  merged: MergedBill,
  onDay: ((progress: PeriodProgress) => void) | undefined,
): PeriodReport | null {
  if (wanted.days.length > 0 || sessions.length === 0) return null;
  if (!isPeriod(sessions, merged, wanted, books)) return null;
  return comparePeriod({
    sessions,
    bill: merged,
    wanted,
    books,
    notes: [...reported.notes, ...witnessNotes(reported)],
    ...(onDay === undefined ? {} : { onDay }),
  });
}

/** Of recorded sessions, what belongs to the day that is wanted of their bill. */
function reportedOf(
  { sessions = [], wanted, books, reported }: ReconcileOrder,
  merged: MergedBill | null,
): Result<{ reported: Reported }> {
  if (merged === null || wanted.days.length === 0 || sessions.length === 0) return ok({ reported });
  return reportedOn(reported, sessions, merged.days, wanted, books[0]);
}

/**
 * Holds the evidence together: scope, model, comparison and search. Pure and busy, so a window runs it in a worker thread.
 * @param onDay told after every day of a period
 */
export function assemble(
  order: ReconcileOrder,
  onDay?: (progress: PeriodProgress) => void,
): Result<{ assembled: Assembled }> {
  const { bill, wanted, books } = order;
  const merged = bill.kind === 'imports' ? mergeBills(bill.bills) : null;
  const period = merged === null ? null : periodOf(order, merged, onDay);
  if (period !== null) return ok({ assembled: { kind: 'period', report: period } });
  const part = reportedOf(order, merged);
  if (!part.ok) return refuseFrom(bill.name, part.error);
  const { reported } = part;
  const billed = billedOf({ ...order, reported }, merged);
  if (!billed.ok) return billed;
  if (billed.billed.kind === 'choose') return ok({ assembled: billed.billed });
  const { models, notes, scope, sources, beside, besides, unallocated } = billed.billed;
  const { rows: compared } = billed.billed;
  const large = tooLarge(beside);
  if (large !== null) return refuseFrom(bill.name, large);
  const isOpen = wanted.model === null && reported.models.length === 0 && models.length > 1;
  const only = isOpen ? modelThatHolds(reported.turns, models) : null;
  const picked = pickModel(models, only ?? wanted.model, reported.models, books[0]);
  if (!picked.ok) return refuseFrom(bill.name, picked.error);
  if (picked.picked.kind === 'choose') return ok({ assembled: picked.picked });
  const { model } = picked.picked;
  const others = models.filter((one) => one !== model);
  const transcription = compareTranscription(reported.log?.transcription ?? null, beside);
  const images = compareImages(
    imageTotals(reported.turns),
    beside.filter(({ meter }) => meter.kind === 'classified' && (meter.model ?? model.model) === model.model),
  );
  const held = new Set<BesideKind>([
    ...(transcription === null ? [] : (['transcription'] as const)),
    ...(images === null ? [] : (['image'] as const)),
  ]);
  const report = reconcileReport(reported, model, books, {
    notes: [
      ...reported.notes,
      ...notes,
      ...(only === null ? [] : [foundWords('model', only)]),
      ...besideNotes(besides, held),
      ...(transcription === null ? [] : [transcription.statement]),
      ...(images === null ? [] : [images.statement]),
      ...(others.length === 0
        ? []
        : [`Also billed there, and not compared: ${others.map(({ label }) => label).join('; ')}.`]),
    ],
    sessions: reported.sessions,
    compared: scope,
    sources,
    transcription,
    images,
    leftOut: leftOutOf(others, besides, held, unallocated),
    origins: reported.origins ?? [],
    days: scope === null ? [] : compareDays(reported, compared, scope, model.label),
    many: scope === null ? null : solveMany(observationsOf(reported, compared, scope, model.label)),
  });
  return ok({ assembled: { kind: 'report', report } });
}
