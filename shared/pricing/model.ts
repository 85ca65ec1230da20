import type { PriceBook, PricedModel } from './price-book.ts';
import { entryName, type PriceScope } from './price-terms.ts';

/** How a model was recognised: set by the person, named by the service, or guessed from the deployment's name. */
export interface ModelMatch {
  readonly model: PricedModel;
  readonly how: 'chosen' | 'named' | 'guessed';
}

/** What a person said of the model behind a deployment. Null: nothing, so it is recognised by name, in Global. */
export interface ModelChoice {
  /** An entry's name: `gpt-realtime-mini 1215`. */
  readonly model: string | null;
  readonly scope: PriceScope;
}

export const noChoice: ModelChoice = { model: null, scope: 'global' };

/** Thousands of sessions are priced by the same few entries. */
const compiled = new WeakMap<PricedModel, readonly RegExp[]>();

function patternsOf(entry: PricedModel): readonly RegExp[] {
  const have = compiled.get(entry);
  if (have !== undefined) return have;
  const patterns = entry.matches.map((pattern) => new RegExp(`^(?:${pattern})$`, 'i'));
  compiled.set(entry, patterns);
  return patterns;
}

const matchesWhole = (entry: PricedModel, name: string): boolean =>
  patternsOf(entry).some((pattern) => pattern.test(name));

/** The book's entry for exactly this model name, or for an entry's own name, in a scope; or null. */
export function pricedModel(book: PriceBook, name: string, scope: PriceScope = 'global'): PricedModel | null {
  const entries = book.models.filter((priced) => priced.scope === scope);
  return (
    entries.find((priced) => matchesWhole(priced, name)) ?? entries.find((priced) => entryName(priced) === name) ?? null
  );
}

/** The entry a meter's model and version stand for; a version that is not listed is priced as the model is. */
export const pricedVersion = (
  book: PriceBook,
  model: string,
  version: string | null,
  scope: PriceScope,
): PricedModel | null =>
  book.models.find((one) => one.scope === scope && one.model === model && (one.version ?? null) === version) ??
  pricedModel(book, model, scope);

/** A name by which `pricedModel` finds this entry and no other. */
export const choiceName = (book: PriceBook, entry: PricedModel): string =>
  [entryName(entry), ...entry.matches].find((name) => pricedModel(book, name, entry.scope) === entry) ??
  entryName(entry);

/**
 * The model that prices a session: the chosen one, else what `session.created` named, else a guess from the deployment's
 * own name (the longest model name it contains). Null when none says: tokens are still counted, the cost is unknown.
 */
export function modelOfSession(
  book: PriceBook,
  reported: string | null,
  deployment: string,
  { model: chosen, scope }: ModelChoice = noChoice,
): ModelMatch | null {
  if (chosen !== null) {
    const model = pricedModel(book, chosen, scope);
    return model === null ? null : { model, how: 'chosen' };
  }
  const named = reported === null ? null : pricedModel(book, reported, scope);
  if (named !== null) return { model: named, how: 'named' };
  const exact = pricedModel(book, deployment, scope);
  if (exact !== null) return { model: exact, how: 'guessed' };
  const name = book.models
    .filter((priced) => deployment.toLowerCase().includes(priced.model))
    .sort((one, other) => other.model.length - one.model.length)[0]?.model;
  const inside = name === undefined ? null : pricedModel(book, name, scope);
  return inside === null ? null : { model: inside, how: 'guessed' };
}
