import { toArray } from '../../kit/chunk-list.ts';
import { instantMs } from '../../kit/dates.ts';
import { benchError, ok, refuse, type Result } from '../../kit/errors.ts';
import { asString } from '../../kit/json.ts';
import { sumExact } from '../../kit/money.ts';
import { repeatable } from '../../kit/untrusted/quoting.ts';
import type { BookChoice } from '../../pricing/choose-book.ts';
import { amountOf, costOf } from '../../pricing/cost.ts';
import type { ModelChoice } from '../../pricing/model.ts';
import type { PriceBook, PricedModel } from '../../pricing/price-book.ts';
import { leastAndMost } from '../../usage/cached-tokens.ts';
import { type CountSource, countsIn, type UsageCounts } from '../../usage/fields.ts';
import type { UsageBasis } from '../../usage/expected.ts';
import { addReport, emptyLedger } from '../../usage/ledger.ts';
import { type ExpectedRow, expectedRows, type RowWork } from '../costs/expected-rows.ts';
import { modelOfView } from '../costs/model-of-view.ts';
import { type ItemView, itemOf, type ResponseView, responseOf, type SessionView } from '../view.ts';

/** What all rows of one session have in common. */
export interface UsageSession {
  readonly view: SessionView;
  readonly sessionId: string;
  readonly startedAt: string;
  readonly startMs: number;
  readonly book: PriceBook;
  readonly model: PricedModel | null;
  /** Version of the application that writes the row. */
  readonly app: string;
}

/** Money of one row, exact decimals in the currency of the book; null: nothing of it has a price. */
export interface UsageCosts {
  readonly best: string | null;
  readonly low: string | null;
  readonly high: string | null;
  /** Null: it is counted, or is billed for certain. */
  readonly ifBilled: string | null;
}

/**
 * What one response or one transcription used. `session`: what the sums of the session have beyond all of these, as of usage that
 * names no response.
 */
export interface UsageRow {
  readonly session: UsageSession;
  readonly work: RowWork;
  readonly basis: UsageBasis;
  readonly response: ResponseView | null;
  readonly item: ItemView | null;
  /** Session time at which it ended, or was last seen. */
  readonly atMs: number;
  /** As its `usage` object says; null: it has none. */
  readonly reported: UsageCounts | null;
  /** Exact; null: nothing was reported, or a price of it is not known. */
  readonly reportedCost: string | null;
  /** What it is expected to put on each meter. */
  readonly amounts: readonly ExpectedRow[];
  readonly costs: UsageCosts;
  /** An amount of it has no price. */
  readonly unpriced: boolean;
}

const keyOf = (work: RowWork): string =>
  work.kind === 'response' ? `response ${work.number}` : work.kind === 'transcription' ? `item ${work.itemId}` : '';

function costsOf(amounts: readonly ExpectedRow[]): UsageCosts {
  const priced = amounts.flatMap(({ line: { price }, ...amount }) => (price === null ? [] : [{ ...amount, price }]));
  const sum = (of: (amount: (typeof priced)[number]) => number): string | null =>
    priced.length === 0
      ? null
      : sumExact(priced.map((amount) => (of(amount) === 0 ? '0' : amountOf(of(amount), amount.price))));
  return {
    best: sum(({ quantity }) => quantity),
    low: sum(({ low }) => low),
    high: sum(({ high }) => high),
    ifBilled: amounts.some(({ ifBilled }) => ifBilled !== null) ? sum(({ ifBilled }) => ifBilled ?? 0) : null,
  };
}

/** What was reported, by its counts and by its cost: at its dearest where it does not say of which kind cached tokens are. */
function reportOf(
  source: CountSource,
  { understood, problems }: Pick<ResponseView, 'understood' | 'problems'>,
  transcriber: string | null,
  { model, book }: UsageSession,
): Pick<UsageRow, 'reported' | 'reportedCost'> {
  if (understood === null) return { reported: null, reportedCost: null };
  const isUnsplit = problems.some(({ kind }) => kind === 'cached-unsplit');
  const usage = isUnsplit ? leastAndMost({ usage: understood }).most : understood;
  const ledger = addReport(emptyLedger, { source, id: '', usage, model: transcriber });
  const { total, unpriced } = costOf(ledger, model, book);
  return { reported: countsIn(understood, source), reportedCost: unpriced.length > 0 ? null : total };
}

function rowOf(session: UsageSession, work: RowWork, amounts: readonly ExpectedRow[]): UsageRow {
  const { view } = session;
  const response = work.kind === 'response' ? (responseOf(view, work.id) ?? null) : null;
  const item = work.kind === 'transcription' ? (itemOf(view, work.itemId) ?? null) : null;
  const transcription = item?.transcription ?? null;
  const report =
    response !== null
      ? reportOf('response', response, null, session)
      : transcription !== null
        ? reportOf('transcription', transcription, transcription.model, session)
        : { reported: null, reportedCost: null };
  return {
    session,
    work,
    basis: response?.expected.basis ?? transcription?.expected.basis ?? 'reported',
    response,
    item,
    atMs:
      response !== null
        ? (response.doneMs ?? response.createdMs)
        : (transcription?.completedMs ?? item?.doneMs ?? item?.startMs ?? view.t),
    ...report,
    amounts,
    costs: costsOf(amounts),
    unpriced: amounts.some(({ line: { price } }) => price === null),
  };
}

/**
 * The use of a session, a row for each response and each transcription, in their order; those that used nothing by report or estimate
 * have their row too. By column the rows add up to the session's own sums exactly. Refuses a record that does not say when it began.
 * Pure.
 * @param app version of the application that writes them
 */
export function usageRows(
  view: SessionView,
  { book }: Pick<BookChoice, 'book'>,
  app: string,
  choice: ModelChoice | null = null,
): Result<{ rows: readonly UsageRow[] }> {
  const { header } = view;
  const startMs = instantMs(header?.startedAt ?? '');
  if (header === null || startMs === null) {
    const name = repeatable(header?.sessionId ?? 'The session', 120);
    return refuse(
      benchError('invalid-argument', `${name} does not say when it began, so its use has no time.`, {
        nextStep: 'Mend startedAt in the first line of its events.jsonl, or leave it out.',
      }),
    );
  }
  const { sessionId, startedAt } = header;
  const model = modelOfView(view, book, choice)?.model ?? null;
  const session: UsageSession = { view, sessionId, startedAt, startMs, book, model, app };
  const amounts = new Map<string, ExpectedRow[]>();
  for (const row of expectedRows(view, model, book)) {
    const key = keyOf(row.work);
    amounts.set(key, [...(amounts.get(key) ?? []), row]);
  }
  const works: RowWork[] = [
    ...toArray(view.responses).map(({ id, number }): RowWork => ({ kind: 'response', id, number })),
    ...toArray(view.items).flatMap(({ id, transcription }): RowWork[] =>
      transcription === null ? [] : [{ kind: 'transcription', itemId: id }],
    ),
  ];
  const rest = amounts.get('') ?? [];
  return ok({
    rows: [
      ...works.map((work) => rowOf(session, work, amounts.get(keyOf(work)) ?? [])),
      ...(rest.length === 0 ? [] : [rowOf(session, { kind: 'session' }, rest)]),
    ],
  });
}

/** The model that did the work, as the service named it; null: it has not. */
export const modelNameOf = ({ session: { view }, item }: UsageRow): string | null =>
  item?.transcription?.model ?? asString(view.effective?.['model']) ?? null;
