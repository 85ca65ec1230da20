import type { Money } from '../../../../shared/kit/money.ts';
import { cx } from '../../../ui/cx.ts';
import { signedExact } from './report-money.ts';

/** A difference of money to seven decimals, always signed, the last three standing back. */
export function SignedMoney({ money, className }: { readonly money: Money; readonly className?: string | undefined }) {
  const { head, tail } = signedExact(money);
  return (
    <span className={cx('type-figures', className)}>
      {head}
      <span className="type-quiet">{tail}</span>
    </span>
  );
}
