import { z } from 'zod';
import { toArray, values } from '../../kit/chunk-list.ts';
import { asString, type JsonObject } from '../../kit/json.ts';
import { costOfQuantities, knownTotal } from '../../pricing/cost.ts';
import { type ModelChoice, modelOfSession, noChoice } from '../../pricing/model.ts';
import type { PriceBook } from '../../pricing/price-book.ts';
import { billedFields, priceScopes } from '../../pricing/price-terms.ts';
import { billedQuantities } from '../../pricing/quantities.ts';
import { optionSpec, shortText } from '../../protocol/options/options.ts';
import { expectedTotals, type ExpectedTotals } from '../expected/expected-totals.ts';
import type { ItemView, SessionView } from '../view.ts';
import { givenName } from './given-name.ts';

const quantity = z.object({
  source: z.enum(['response', 'transcription', 'other']),
  model: z.string().nullable(),
  field: z.enum(billedFields),
  quantity: z.number(),
  path: z.string().optional(),
});

/** What a list of sessions says of one, taken from its fold. Amounts and no money: prices are chosen when it is listed. */
export const sessionFactsSchema = z.object({
  /** What a person calls it: its profile, the file that spoke; null: neither. */
  name: z.string().nullable(),
  turns: z.number().int(),
  /** Responses that ended and never said what they used. */
  notReported: z.number().int(),
  alarms: z.number().int(),
  /** The model as the service named it. */
  model: z.string().nullable(),
  priceBookId: z.string(),
  pricing: z.object({ model: z.string().nullable(), scope: z.enum(priceScopes) }).nullable(),
  reported: z.array(quantity).readonly(),
  /** The low end: reports, and estimates at their cheapest. */
  expected: z.array(quantity).readonly(),
  /** What comes on top at most if everything that ended without a report is billed. */
  ifBilled: z.array(quantity).readonly(),
  /** Some of `expected` is an estimate. */
  estimated: z.boolean(),
  /** Options that were asked for, as a person reads them: `Eagerness low`. */
  options: z.array(z.string()).readonly(),
  /** What was said first, by the person where one spoke; null: nothing was, or no word of it came. */
  opening: z.object({ by: z.enum(['you', 'assistant']), text: z.string() }).nullable(),
  /** Why the service let nobody in, as a sentence; null: it did. */
  refused: z.string().nullable(),
});
export type SessionFacts = z.infer<typeof sessionFactsSchema>;

/** So that the head of a summary stays small whatever was asked for. */
const mostOptions = 64;
const longestOption = 80;

function optionWords(asked: JsonObject): string[] {
  return Object.entries(asked).map(([id, value]) => {
    const spec = optionSpec(id);
    return spec === undefined ? id : `${spec.label} ${shortText(spec, value)}`.slice(0, longestOption);
  });
}

function askedOptions(view: SessionView): string[] {
  const updates = toArray(view.options.updates).map(({ asked, changed }) =>
    Object.fromEntries(Object.entries(asked).filter(([id]) => changed.includes(id))),
  );
  return [...new Set([view.header?.requested ?? {}, ...updates].flatMap(optionWords))].slice(0, mostOptions);
}

/** Responses that ended without saying what they used, whether the service kept it or the connection lost it. */
export const neverReported = ({ responses }: Pick<ExpectedTotals, 'responses'>): number =>
  responses.estimated + responses['if billed'];

const longestOpening = 160;

function openingOf({ items }: SessionView): SessionFacts['opening'] {
  const spoken = (role: 'user' | 'assistant'): ItemView | undefined => {
    for (const item of values(items)) {
      if (item.role === role && item.kind === 'message' && item.text.trim() !== '') return item;
    }
    return undefined;
  };
  const user = spoken('user');
  const first = user ?? spoken('assistant');
  if (first === undefined) return null;
  const text = first.text.trim().replaceAll(/\s+/g, ' ').slice(0, longestOpening);
  return { by: user === undefined ? 'assistant' : 'you', text };
}

/** The facts of a session. */
export function sessionFacts(view: SessionView): SessionFacts {
  const totals = expectedTotals(view);
  return {
    name: view.header === null ? null : givenName(view.header),
    turns: toArray(view.turns).filter(({ source }) => source !== 'asked').length,
    notReported: neverReported(totals),
    alarms: toArray(view.alarms).filter(({ level }) => level === 'alarm').length,
    model: asString(view.effective?.['model']) ?? null,
    priceBookId: view.header?.priceBookId ?? '',
    pricing: view.header?.pricing ?? null,
    reported: billedQuantities(view.usage),
    expected: billedQuantities(totals.least),
    ifBilled: billedQuantities(totals.ifBilled),
    estimated: totals.estimated.reports > 0,
    options: askedOptions(view),
    opening: openingOf(view),
    refused: view.phase === 'refused' ? (view.error?.message ?? 'The service refused the connection.') : null,
  };
}

/** Money of one session in a list. Amounts are exact decimals; null: nothing in it has a price. */
export interface ListedCost {
  readonly currency: string;
  readonly reported: string | null;
  /** The low end. */
  readonly expected: string | null;
  /** What comes on top at most if everything that ended without a report is billed; '0': nothing did. */
  readonly ifBilled: string | null;
  /** What has no price, in words: the amounts are then lower bounds. */
  readonly unpriced: readonly string[];
}

/** What a session costs by a book. `choice` overrides what its record says of the model. */
export function listedCost(
  facts: SessionFacts,
  deployment: string,
  book: PriceBook,
  choice: ModelChoice | null,
): ListedCost {
  const match = modelOfSession(book, facts.model, deployment, choice ?? facts.pricing ?? noChoice);
  const reported = costOfQuantities(facts.reported, match?.model ?? null, book);
  const expected = costOfQuantities(facts.expected, match?.model ?? null, book);
  const ifBilled = costOfQuantities(facts.ifBilled, match?.model ?? null, book);
  return {
    currency: book.currency,
    reported: knownTotal(reported),
    expected: knownTotal(expected),
    ifBilled: knownTotal(ifBilled),
    unpriced: [...new Set([...expected.unpriced, ...ifBilled.unpriced])],
  };
}
