import { exactMoney, headlineMoney, wholeMoney } from '../../shared/kit/money-format.ts';
import { cx } from './cx.ts';

export interface MoneyProps {
  /** Exact decimal string; null: the price is unknown, which is a word and never 0. */
  readonly amount: string | null;
  /** ISO 4217. */
  readonly currency: string;
  /** An estimate, or a sum with one in it: `~` stands before it. */
  readonly about?: boolean;
  readonly className?: string | undefined;
}

/** An amount to seven decimals, the last three standing back. */
export function Money({ amount, currency, about = false, className }: MoneyProps) {
  if (amount === null) return <span className={cx('type-quiet', className)}>unknown</span>;
  const { head, tail } = exactMoney(amount, currency);
  return (
    <span className={cx('type-figures', className)}>
      {about && '~'}
      {head}
      <span className="type-quiet">{tail}</span>
    </span>
  );
}

/** An amount as a headline, four decimals below a dollar, as fine in any other currency; readers hear all seven. */
export function Headline({ amount, currency, about = false, className }: MoneyProps) {
  if (amount === null) return <span className={className}>unknown</span>;
  return (
    <span className={cx('type-figures', className)} title={wholeMoney(amount, currency)}>
      {about && '~'}
      {headlineMoney(amount, currency)}
    </span>
  );
}
