import { exactUsd, headlineUsd, wholeUsd } from '../format/money.ts';
import { cx } from '../styles/cx.ts';
import type from '../styles/type.module.css';

export interface MoneyProps {
  /** Exact decimal string in US dollars; null: the price is unknown, which is a word and never 0. */
  readonly usd: string | null;
  readonly className?: string | undefined;
}

/** An amount to seven decimals, the last three standing back. */
export function Money({ usd, className }: MoneyProps) {
  if (usd === null) return <span className={cx(type.ink3, className)}>unknown</span>;
  const { head, tail } = exactUsd(usd);
  return (
    <span className={cx(type.tnum, className)}>
      {head}
      <span className={type.ink3}>{tail}</span>
    </span>
  );
}

/** An amount as a headline, four decimals below a dollar; readers hear all seven. */
export function Headline({ usd, className }: MoneyProps) {
  if (usd === null) return <span className={className}>unknown</span>;
  return (
    <span className={cx(type.tnum, className)} title={wholeUsd(usd)}>
      {headlineUsd(usd)}
    </span>
  );
}
