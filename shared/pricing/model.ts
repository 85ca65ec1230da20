import type { PriceBook, PricedModel } from './price-book.ts';

/** How a model was recognised: by the name the service gave, or guessed from the deployment's name. */
export interface ModelMatch {
  readonly model: PricedModel;
  readonly how: 'named' | 'guessed';
}

const matchesWhole = (priced: PricedModel, name: string): boolean =>
  priced.matches.some((pattern) => new RegExp(`^(?:${pattern})$`, 'i').test(name));

/** The book's entry for exactly this model name, or null. */
export const pricedModel = (book: PriceBook, name: string): PricedModel | null =>
  book.models.find((priced) => matchesWhole(priced, name)) ?? null;

/**
 * The model that prices a session: what `session.created` named, else a guess from the deployment's own name
 * (the longest model name it contains). Null when neither says: tokens are still counted, the cost is unknown.
 */
export function modelOfSession(book: PriceBook, reported: string | null, deployment: string): ModelMatch | null {
  const named = reported === null ? null : pricedModel(book, reported);
  if (named !== null) return { model: named, how: 'named' };
  const exact = pricedModel(book, deployment);
  if (exact !== null) return { model: exact, how: 'guessed' };
  const inside = book.models
    .filter((priced) => deployment.toLowerCase().includes(priced.model))
    .sort((one, other) => other.model.length - one.model.length)[0];
  return inside === undefined ? null : { model: inside, how: 'guessed' };
}
