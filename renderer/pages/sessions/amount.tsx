import { isZeroAmount, shortMoney, wholeMoney } from '../../../shared/kit/money-format.ts';
import { cx } from '../../ui/cx.ts';
import styles from './list.module.css';

/** Writes an amount of a currency: short by itself, or as the amounts beside it are written. */
export type WriteMoney = (amount: string, currency: string) => string;

export interface AmountProps {
  readonly amount: string | null;
  readonly currency: string;
  readonly write?: WriteMoney;
  /** What in it has no price: it is then the least that it can be. */
  readonly unpriced?: readonly string[];
}

/** A difference of money, always signed; nothing is `0`. */
export function SignedAmount({ amount, currency, write = shortMoney }: AmountProps & { readonly amount: string }) {
  const short = isZeroAmount(amount) ? '0' : write(amount, currency);
  const sign = amount.startsWith('-') || isZeroAmount(amount) ? '' : '+';
  return <span title={wholeMoney(amount, currency)}>{`${sign}${short}`}</span>;
}

/** Money in a row of the list: short, whole on hover; `from` before one that lacks a price. */
export function Amount({ amount, currency, unpriced = [], write = shortMoney }: AmountProps) {
  if (amount === null) return <span className="type-quiet">unknown</span>;
  const whole = wholeMoney(amount, currency);
  return (
    <span
      className={cx(isZeroAmount(amount) && 'type-quiet')}
      title={unpriced.length === 0 ? whole : `${whole}; without a price: ${unpriced.join(', ')}`}
    >
      {unpriced.length > 0 && <span className="type-quiet">from </span>}
      {write(amount, currency)}
    </span>
  );
}

/** Under what is expected at the least: what may come on top, which never reported. Nothing where nothing may. */
export function OnTop({ amount, currency }: { readonly amount: string | null; readonly currency: string }) {
  if (amount === null || isZeroAmount(amount)) return null;
  return (
    <div className={styles.onTop} title={`${wholeMoney(amount, currency)} at most, if what never reported is billed`}>
      {`+ up to ${shortMoney(amount, currency)}`}
      <span className="part-unseen"> if billed</span>
    </div>
  );
}
