import type { Money } from '../../shared/money/money.ts';
import type from '../styles/type.module.css';
import { cx } from '../styles/cx.ts';
import { signedExact } from './format.ts';

/** A difference of money to seven decimals, always signed, the last three standing back. */
export function SignedMoney({ money, className }: { readonly money: Money; readonly className?: string | undefined }) {
  const { head, tail } = signedExact(money);
  return (
    <span className={cx(type.tnum, className)}>
      {head}
      <span className={type.ink3}>{tail}</span>
    </span>
  );
}
