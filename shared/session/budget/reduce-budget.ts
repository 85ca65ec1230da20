import type { BenchEvent } from '../bench-events.ts';
import { alarm } from '../edit.ts';
import type { SessionView } from '../view.ts';

type BudgetEvent = Extract<BenchEvent, { type: 'bench.budget' }>;

const amount = (value: string, { unit, currency }: BudgetEvent): string =>
  unit === 'tokens' ? `${value} tokens` : `${currency ?? ''} ${value}`.trim();

/** The view after the engine has said where the session stands with its budget. */
export function budgetTold(before: SessionView, event: BudgetEvent): SessionView {
  const { unit, limit, currency, warnAt, stop, state, unpriced, expected } = event;
  if (limit === null) return { ...before, budget: null };
  const budget = { unit, limit, currency, warnAt, stop, state, unpriced };
  let view: SessionView = { ...before, budget };
  if (unpriced.length > 0 && before.budget?.unpriced.join() !== unpriced.join()) {
    view = alarm(view, {
      level: 'notice',
      kind: 'budget-unpriced',
      title: 'The budget does not see everything',
      text: `There is no price for ${unpriced.join(', ')}, so the session may be nearer to its limit of ${amount(limit, event)} than the expected total says. Choose the model behind the deployment, or set a budget in tokens.`,
    });
  }
  if (state === before.budget?.state) return view;
  switch (state) {
    case 'within':
      return view;
    case 'warning':
      return alarm(view, {
        level: 'notice',
        kind: 'budget-warning',
        title: `${Math.round(warnAt * 100)} % of the budget is used`,
        text: `The session may have used up to ${amount(expected, event)} of ${amount(limit, event)}.${stop ? ' It is closed when it reaches the limit.' : ''}`,
      });
    case 'reached':
      return alarm(view, {
        level: 'alarm',
        kind: 'budget-reached',
        title: 'The budget is used up',
        text: `The session may have used up to ${amount(expected, event)} of ${amount(limit, event)}. ${stop ? 'It is being closed; what is still running may report until then.' : 'It goes on, as was chosen.'}`,
      });
  }
}
