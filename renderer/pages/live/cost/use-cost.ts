import { useMemo } from 'react';
import type { BookChoice } from '../../../../shared/pricing/choose-book.ts';
import type { ModelChoice, ModelMatch } from '../../../../shared/pricing/model.ts';
import { nextTurn, type NextTurn } from '../../../../shared/session/costs/next-turn.ts';
import { modelOfView } from '../../../../shared/session/costs/model-of-view.ts';
import { sessionCosts, type SessionCosts } from '../../../../shared/session/costs/session-costs.ts';
import type { SessionView } from '../../../../shared/session/view.ts';
import { useStores, useView } from '../../../store/context.ts';
import { useBook, useModelChoice } from '../../../store/session-prices.ts';
import { useThrottled } from '../../../ui/throttle.tsx';

/** Money repaints at most this often, however quickly events come. */
const repaintMs = 250;

export interface CostState {
  readonly view: SessionView;
  readonly costs: SessionCosts;
  readonly prices: BookChoice;
  /** What a person said of this deployment; null: nothing. */
  readonly choice: ModelChoice | null;
  readonly match: ModelMatch | null;
  readonly next: NextTurn | null;
}

/** The running cost of the session on screen, reported and expected; null while prices or session are missing. */
export function useCost(): CostState | null {
  const { session } = useStores();
  const usage = useView((view) => view?.usage ?? null);
  const responses = useView((view) => view?.responses ?? null);
  const items = useView((view) => view?.items ?? null);
  const effective = useView((view) => view?.effective ?? null);
  const changed = useMemo(() => ({ usage, responses, items, effective }), [usage, responses, items, effective]);
  const shown = useThrottled(changed, repaintMs);
  const prices = useBook();
  const choice = useModelChoice();
  return useMemo(() => {
    const { view } = session.getState();
    if (view === null || shown.usage === null || prices === null) return null;
    const match = modelOfView(view, prices.book, choice);
    const model = match?.model ?? null;
    return {
      view,
      costs: sessionCosts(view, model, prices.book),
      prices,
      choice,
      match,
      next: nextTurn(view, model, prices.book),
    };
  }, [session, shown, prices, choice]);
}
