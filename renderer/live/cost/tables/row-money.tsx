import { moneyWithin, shortMoney, wholeMoney } from '../../../../shared/money/format.ts';
import type { ResponseRow } from '../../../../shared/costs/usage-report/parts.ts';
import { cx } from '../../../styles/cx.ts';
import { Money } from '../../../parts/money.tsx';
import styles from './tables.module.css';
import type from '../../../styles/type.module.css';

type Priced = Pick<ResponseRow, 'basis' | 'cost' | 'costLow' | 'costHigh' | 'costWidth'>;

/** `0 to $0.0041`: what a row costs that may be billed or not. */
export const openRange = (high: string, currency: string): string => `0 to ${shortMoney(high, currency)}`;

/** The money of a row in words, for a hover: every decimal, and both ends of an estimate. */
export function moneyTitle({ basis, cost, costLow, costHigh }: Priced, currency: string): string | undefined {
  if (basis === 'reported' || cost === null || costLow === null || costHigh === null) return undefined;
  const whole = (amount: string): string => wholeMoney(amount, currency);
  return basis === 'if billed'
    ? `Nothing, or ~${whole(cost)} and up to ${whole(costHigh)} if billed.`
    : `~${whole(cost)}, from ${whole(costLow)} to ${whole(costHigh)}.`;
}

export interface RowMoneyProps {
  readonly row: Priced;
  /** It comes to nothing by the rules. */
  readonly nothing?: boolean;
  readonly currency: string;
}

/** What a row costs: exact where it was reported, from nothing where it may not be billed, else an estimate with its width. */
export function RowMoney({ row, nothing = false, currency }: RowMoneyProps) {
  const { basis, cost, costHigh, costWidth } = row;
  if (nothing) return <span className={type.ink3}>{shortMoney('0', currency)}</span>;
  if (basis === 'reported' || cost === null) return <Money amount={cost} currency={currency} />;
  if (basis === 'if billed') return <>{costHigh === null ? 'unknown' : openRange(costHigh, currency)}</>;
  return (
    <>
      <Money amount={cost} currency={currency} about className={styles.narrow} />
      <span className={cx(type.tnum, styles.wide)}>{moneyWithin(cost, costWidth ?? '0', currency)}</span>
    </>
  );
}
