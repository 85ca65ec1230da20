import CircleDashed from 'lucide-react/icons/circle-dashed';
import MoveRight from 'lucide-react/icons/move-right';
import TextCursor from 'lucide-react/icons/text-cursor';
import { shortMoney } from '../../../../shared/kit/money-format.ts';
import { knownTotal, ratioOf } from '../../../../shared/pricing/cost.ts';
import { sumExact } from '../../../../shared/kit/money.ts';
import { toArray } from '../../../../shared/kit/chunk-list.ts';
import { costBetween } from '../../../../shared/session/costs/at-moment.ts';
import { usePlayer, useStores } from '../../../store/context.ts';
import { clockTime, seconds } from '../../../ui/format.ts';
import { Money } from '../../../ui/money.tsx';
import { Amount, percentOfWidth } from './head.tsx';
import type { CostState } from './use-cost.ts';
import styles from './column.module.css';

/** What lies between the two cursors, and what it cost. */
function FromMark() {
  const moment = usePlayer((all) => all.moment);
  const mark = usePlayer((all) => all.markMoment);
  const isMarked = usePlayer(({ markMs }) => markMs !== null);
  if (!isMarked) return null;
  const cost = moment === null || mark === null ? null : costBetween(mark, moment);
  return (
    <p className={styles.fromMark} role="status" aria-live="off" aria-label="Cost between the cursors">
      <span className={styles.stamp}>{`A ${mark === null ? '' : clockTime(mark.atMs)}`}</span>
      <MoveRight aria-label="to" />
      <span className={styles.stamp}>{moment === null ? '' : clockTime(moment.atMs)}</span>
      <span className={styles.stretch}>
        {moment === null || mark === null ? '' : `${seconds(Math.abs(moment.atMs - mark.atMs))} cost`}
      </span>
      {cost !== null && <Money amount={cost.least} currency={cost.currency} about={cost.estimated} />}
    </p>
  );
}

/** What ended and never reported, by the end of the session and by the cursor, in words. */
function openWords({ turns, costs, prices }: CostState, byThen: string): string {
  const { currency } = prices.book;
  const open = turns.turns.flatMap(({ answers }) => answers.filter(({ row }) => row.basis === 'if billed'));
  const whole = costs.ifBilled.total;
  const [only] = open;
  const what = open.length === 1 && only !== undefined ? `R${only.row.number} is billed` : 'billed';
  return byThen === whole
    ? `both + up to ${shortMoney(whole, currency)} if ${what}`
    : `+ up to ${shortMoney(byThen, currency)} of ${shortMoney(whole, currency)} if billed`;
}

/** What had been spent by the cursor, beside what the whole session cost; both low ends, as the headline always is. */
export function HeadUntil({ state }: { readonly state: CostState }) {
  const { player } = useStores();
  const moment = usePlayer((all) => all.moment);
  const { costs, view } = state;
  const { currency } = costs.least;
  const then = moment?.costs ?? null;
  const [until, whole] = [then === null ? null : knownTotal(then.least), knownTotal(costs.least)];
  const scale = sumExact([costs.least.total, costs.ifBilled.total]);
  const solid = until === null ? 0 : ratioOf(until, scale);
  const rest = whole === null ? 0 : Math.max(0, ratioOf(whole, scale) - solid);
  const isOpen = costs.ifBilled.lines.length > 0;
  const left = moment === null ? 0 : toArray(view.responses).length - moment.responses;
  return (
    <section aria-label="Cost" className={styles.head}>
      <div className={styles.captions}>
        <span className={styles.until}>
          <TextCursor />
          {moment === null ? 'Until the cursor' : `Until ${clockTime(moment.atMs)}`}
        </span>
        <button type="button" title="Takes the cursor away" onClick={() => player.leave()}>
          Whole session
        </button>
      </div>
      <div className={styles.numbers}>
        {moment === null ? (
          <span className="type-num1">{'\u00a0'}</span>
        ) : (
          <Amount name="Cost until the cursor" cost={then?.least ?? null} currency={currency} className="type-num1" />
        )}
        <Amount name="Expected cost" cost={costs.least} currency={currency} className="type-num2" />
      </div>
      <div className={styles.exact}>
        {moment === null ? <span /> : <Money amount={until} currency={currency} />}
        <Money amount={whole} currency={currency} />
      </div>
      <div className={styles.bar} aria-hidden="true">
        <div className={styles.reported} style={{ width: percentOfWidth(solid) }} />
        <div className={styles.toCome} style={{ left: percentOfWidth(solid), width: percentOfWidth(rest) }} />
        {isOpen && (
          <div
            className={styles.mayBeBilled}
            style={{ left: percentOfWidth(solid + rest), width: percentOfWidth(1 - solid - rest) }}
          />
        )}
      </div>
      <p className={styles.pair}>
        {isOpen ? (
          <span className={styles.open}>
            <CircleDashed />
            {openWords(state, then?.ifBilled.total ?? '0')}
          </span>
        ) : (
          <span>
            {left === 0 ? 'every answer had begun' : `${left} of ${view.responses.length} answers come later`}
          </span>
        )}
      </p>
      <FromMark />
    </section>
  );
}
