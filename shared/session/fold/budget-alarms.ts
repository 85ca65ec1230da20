import { plainMoney } from '../../kit/plain-money.ts';
import type { Alarm, Budget, Moments } from './alarm-terms.ts';

/** What is said when the engine has told where the session stands with its budget. */
export const budgetAlarms = [
  {
    id: 'budget-unpriced',
    level: 'notice',
    say: (_view, { was, now, limit }) =>
      now.unpriced.length === 0 || was?.unpriced.join() === now.unpriced.join()
        ? null
        : {
            title: 'The budget does not see everything',
            text: `There is no price for ${now.unpriced.join(', ')}, so the session may be nearer to its limit of ${amount(limit, now)} than the expected total says. Choose the model behind the deployment, or set a budget in tokens.`,
          },
  },
  {
    id: 'budget-warning',
    level: 'notice',
    say: (_view, { was, now, limit }) =>
      now.state !== 'warning' || was?.state === 'warning'
        ? null
        : {
            title: `${Math.round(now.warnAt * 100)} % of the budget is used`,
            text: `${usedOf(limit, now)}${now.stop ? ' It is closed when it reaches the limit.' : ''}`,
          },
  },
  {
    id: 'budget-reached',
    level: 'alarm',
    say: (_view, { was, now, limit }) =>
      now.state !== 'reached' || was?.state === 'reached'
        ? null
        : {
            title: 'The budget is used up',
            text: `${usedOf(limit, now)} ${now.stop ? 'It is being closed; what is still running may report until then.' : 'It goes on, as was chosen.'}`,
          },
  },
] as const satisfies readonly Alarm<Moments['budget reported']>[];

const amount = (value: string, { unit, currency }: Budget): string =>
  unit === 'tokens' ? `${value} tokens` : `${currency ?? ''} ${plainMoney(value)}`.trim();

const usedOf = (limit: string, budget: Budget): string =>
  `The session may have used up to ${amount(budget.expected, budget)} of ${amount(limit, budget)}.`;
