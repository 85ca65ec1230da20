import { useMemo } from 'react';
import type { BookChoice } from '../../../../shared/pricing/choose-book.ts';
import type { ModelChoice, ModelMatch } from '../../../../shared/pricing/model.ts';
import { nextTurn, type NextTurn } from '../../../../shared/session/costs/next-turn.ts';
import { modelOfView } from '../../../../shared/session/costs/model-of-view.ts';
import { sessionCosts, type SessionCosts } from '../../../../shared/session/costs/session-costs.ts';
import { turnCosts, type TurnCosts } from '../../../../shared/session/costs/turn-costs.ts';
import type { SessionView } from '../../../../shared/session/view.ts';
import { useStores, useView } from '../../../store/context.ts';
import { useBook, useModelChoice } from '../../../store/session-prices.ts';
import { streamMs } from '../../../ui/beat.ts';
import { usePolled } from '../../../ui/throttle.tsx';

/** Money that runs repaints this often, wherever it stands: all of it at once, so that sums are of the amounts beside them. */
export const moneyMs = streamMs;
/** What of a session costs anything, or says how much. */
const paid = ['header', 'phase', 'usage', 'responses', 'items', 'effective'] as const;

const costsTheSame = (one: SessionView | null, other: SessionView | null): boolean =>
  one === other || (one !== null && other !== null && paid.every((part) => one[part] === other[part]));

export interface CostState {
  readonly view: SessionView;
  readonly costs: SessionCosts;
  readonly prices: BookChoice;
  /** What a person said of this deployment; null: nothing. */
  readonly choice: ModelChoice | null;
  readonly match: ModelMatch | null;
  readonly next: NextTurn | null;
  readonly turns: TurnCosts;
}

/** Conversation and column ask for the same view: it is priced once. */
const known = new WeakMap<SessionView, CostState>();

function costsOf(view: SessionView, prices: BookChoice, choice: ModelChoice | null): CostState {
  const have = known.get(view);
  if (have !== undefined && have.prices === prices && have.choice === choice) return have;
  const match = modelOfView(view, prices.book, choice);
  const model = match?.model ?? null;
  const costs = sessionCosts(view, model, prices.book);
  const state = {
    view,
    costs,
    prices,
    choice,
    match,
    next: nextTurn(view, model, prices.book),
    turns: turnCosts(view, costs, model, prices.book),
  };
  known.set(view, state);
  return state;
}

/** The running cost of the session on screen, reported and expected; null while prices or session are missing. What is reported shows at once. */
export function useCost(): CostState | null {
  const { session } = useStores();
  const sessionId = useView((view) => view?.header?.sessionId);
  const usage = useView((view) => view?.usage);
  const polled = usePolled(() => session.getState().view, moneyMs, costsTheSame);
  const isRecent = polled?.header?.sessionId === sessionId && polled?.usage === usage;
  const view = isRecent ? polled : session.getState().view;
  const prices = useBook();
  const choice = useModelChoice();
  return useMemo(
    () => (view === null || prices === null ? null : costsOf(view, prices, choice)),
    [view, prices, choice],
  );
}
