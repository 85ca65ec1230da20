import { count } from '../../format/count.ts';
import { useView } from '../../store/context.ts';
import styles from './rates.module.css';

/** What the service says is left of its limits, pinned to the foot. */
export function Rates() {
  const limits = useView((view) => view?.rateLimits ?? null);
  if (limits === null || limits.length === 0) return null;
  return (
    <section aria-label="Rate limits" className={styles.rates}>
      {limits.slice(0, 2).map((limit) => (
        <div key={limit.name} className={styles.rate}>
          <p className={styles.line}>
            <span>{`Rate, ${limit.name}`}</span>
            <span className={styles.left}>{`${count(limit.remaining)} left`}</span>
          </p>
          <div className={styles.bar} aria-hidden="true">
            <div
              className={styles.fill}
              style={{ width: `${limit.limit > 0 ? Math.min(100, (limit.remaining / limit.limit) * 100) : 0}%` }}
            />
          </div>
          <p className={styles.note}>{`of ${count(limit.limit)}, full in ${limit.resetSeconds.toFixed(1)} s`}</p>
        </div>
      ))}
    </section>
  );
}
