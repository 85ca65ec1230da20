import { documentMoney } from '../../../../shared/kit/money-format.ts';
import { ratioOf } from '../../../../shared/pricing/cost.ts';
import { budgetUse } from '../../../../shared/session/costs/budget.ts';
import { isUnderWay, type RateLimitView } from '../../../../shared/session/view.ts';
import { usePreferences, useStores, useView } from '../../../store/context.ts';
import { useBook } from '../../../store/session-prices.ts';
import { cx } from '../../../ui/cx.ts';
import { percent } from '../../../ui/format.ts';
import { count } from '../../../../shared/kit/numbers.ts';
import { Ticker } from '../../../ui/throttle.tsx';
import type { CostState } from './use-cost.ts';
import styles from './column.module.css';

/** What a session may use, how much of that it has used, and what happens at the end of it. A click sets it. */
function Budget({ state }: { readonly state: CostState | null }) {
  const { appWindow } = useStores();
  const budget = usePreferences((all) => all.budget);
  const currency = useBook()?.book.currency ?? '';
  const { limit } = budget;
  const edit = (): void => appWindow.openDialog('budget');
  if (limit === null) {
    return (
      <button type="button" className={cx(styles.rate, styles.budget)} onClick={edit}>
        <span className={styles.line}>
          <span>Budget</span> <span className={styles.remaining}>none</span>
        </span>
        <span className={styles.rateBar} /> <span className={styles.note}>a click sets one</span>
      </button>
    );
  }
  const use = state === null ? null : budgetUse(state.view, budget, state.match?.model ?? null, state.prices.book);
  const share = use === null ? 0 : ratioOf(use.expected, limit.amount);
  const whole =
    limit.unit === 'tokens' ? `${count(Number(limit.amount))} tok` : documentMoney({ cost: limit.amount, currency });
  const tone = use?.state === 'reached' ? styles.overLimit : use?.state === 'warning' ? styles.nearLimit : undefined;
  const may = use === null || use.expected === '0' ? '' : 'up to ';
  const end = budget.stop ? 'stops safely at 100%' : 'goes on past 100%';
  return (
    <button type="button" className={cx(styles.rate, styles.budget)} onClick={edit}>
      <span className={styles.line}>
        <span>Budget</span> <span className={styles.remaining}>{`${may}${percent(share)} of ${whole}`}</span>
      </span>
      <span className={styles.rateBar}>
        <span className={cx(styles.fill, tone)} style={{ width: `${share * 100}%` }} />
      </span>{' '}
      <span className={styles.note}>{(use?.unpriced.length ?? 0) > 0 ? 'not everything has a price' : end}</span>
    </button>
  );
}

function Limit({ limit }: { readonly limit: RateLimitView }) {
  const { clock, nowMs } = useStores();
  const share = limit.limit > 0 ? Math.min(1, limit.remaining / limit.limit) : 0;
  const reset = (): string => {
    const left = limit.resetSeconds - (clock.now(nowMs()) - limit.t) / 1000;
    return left <= 0 ? 'full by now' : `full in ${Math.ceil(left)} s`;
  };
  return (
    <div className={styles.rate}>
      <p className={styles.line}>
        <span>{`Rate, ${limit.name}`}</span>
        <span className={styles.remaining}>{`${count(limit.remaining)} left`}</span>
      </p>
      <div className={styles.rateBar} aria-hidden="true">
        <div className={styles.fill} style={{ width: `${share * 100}%` }} />
      </div>
      <p className={styles.note}>
        {`of ${count(limit.limit)}, `}
        <Ticker text={reset} perSecond={1} />
      </p>
    </div>
  );
}

/** The budget, and what the service says is left of its limits and how long until they are full again. Of a session that runs. */
export function Rates({ state }: { readonly state: CostState | null }) {
  const limits = useView((view) => view?.rateLimits ?? null);
  const isOver = useView((view) => view !== null && !isUnderWay(view.phase));
  if (isOver) return null;
  return (
    <section aria-label="Budget and rate limits" className={styles.rates}>
      <Budget state={state} />
      {limits?.slice(0, 2).map((limit) => (
        <Limit key={limit.name} limit={limit} />
      ))}
    </section>
  );
}
