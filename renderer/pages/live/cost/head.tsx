import CircleDashed from 'lucide-react/icons/circle-dashed';
import { useState } from 'react';
import { headlineMoney, shortMoney, wholeMoney } from '../../../../shared/kit/money-format.ts';
import { knownTotal, multipleOf, perTime, ratioOf, type SessionCost } from '../../../../shared/pricing/cost.ts';
import { highEnd, type SessionCosts } from '../../../../shared/session/costs/session-costs.ts';
import { accuracyWords } from '../../../../shared/usage/estimate-words.ts';
import { useStores } from '../../../store/context.ts';
import { useBook } from '../../../store/session-prices.ts';
import { cx } from '../../../ui/cx.ts';
import { Headline, Money } from '../../../ui/money.tsx';
import { usePolled } from '../../../ui/throttle.tsx';
import type { CostState } from './use-cost.ts';
import styles from './column.module.css';

export interface CostBarProps {
  /** Exact sums; null: unknown, and the bar is empty. */
  readonly reported: string | null;
  /** The most that reports and estimates come to, without what may not be billed. */
  readonly most: string | null;
  /** With that. */
  readonly high: string | null;
  /** What the same would cost with nothing cached: the whole length. */
  readonly whole: string | null;
  /** Usage objects so far: with each, a part of the estimate becomes a report. */
  readonly reports: number;
}

export const percentOfWidth = (share: number): string => `${share * 100}%`;

/** Solid for what was reported, hatched for what is estimated, an empty box for what may be billed, the rest what the cache saved. */
function CostBar({ reported, most, high, whole, reports }: CostBarProps) {
  const scale = whole ?? '0';
  const solid = reported === null ? 0 : ratioOf(reported, scale);
  const hatched = most === null ? 0 : Math.max(0, ratioOf(most, scale) - solid);
  const open = high === null ? 0 : Math.max(0, ratioOf(high, scale) - solid - hatched);
  // What was solid before this report: beyond it the hatch dissolves.
  const [span, setSpan] = useState({ from: solid, to: solid });
  if (span.to !== solid) setSpan({ from: Math.min(span.to, solid), to: solid });
  const { from } = span;
  return (
    <div className={styles.bar} aria-hidden="true">
      <div className={styles.reported} style={{ width: percentOfWidth(solid) }} />
      <div className={styles.estimated} style={{ left: percentOfWidth(solid), width: percentOfWidth(hatched) }} />
      <div
        key={reports}
        className={styles.dissolving}
        style={{ left: percentOfWidth(from), width: percentOfWidth(solid - from) }}
      />
      {open > 0 && (
        <div
          className={styles.mayBeBilled}
          style={{ left: percentOfWidth(solid + hatched), width: percentOfWidth(open) }}
        />
      )}
    </div>
  );
}

/** Before this much of a session, a pace would be an accident of its first second. */
const paceFromMs = 5000;

/** Two figures on one line; the line is there while they are not, so that nothing below it moves. */
function Pair({ left, right = null }: { readonly left: string | null; readonly right?: string | null }) {
  return (
    <p className={styles.pair}>
      <span>{left ?? '\u00a0'}</span>
      <span>{right ?? ''}</span>
    </p>
  );
}

function Pace({ total, currency }: { readonly total: string; readonly currency: string }) {
  const { session } = useStores();
  const elapsedMs = usePolled(() => {
    const { view } = session.getState();
    return view === null || view.openedMs === null ? 0 : view.t - view.openedMs;
  }, 1000);
  const minute = elapsedMs < paceFromMs ? null : perTime(total, elapsedMs, 60_000);
  const hour = elapsedMs < paceFromMs ? null : perTime(total, elapsedMs, 3_600_000);
  return (
    <Pair
      left={minute === null ? null : `${headlineMoney(minute, currency)} a minute`}
      right={hour === null ? null : `${headlineMoney(hour, currency)} an hour at this pace`}
    />
  );
}

export interface AmountProps {
  readonly name: string;
  readonly cost: SessionCost | null;
  readonly currency: string;
  readonly className: string | undefined;
}

/** A sum set large. Readers and tests find it by its name, with all seven decimals. */
export function Amount({ name, cost, currency, className }: AmountProps) {
  const amount = cost === null ? '0' : knownTotal(cost);
  return (
    <span
      className={cx(className, (cost?.lines.length ?? 0) === 0 && 'type-quiet')}
      role="status"
      aria-live="off"
      aria-label={name}
      data-exact={amount === null ? 'unknown' : wholeMoney(amount, currency)}
    >
      <Headline amount={amount} currency={currency} />
    </span>
  );
}

