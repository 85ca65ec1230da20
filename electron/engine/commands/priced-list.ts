import { isDeepStrictEqual } from 'node:util';
import type { SessionSummary } from '../../../shared/contract/bench-api.ts';
import type { ModelChoice } from '../../../shared/pricing/model.ts';
import type { PriceBook } from '../../../shared/pricing/price-book.ts';
import { deploymentKey } from '../../../shared/session/costs/model-of-view.ts';
import { type ListedCost, listedCost, type SessionFacts } from '../../../shared/session/library/session-facts.ts';
import type { PreferenceStore } from '../data/preferences.ts';
import type { PriceBooks } from '../data/price-books.ts';
import type { ListedSession } from '../record/list-rows.ts';

interface Priced {
  readonly book: PriceBook;
  readonly choice: ModelChoice | null;
  readonly cost: ListedCost;
}

/**
 * The list of sessions with its money: each by the book of its record, and by the model that a person set for its deployment. Exact
 * sums over thousands of sessions are worked out once, until what prices them is another.
 */
export class PricedList {
  readonly #prices: Pick<PriceBooks, 'all' | 'choose'>;
  readonly #preferences: Pick<PreferenceStore, 'current'>;
  #all: readonly PriceBook[] = [];
  /** Books by the day and the id they are chosen by. */
  readonly #books = new Map<string, PriceBook>();
  readonly #costs = new WeakMap<SessionFacts, Priced>();

  constructor({
    prices,
    preferences,
  }: {
    readonly prices: Pick<PriceBooks, 'all' | 'choose'>;
    readonly preferences: Pick<PreferenceStore, 'current'>;
  }) {
    this.#prices = prices;
    this.#preferences = preferences;
  }

  priced(sessions: readonly ListedSession[]): SessionSummary[] {
    const all = this.#prices.all;
    if (all.length !== this.#all.length || all.some((book, at) => book !== this.#all[at])) this.#books.clear();
    this.#all = all;
    const { models } = this.#preferences.current.pricing;
    return sessions.map(({ facts, ...session }) => {
      if (facts === undefined) return session;
      const choice = models[deploymentKey(session)] ?? null;
      const { name, turns, notReported, alarms, estimated, options, opening, refused } = facts;
      const cost = this.#costOf(facts, session, choice);
      return { ...session, known: { name, turns, notReported, alarms, estimated, options, opening, refused, cost } };
    });
  }

  #costOf(facts: SessionFacts, session: Omit<ListedSession, 'facts'>, choice: ModelChoice | null): ListedCost {
    const book = this.#bookOf(session.startedAt.slice(0, 10), facts.priceBookId);
    const known = this.#costs.get(facts);
    if (known?.book === book && isDeepStrictEqual(known.choice, choice)) return known.cost;
    const cost = listedCost(facts, session.deployment, book, choice);
    this.#costs.set(facts, { book, choice, cost });
    return cost;
  }

  #bookOf(day: string, id: string): PriceBook {
    const key = `${day} ${id}`;
    const book = this.#books.get(key) ?? this.#prices.choose(day, id).book;
    this.#books.set(key, book);
    return book;
  }
}
