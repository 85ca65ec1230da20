import { dayAfter, endOfMonthMs, instantMs, utcDayOf } from '../../kit/dates.ts';
import { benchError, ok, refuse, type Result } from '../../kit/errors.ts';
import { asString } from '../../kit/json.ts';
import { repeatable } from '../../kit/untrusted/quoting.ts';
import { visibleLine } from '../../kit/untrusted/safe-text.ts';
import type { BookChoice } from '../../pricing/choose-book.ts';
import { amountOf } from '../../pricing/cost.ts';
import type { ModelChoice } from '../../pricing/model.ts';
import type { PriceScope } from '../../pricing/price-terms.ts';
import type { SessionView } from '../view.ts';
import { type ExpectedRow, expectedRows } from './expected-rows.ts';
import { modelOfView } from './model-of-view.ts';

/** Who a deployment is bought from, as FOCUS names it. */
export interface FocusProvider {
  readonly name: string;
  readonly service: string;
  readonly category: 'AI and Machine Learning';
  readonly subcategory: 'AI Platforms' | 'Generative AI';
  /** Its bill has the meters that the price books name. */
  readonly hasAzureMeters: boolean;
}

const category = 'AI and Machine Learning';

/** As Microsoft's own FOCUS data name the resource type that realtime deployments belong to. */
const azure: FocusProvider = {
  name: 'Microsoft',
  service: 'Azure AI Services',
  category,
  subcategory: 'AI Platforms',
  hasAzureMeters: true,
};

const notAzure = (name: string, service: string): FocusProvider => ({
  name,
  service,
  category,
  subcategory: 'Generative AI',
  hasAzureMeters: false,
});

/** Who sells what answers at an address; of an address of nobody known, its host. */
function providerOf(kind: string, host: string): FocusProvider {
  if (kind === 'simulator') return notAzure('Voxtally simulator', 'Voxtally simulator');
  if (kind.startsWith('azure') || host.endsWith('.azure.com')) return azure;
  if (kind === 'openai' || host.endsWith('.openai.com')) return notAzure('OpenAI', 'OpenAI API');
  const name = host === '' ? `Endpoint of kind ${kind}` : host;
  return notAzure(name, name);
}

/** What all rows of one session have in common. Texts from outside are on one line, what is unseen in them written out. */
interface FocusSession {
  readonly sessionId: string;
  readonly profile: string | null;
  readonly host: string | null;
  readonly deployment: string;
  /** The model as the service named it; null: it has not. */
  readonly model: string | null;
  readonly scope: PriceScope;
  readonly provider: FocusProvider;
  readonly bookId: string;
  /** The book states an agreement: its prices are contracted, and what the list says is not known. */
  readonly isContract: boolean;
  readonly currency: string;
  /** Version of the application that wrote the row. */
  readonly app: string;
}

/** What the amounts of a row cost, exact decimals in the currency of the book; null: there is no price, or no such amount. */
export interface RowCosts {
  readonly expected: string | null;
  readonly low: string | null;
  readonly high: string | null;
  readonly ifBilled: string | null;
  readonly width: string | null;
}

function costsOf({ quantity, low, high, ifBilled, width, line: { price } }: ExpectedRow): RowCosts {
  const cost = (amount: number | null): string | null =>
    price === null || amount === null ? null : amount === 0 ? '0' : amountOf(amount, price);
  const expected = cost(quantity);
  const same = (amount: number): string | null => (amount === quantity ? expected : cost(amount));
  return { expected, low: same(low), high: same(high), ifBilled: cost(ifBilled), width: cost(width) };
}

/** One row of the export before it is written: an amount on a meter, with its session and its day. */
export interface FocusRow {
  readonly session: FocusSession;
  readonly row: ExpectedRow;
  readonly costs: RowCosts;
  /** When the work ended: ISO 8601 in UTC, whole seconds. */
  readonly endedAt: string;
  /** UTC day of that; a bill's rows are days. */
  readonly day: string;
}

/** Midnight at which a UTC day begins, and a moment, as FOCUS writes instants. */
export const focusDay = (day: string): string => `${day}T00:00:00Z`;
const focusInstant = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;

/** The first and the exclusive last instant of the day and of the month that hold a UTC day. */
export const chargePeriod = (day: string): readonly [start: string, end: string] => [
  focusDay(day),
  focusDay(dayAfter(day)),
];
export const billingPeriod = (day: string): readonly [start: string, end: string] => [
  focusDay(`${day.slice(0, 7)}-01`),
  focusInstant(endOfMonthMs(day)),
];

const shown = (text: string | null | undefined): string | null => {
  const line = visibleLine(text ?? '');
  return line === '' ? null : line;
};

/** The latest second with a year of four digits. */
const lastInstantMs = Date.UTC(9999, 11, 31, 23, 59, 59);

/**
 * The expected use of a session as rows of FOCUS, in the order of its responses, by one book. Refuses a record that does not say
 * when it began: its rows would have no day. Pure.
 * @param app version of the application that writes them
 */
export function focusRows(
  view: SessionView,
  { book }: Pick<BookChoice, 'book'>,
  app: string,
  choice: ModelChoice | null = null,
): Result<{ rows: readonly FocusRow[] }> {
  const { header } = view;
  const startMs = instantMs(header?.startedAt ?? '');
  if (header === null || startMs === null) {
    const name = repeatable(header?.sessionId ?? 'The session', 120);
    return refuse(
      benchError('invalid-argument', `${name} does not say when it began, so what it used is of no day.`, {
        nextStep: 'Mend startedAt in the first line of its events.jsonl, or leave it out.',
      }),
    );
  }
  const { endpoint, pricing, profile, sessionId } = header;
  const model = modelOfView(view, book, choice)?.model ?? null;
  const host = URL.canParse(endpoint.url) ? new URL(endpoint.url).hostname.toLowerCase() : '';
  const session: FocusSession = {
    sessionId: visibleLine(sessionId),
    profile: shown(profile),
    host: shown(host),
    deployment: visibleLine(endpoint.deployment),
    model: shown(asString(view.effective?.['model'])),
    scope: model?.scope ?? choice?.scope ?? pricing?.scope ?? 'global',
    provider: providerOf(endpoint.kind, host),
    bookId: book.id,
    isContract: book.kind === 'own',
    currency: book.currency,
    app,
  };
  const rows = expectedRows(view, model, book).map((row): FocusRow => {
    const endMs = Math.min(startMs + Math.max(row.atMs, 0), lastInstantMs);
    return { session, row, costs: costsOf(row), endedAt: focusInstant(endMs), day: utcDayOf(endMs) };
  });
  return ok({ rows });
}
