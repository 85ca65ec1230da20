import CircleDashed from 'lucide-react/icons/circle-dashed';
import { multipleOf, perTime } from '../../../shared/pricing/money.ts';
import { knownTotal, type SessionCost } from '../../../shared/pricing/cost.ts';
import { headlineMoney, wholeMoney } from '../../../shared/money/format.ts';
import { Headline, Money } from '../../parts/money.tsx';
import { useThrottled } from '../../parts/use-throttled.ts';
import { useBook, useView } from '../../store/context.ts';
import { cx } from '../../styles/cx.ts';
import type from '../../styles/type.module.css';
import { CostBar } from './cost-bar.tsx';
import styles from './head.module.css';
import type { CostState } from './use-cost.ts';

/** Before this much of a session, a pace would be an accident of its first second. */
const paceFromMs = 5000;

/** Two figures on one line; the line is there while they are not, so that nothing below it moves. */
function Pair({ left, right }: { readonly left: string | null; readonly right: string | null }) {
  return (
    <p className={styles.pair}>
      <span>{left ?? '\u00a0'}</span>
      <span>{right ?? ''}</span>
    </p>
  );
}

function Pace({
  total,
  about,
  currency,
}: {
  readonly total: string;
  readonly about: string;
  readonly currency: string;
}) {
  const elapsedMs = useThrottled(
    useView((view) => (view === null || view.openedMs === null ? 0 : view.t - view.openedMs)),
    1000,
  );
  const minute = elapsedMs < paceFromMs ? null : perTime(total, elapsedMs, 60_000);
  const hour = elapsedMs < paceFromMs ? null : perTime(total, elapsedMs, 3_600_000);
  return (
    <Pair
      left={minute === null ? null : `${about}${headlineMoney(minute, currency)} a minute`}
      right={hour === null ? null : `${about}${headlineMoney(hour, currency)} an hour at this pace`}
    />
  );
}

interface AmountProps {
  readonly name: string;
  readonly cost: SessionCost | null;
  readonly currency: string;
  readonly about: boolean;
  readonly className: string | undefined;
}

/** A sum set large. Readers and tests find it by its name, with all seven decimals. */
function Amount({ name, cost, currency, about, className }: AmountProps) {
  const amount = cost === null ? '0' : knownTotal(cost);
  return (
    <span
      className={cx(className, (cost?.lines.length ?? 0) === 0 && type.ink3)}
      role="status"
      aria-live="off"
      aria-label={name}
      data-exact={amount === null ? 'unknown' : wholeMoney(amount, currency)}
    >
      <Headline amount={amount} currency={currency} about={about && amount !== null} />
    </span>
  );
}

const nothingYet = (state: CostState | null): string =>
  state === null
    ? 'No session, so nothing to pay.'
    : state.view.responses.length === 0
      ? 'Nothing used yet. A response costs from the moment it is created.'
      : 'Nothing produced yet.';

/** The number a person looks at first, largest: what the session probably cost. Beside it what the service said of it. */
export function CostHead({ state }: { readonly state: CostState | null }) {
  const costs = state?.costs ?? null;
  const about = costs?.estimated ?? false;
  const expected = costs === null ? '0' : knownTotal(costs.expected);
  const reported = costs === null ? '0' : knownTotal(costs.reported);
  const uncached = costs === null ? '0' : knownTotal(costs.expectedUncached);
  const inUse = useBook()?.book.currency ?? '';
  const currency = costs?.expected.currency ?? inUse;
  const tilde = about ? '~' : '';
  const ratio = expected === null || reported === null ? null : multipleOf(expected, reported);
  const nothing = costs === null || costs.expected.lines.length === 0;
  const unpriced = costs?.expected.unpriced ?? [];
  return (
    <section aria-label="Cost" className={styles.head}>
      <div className={styles.captions}>
        <span>Expected</span>
        <span>Reported</span>
      </div>
      <div className={styles.numbers}>
        <Amount
          name="Expected cost"
          cost={costs?.expected ?? null}
          currency={currency}
          about={about}
          className={type.num1}
        />
        <Amount
          name="Reported cost"
          cost={costs?.reported ?? null}
          currency={currency}
          about={false}
          className={type.num2}
        />
      </div>
      <div className={styles.exact}>
        <Money amount={expected} currency={currency} />
        <Money amount={reported} currency={currency} />
      </div>
      <CostBar reported={reported} expected={expected} whole={uncached} reports={state?.view.usage.reports ?? 0} />
      {nothing || expected === null || uncached === null ? (
        <>
          <Pair left={nothing ? nothingYet(state) : 'Tokens are counted; no price of them is known.'} right={null} />
          <Pair left={null} right={null} />
        </>
      ) : (
        <>
          <p className={styles.pair}>
            <span>{ratio === null ? 'nothing reported yet' : <RatioText ratio={ratio} />}</span>
            <span>{`with nothing cached ${tilde}${headlineMoney(uncached, currency)}`}</span>
          </p>
          <Pace total={expected} about={tilde} currency={currency} />
        </>
      )}
      {unpriced.length > 0 && (
        <p className={styles.missing}>
          <CircleDashed />
          {`Without a price, so not in the sum: ${unpriced.join('; ')}.`}
        </p>
      )}
    </section>
  );
}

const RatioText = ({ ratio }: { readonly ratio: number }) => (
  <>
    <strong>{`${ratio.toFixed(2)} ×`}</strong> reported
  </>
);
