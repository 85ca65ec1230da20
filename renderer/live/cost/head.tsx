import CircleDashed from 'lucide-react/icons/circle-dashed';
import { toArray } from '../../../shared/session/chunk-list.ts';
import { isEmptyUsage } from '../../../shared/usage/report.ts';
import { plural } from '../../format/count.ts';
import { perTime } from '../../../shared/pricing/money.ts';
import { headlineUsd, ratioOf, wholeUsd } from '../../format/money.ts';
import { Headline, Money } from '../../parts/money.tsx';
import { useThrottled } from '../../parts/use-throttled.ts';
import { useView } from '../../store/context.ts';
import { cx } from '../../styles/cx.ts';
import type from '../../styles/type.module.css';
import styles from './head.module.css';
import type { CostState } from './use-cost.ts';

/** What a large number is worth when the service has kept part of the count to itself. */
function Missing() {
  const responses = useView((view) => view?.responses ?? null);
  if (responses === null) return null;
  const silent = toArray(responses).filter(
    ({ status, usage }) => status !== 'in_progress' && (usage === undefined || isEmptyUsage(usage)),
  ).length;
  if (silent === 0) return null;
  return (
    <p className={styles.missing}>
      <CircleDashed />
      {`At least this much: ${plural(silent, 'response')} never reported.`}
    </p>
  );
}

function Pace({ totalUsd }: { readonly totalUsd: string }) {
  const elapsedMs = useThrottled(
    useView((view) => (view === null || view.openedMs === null ? 0 : view.t - view.openedMs)),
    1000,
  );
  const minute = perTime(totalUsd, elapsedMs, 60_000);
  const hour = perTime(totalUsd, elapsedMs, 3_600_000);
  if (minute === null || hour === null || elapsedMs < 5000) return null;
  return (
    <p className={styles.pair}>
      <span>{`${headlineUsd(minute)} a minute`}</span>
      <span>{`${headlineUsd(hour)} an hour at this pace`}</span>
    </p>
  );
}

/** The number a person looks at first, largest; beside it what it would have been without the cache. */
export function CostHead({ state }: { readonly state: CostState | null }) {
  const reports = useView((view) => view?.usage.reports ?? 0);
  const total = state?.cost.total ?? '0';
  const nothing = state === null || reports === 0;
  const unpriced = state?.cost.unpriced ?? [];
  return (
    <section aria-label="Cost" className={styles.head}>
      <div className={styles.captions}>
        <span>Reported</span>
        <span>with nothing cached</span>
      </div>
      <div className={styles.numbers}>
        <span
          className={cx(type.num1, nothing && type.ink3)}
          role="status"
          aria-live="off"
          aria-label="Reported cost"
          data-exact={wholeUsd(total)}
        >
          <Headline usd={total} />
        </span>
        <span className={cx(type.num2, nothing && type.ink3)}>
          <Headline usd={state?.uncachedUsd ?? '0'} />
        </span>
      </div>
      <div className={styles.exact}>
        <Money usd={total} />
        <Money usd={state?.uncachedUsd ?? '0'} />
      </div>
      <div className={styles.bar} aria-hidden="true">
        {!nothing && (
          <div className={styles.reported} style={{ width: `${ratioOf(total, state.uncachedUsd) * 100}%` }} />
        )}
      </div>
      {nothing ? (
        <p className={styles.calm}>
          {state === null
            ? 'No session, so nothing to pay.'
            : 'Nothing reported yet. A response reports when it is done.'}
        </p>
      ) : (
        <Pace totalUsd={total} />
      )}
      <Missing />
      {unpriced.length > 0 && (
        <p className={styles.missing}>
          <CircleDashed />
          {`Without a price, so not in the sum: ${unpriced.join('; ')}.`}
        </p>
      )}
    </section>
  );
}