/** What may come on top, in the place of the exact amount that stands there while nothing may. */
function OnTop({ costs, currency }: { readonly costs: SessionCosts; readonly currency: string }) {
  const amount = knownTotal(costs.ifBilled);
  const number = costs.totals.responses['if billed'] + costs.totals.transcriptions['if billed'];
  const exact = amount === null ? 'no price of it is known' : wholeMoney(amount, currency);
  return (
    <span
      className={styles.onTop}
      title={`${number} ended and never reported, which may be billed or not: ${exact} at most.`}
    >
      <CircleDashed />
      {amount === null ? '+ more if billed, price unknown' : `+ up to ${shortMoney(amount, currency)} if billed`}
    </span>
  );
}

/** What was reported, to the last decimal; both ends where reports do not say of which kind cached tokens are. */
function ReportedExact({ most, least, currency }: { most: string | null; least: string | null; currency: string }) {
  if (most === null || least === null || most === least) return <Money amount={most} currency={currency} />;
  const exact = `${wholeMoney(least, currency)} to ${wholeMoney(most, currency)}`;
  return (
    <span title={`${exact}: not every report says of which kind its cached tokens are.`}>
      {`${headlineMoney(least, currency)} to ${headlineMoney(most, currency)}`}
    </span>
  );
}

const nothingYet = (state: CostState | null): string =>
  state === null
    ? 'No session, so nothing to pay.'
    : state.view.responses.length === 0
      ? 'Nothing used yet. A response costs from the moment it is created.'
      : 'Nothing produced yet.';

/** From the low end to the high end where they differ, else how the low end stands to what was reported. */
function Range({ costs, high, currency }: { costs: SessionCosts; high: string; currency: string }) {
  const low = knownTotal(costs.least);
  const reported = knownTotal(costs.reported);
  if (low !== null && wholeMoney(low, currency) !== wholeMoney(high, currency)) {
    const exact = `${wholeMoney(low, currency)} to ${wholeMoney(high, currency)}`;
    const [from, to] = [headlineMoney(low, currency), headlineMoney(high, currency)];
    return (
      <span title={`${exact} in all; a budget guards the second.`}>
        {from === to ? exact : `${from} to ${to} in all`}
      </span>
    );
  }
  const ratio = low === null || reported === null ? null : multipleOf(low, reported);
  return (
    <span>
      {ratio === null ? (
        'nothing reported yet'
      ) : ratio === 1 ? (
        'as reported'
      ) : (
        <>
          <strong>{`${ratio.toFixed(2)} ×`}</strong> what was reported
        </>
      )}
    </span>
  );
}

/**
 * The number a person looks at first, largest: the least that the session cost. Beside it what the service said of it,
 * under it what may come on top, and how far apart the two ends are.
 */
export function CostHead({ state, isOver }: { readonly state: CostState | null; readonly isOver: boolean }) {
  const costs = state?.costs ?? null;
  const low = costs === null ? '0' : knownTotal(costs.least);
  const reported = costs === null ? '0' : knownTotal(costs.reported);
  const sure = costs === null ? '0' : knownTotal(costs.reportedLeast);
  const uncached = costs === null ? '0' : knownTotal(costs.expectedUncached);
  const most = costs === null ? '0' : knownTotal(costs.most);
  const inUse = useBook()?.book.currency ?? '';
  const currency = costs?.least.currency ?? inUse;
  const nothing = costs === null || costs.most.lines.length + costs.ifBilled.lines.length === 0;
  const high = costs === null || most === null ? null : highEnd(costs);
  const unpriced = [...new Set([...(costs?.most.unpriced ?? []), ...(costs?.ifBilled.unpriced ?? [])])];
  return (
    <section aria-label="Cost" className={styles.head}>
      <div className={styles.captions}>
        <span>Expected</span>
        <span>Reported</span>
      </div>
      <div className={styles.numbers}>
        <Amount name="Expected cost" cost={costs?.least ?? null} currency={currency} className="type-num1" />
        <Amount name="Reported cost" cost={costs?.reported ?? null} currency={currency} className="type-num2" />
      </div>
      <div className={styles.exact}>
        {costs !== null && costs.ifBilled.lines.length > 0 ? (
          <OnTop costs={costs} currency={currency} />
        ) : (
          <Money amount={low} currency={currency} />
        )}
        <ReportedExact most={reported} least={sure} currency={currency} />
      </div>
      <CostBar reported={sure} most={most} high={high} whole={uncached} reports={state?.view.usage.reports ?? 0} />
      {nothing || high === null || uncached === null ? (
        <>
          <Pair left={nothing ? nothingYet(state) : 'Tokens are counted; no price of them is known.'} />
          <Pair left={null} />
          {!isOver && <Pair left={null} />}
        </>
      ) : (
        <>
          <p className={styles.pair}>
            <Range costs={costs} high={high} currency={currency} />
            <span>{`nothing cached ${headlineMoney(uncached, currency)}`}</span>
          </p>
          <p className={styles.pair}>{accuracyWords(costs.totals.accuracy)}</p>
          {!isOver && <Pace total={low ?? '0'} currency={currency} />}
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
