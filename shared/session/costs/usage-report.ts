import { toArray } from '../../kit/chunk-list.ts';
import type { BookChoice } from '../../pricing/choose-book.ts';
import {
  type CostLine,
  expectedBill,
  knownTotal,
  type MeterLine,
  multipleOf,
  perTime,
  type SessionCost,
} from '../../pricing/cost.ts';
import type { ModelChoice, ModelMatch } from '../../pricing/model.ts';
import type { Price } from '../../pricing/price-book.ts';
import { billedFields, entryName } from '../../pricing/price-terms.ts';
import { billedQuantities } from '../../pricing/quantities.ts';
import type { Accuracy } from '../../usage/expected.ts';
import { fieldLabel } from '../../usage/fields.ts';
import type { SessionView } from '../view.ts';
import { type ResponseRow, responseRows, type TranscriptionRow, transcriptionRows } from './response-costs.ts';
import { highEnd, modelOfView, type SessionCosts, sessionCosts } from './session-costs.ts';

/** One line of the table by field: reported beside expected. Cached tokens are counted apart from the input they are part of. */
export interface FieldRow {
  readonly source: CostLine['source'];
  readonly field: CostLine['field'];
  readonly label: string;
  readonly pricedAs: string | null;
  readonly unit: CostLine['unit'];
  readonly reported: number;
  /** By reports and best estimates, without what may not be billed at all. */
  readonly expected: number;
  /** Part of the expected amount is an estimate. */
  readonly estimated: boolean;
  /** How far `expected` may be off either way. */
  readonly width: number;
  /** What comes on top at most if everything that ended without a report is billed. */
  readonly ifBilled: number;
  readonly price: Price | null;
  readonly reportedCost: string | null;
  readonly expectedCost: string | null;
}

const sameField =
  (one: Pick<CostLine, 'source' | 'model' | 'field' | 'path'>) =>
  (other: typeof one): boolean =>
    one.source === other.source && one.model === other.model && one.field === other.field && one.path === other.path;

const order = (line: Pick<CostLine, 'source' | 'field'>): number =>
  (line.source === 'transcription' ? 100 : 0) + billedFields.indexOf(line.field);

/** The distance of two amounts, of seconds to a millionth. */
const apart = (one: number, other: number): number => {
  const distance = Math.abs(one - other);
  return Number.isInteger(distance) ? distance : Math.round(distance * 1e6) / 1e6;
};

/** The table by field, in the order a bill reader expects. */
export function fieldRows({ reported, expected, least, most, ifBilled, totals }: SessionCosts): FieldRow[] {
  const guessed = billedQuantities(totals.estimated);
  const all = [expected, reported, most, ifBilled].reduce<CostLine[]>(
    (lines, { lines: more }) => [...lines, ...more.filter((line) => !lines.some(sameField(line)))],
    [],
  );
  return all
    .toSorted((one, other) => order(one) - order(other))
    .map((line) => {
      const amount = ({ lines }: SessionCosts['expected']): number => lines.find(sameField(line))?.quantity ?? 0;
      const was = reported.lines.find(sameField(line));
      const is = expected.lines.find(sameField(line));
      const best = amount(expected);
      return {
        source: line.source,
        field: line.field,
        label: line.label,
        pricedAs: line.pricedAs,
        unit: line.unit,
        reported: was?.quantity ?? 0,
        expected: best,
        estimated: guessed.some(sameField(line)),
        width: Math.max(apart(amount(most), best), apart(best, amount(least))),
        ifBilled: amount(ifBilled),
        price: line.price,
        reportedCost: was === undefined ? (line.price === null ? null : '0') : was.cost,
        expectedCost: is === undefined ? (line.price === null ? null : '0') : is.cost,
      };
    });
}

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
  };
}
