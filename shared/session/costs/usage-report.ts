import { toArray } from '../../kit/chunk-list.ts';
import type { BookChoice } from '../../pricing/choose-book.ts';
import { expectedBill, knownTotal, type MeterLine, multipleOf, perTime, type SessionCost } from '../../pricing/cost.ts';
import type { ModelChoice, ModelMatch } from '../../pricing/model.ts';
import { entryName } from '../../pricing/price-terms.ts';
import type { Accuracy } from '../../usage/expected.ts';
import { fieldLabel } from '../../usage/fields.ts';
import { type RecordState, recordNotes } from '../record-state.ts';
import type { SessionView } from '../view.ts';
import { type FieldRow, fieldRows } from './field-rows.ts';
import { type ResponseRow, responseRows, type TranscriptionRow, transcriptionRows } from './response-costs.ts';
import { modelOfView } from './model-of-view.ts';
import { highEnd, sessionCosts } from './session-costs.ts';

/** A sum of money with what it lacks: lines without a price make it a lower bound. */
export interface Sum {
  /** Exact decimal; null when nothing in it has a price. */
  readonly amount: string | null;
  readonly unpriced: readonly string[];
}

/** Usage and cost of a session: what the window copies and the command line prints. Fields are added, never changed. */
export interface UsageReport {
  readonly voxtally: 1;
  readonly sessionId: string;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly endpoint: { readonly label: string; readonly deployment: string };
  readonly prices: {
    readonly book: string;
    readonly name: string;
    readonly validFrom: string;
    readonly why: BookChoice['how'];
    readonly currency: string;
    readonly model: string | null;
    readonly modelIs: ModelMatch['how'] | 'unknown';
    readonly scope: string;
  };
  /** `low`: the same where cached tokens without their kinds are taken for the kind that saves most. */
  readonly reported: Sum & { readonly low: string | null };
  /** The low end: reports, and estimates at their cheapest. What may not be billed at all is in `ifBilled` alone. */
  readonly expected: Sum & {
    readonly estimated: boolean;
    /** Reports and best estimates. */
    readonly best: string | null;
    /** The high end, which a budget guards: estimates at their dearest, and `ifBilled`. */
    readonly high: string | null;
    /** What comes on top if everything that ended without a report is billed; '0': nothing did. */
    readonly ifBilled: string | null;
  };
  /** The high end with cached tokens at the price of uncached ones. */
  readonly cachedAtFullPrice: Sum;
  readonly expectedOverReported: number | null;
  readonly perMinute: string | null;
  readonly perHour: string | null;
  readonly fields: readonly FieldRow[];
  readonly responses: readonly ResponseRow[];
  readonly transcriptions: readonly TranscriptionRow[];
  /** The bill to expect by reports and best estimates, line by line; `folded`: with cached tokens on the uncached meters. */
  readonly meters: { readonly cachedApart: readonly MeterLine[]; readonly folded: readonly MeterLine[] };
  /** Every numeric field the service reported, known to this version or not. */
  readonly usage: readonly {
    readonly source: string;
    readonly model: string | null;
    readonly path: string;
    readonly label: string;
    readonly total: number;
    readonly reports: number;
    readonly new: boolean;
  }[];
  readonly accuracy: Accuracy;
  /** How the record stands that all of this was read from, and what is wrong with it in whole sentences; null: the session runs. */
  readonly record: { readonly digest: RecordState['digest']; readonly problems: readonly string[] } | null;
}

const sumOf = (cost: SessionCost): Sum => ({ amount: knownTotal(cost), unpriced: cost.unpriced });

/** Everything there is to say about the usage and cost of a session, by one book. Pure. */
export function usageReport(
  view: SessionView,
  { book, how }: BookChoice,
  choice: ModelChoice | null = null,
): UsageReport {
  const match = modelOfView(view, book, choice);
  const model = match?.model ?? null;
  const costs = sessionCosts(view, model, book);
  const { header } = view;
  const elapsedMs = view.openedMs === null ? 0 : view.t - view.openedMs;
  const expected = sumOf(costs.least);
  const reported = sumOf(costs.reported);
  return {
    voxtally: 1,
    sessionId: header?.sessionId ?? '',
    startedAt: header?.startedAt ?? '',
    durationMs: Math.round(view.t),
    endpoint: { label: header?.endpoint.label ?? '', deployment: header?.endpoint.deployment ?? '' },
    prices: {
      book: book.id,
      name: book.name,
      validFrom: book.validFrom,
      why: how,
      currency: book.currency,
      model: model === null ? null : entryName(model),
      modelIs: match?.how ?? 'unknown',
      scope: model?.scope ?? choice?.scope ?? header?.pricing?.scope ?? 'global',
    },
    reported: { ...reported, low: knownTotal(costs.reportedLeast) },
    expected: {
      ...expected,
      estimated: costs.estimated,
      best: knownTotal(costs.expected),
      high: knownTotal(costs.most) === null ? null : highEnd(costs),
      ifBilled: knownTotal(costs.ifBilled),
    },
    cachedAtFullPrice: sumOf(costs.expectedUncached),
    expectedOverReported:
      expected.amount === null || reported.amount === null ? null : multipleOf(expected.amount, reported.amount),
    perMinute: expected.amount === null ? null : perTime(expected.amount, elapsedMs, 60_000),
    perHour: expected.amount === null ? null : perTime(expected.amount, elapsedMs, 3_600_000),
    fields: fieldRows(costs),
    responses: responseRows(toArray(view.responses), costs.totals.learned, model, book),
    transcriptions: transcriptionRows(toArray(view.items), costs.totals.learned, model, book),
    meters: { cachedApart: expectedBill(costs.expected), folded: expectedBill(costs.bestUncached) },
    usage: view.usage.fields.map(({ source, model: of, path, total, reports, known }) => ({
      source,
      model: of,
      path,
      label: fieldLabel(source, path),
      total,
      reports,
      new: !known,
    })),
    accuracy: costs.totals.accuracy,
    record: view.record === null ? null : { digest: view.record.digest, problems: recordNotes(view.record) },
  };
}
