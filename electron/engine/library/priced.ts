import type { SessionSummary } from '../../../shared/bench-api.ts';
import { deploymentKey } from '../../../shared/costs/model-of-view.ts';
import { listedCost } from '../../../shared/library/listed-cost.ts';
import type { EngineContext } from '../context.ts';
import type { ListedSession } from './library.ts';

/** A session of the list with its money: by the book of its record, and by the model that a person set for its deployment. */
export function priced(
  { facts, ...session }: ListedSession,
  { prices, preferences }: Pick<EngineContext, 'prices' | 'preferences'>,
): SessionSummary {
  if (facts === undefined) return session;
  const { book } = prices.choose(session.startedAt.slice(0, 10), facts.priceBookId);
  const choice = preferences.current.pricing.models[deploymentKey(session)] ?? null;
  const { name, turns, notReported, alarms, estimated, options } = facts;
  const cost = listedCost(facts, session.deployment, book, choice);
  return { ...session, known: { name, turns, notReported, alarms, estimated, options, cost } };
}
