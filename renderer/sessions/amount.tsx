import { signOf } from '../../shared/money/currency.ts';
import { headlineMoney, wholeMoney } from '../../shared/money/format.ts';
import { cx } from '../styles/cx.ts';
import type from '../styles/type.module.css';

export interface AmountProps {
  readonly amount: string | null;
  readonly currency: string;
  readonly about?: boolean;
  /** What in it has no price: it is then the least that it can be. */
  readonly unpriced?: readonly string[];
}

const isNothing = (amount: string): boolean => /^-?[0.]*$/.test(amount);

/** Too small for four decimals: all seven, since nothing that was used costs nothing. */
function shortMoney(amount: string, currency: string): string {
  if (isNothing(amount)) return `${signOf(currency)}0`;
  const short = headlineMoney(amount, currency);
  return /[1-9]/.test(short) ? short : wholeMoney(amount, currency);
}

/** A difference of money, always signed; nothing is `0`. */
export function SignedAmount({ amount, currency }: { readonly amount: string; readonly currency: string }) {
  const short = isNothing(amount) ? '0' : shortMoney(amount, currency);
  const sign = amount.startsWith('-') || isNothing(amount) ? '' : '+';
  return <span title={wholeMoney(amount, currency)}>{`${sign}${short}`}</span>;
}

/** Money in a row of the list: short, whole on hover; `from` before one that lacks a price. */
export function Amount({ amount, currency, about = false, unpriced = [] }: AmountProps) {
  if (amount === null) return <span className={type.ink3}>unknown</span>;
  const whole = wholeMoney(amount, currency);
  return (
    <span
      className={cx(isNothing(amount) && type.ink3)}
      title={unpriced.length === 0 ? whole : `${whole}; without a price: ${unpriced.join(', ')}`}
    >
      {unpriced.length > 0 && <span className={type.ink3}>from </span>}
      {about && '~'}
      {shortMoney(amount, currency)}
    </span>
  );
}
