import { useView, useStores } from '../../store/context.ts';
import { count } from '../../format/count.ts';
import { Ticker } from '../../parts/ticker.tsx';
import type { RateLimitView } from '../../../shared/session/view.ts';
import { Budget } from './budget.tsx';
import styles from './rates.module.css';
import type { CostState } from './use-cost.ts';

function Limit({ limit }: { readonly limit: RateLimitView }) {
  const { clock, nowMs } = useStores();
  const share = limit.limit > 0 ? Math.min(1, limit.remaining / limit.limit) : 0;
  const reset = (): string => {
    const left = limit.resetSeconds - (clock.now(nowMs()) - limit.t) / 1000;
    return left <= 0 ? 'full by now' : `full in ${left.toFixed(1)} s`;
  };
  return (
    <div className={styles.rate}>
      <p className={styles.line}>
        <span>{`Rate, ${limit.name}`}</span>
        <span className={styles.left}>{`${count(limit.remaining)} left`}</span>
      </p>
      <div className={styles.bar} aria-hidden="true">
        <div className={styles.fill} style={{ width: `${share * 100}%` }} />
      </div>
      <p className={styles.note}>
        {`of ${count(limit.limit)}, `}
        <Ticker text={reset} perSecond={10} />
      </p>
    </div>
  );
}

/** The budget, and what the service says is left of its limits and how long until they are full again; pinned to the foot. */
export function Rates({ state }: { readonly state: CostState | null }) {
  const limits = useView((view) => view?.rateLimits ?? null);
  return (
    <section aria-label="Budget and rate limits" className={styles.rates}>
      <Budget state={state} />
      {limits?.slice(0, 2).map((limit) => (
        <Limit key={limit.name} limit={limit} />
      ))}
    </section>
  );
}
