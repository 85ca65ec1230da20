import { budgetUse } from '../../../shared/costs/budget.ts';
import { documentMoney } from '../../../shared/money/format.ts';
import { ratioOf } from '../../../shared/pricing/money.ts';
import { count, percent } from '../../format/count.ts';
import { useBook, usePreferences, useStores } from '../../store/context.ts';
import { cx } from '../../styles/cx.ts';
import styles from './rates.module.css';
import type { CostState } from './use-cost.ts';

/** What a session may use, how much of that it has used, and what happens at the end of it. A click sets it. */
export function Budget({ state }: { readonly state: CostState | null }) {
  const { ui } = useStores();
  const budget = usePreferences((all) => all.budget);
  const currency = useBook()?.book.currency ?? '';
  const { limit } = budget;
  const edit = (): void => ui.setState({ dialog: 'budget' });
  if (limit === null) {
    return (
      <button type="button" className={cx(styles.rate, styles.set)} onClick={edit}>
        <span className={styles.line}>
          <span>Budget</span> <span className={styles.left}>none</span>
        </span>
        <span className={styles.bar} /> <span className={styles.note}>a click sets one</span>
      </button>
    );
  }
  const use = state === null ? null : budgetUse(state.view, budget, state.match?.model ?? null, state.prices.book);
  const share = use === null ? 0 : ratioOf(use.expected, limit.amount);
  const whole =
    limit.unit === 'tokens' ? `${count(Number(limit.amount))} tok` : documentMoney({ cost: limit.amount, currency });
  const tone = use?.state === 'reached' ? styles.over : use?.state === 'warning' ? styles.near : undefined;
  const may = use === null || use.expected === '0' ? '' : 'up to ';
  const end = budget.stop ? 'stops safely at 100%' : 'goes on past 100%';
  return (
    <button type="button" className={cx(styles.rate, styles.set)} onClick={edit}>
      <span className={styles.line}>
        <span>Budget</span> <span className={styles.left}>{`${may}${percent(share)} of ${whole}`}</span>
      </span>
      <span className={styles.bar}>
        <span className={cx(styles.fill, tone)} style={{ width: `${share * 100}%` }} />
      </span>{' '}
      <span className={styles.note}>{(use?.unpriced.length ?? 0) > 0 ? 'not everything has a price' : end}</span>
    </button>
  );
}
