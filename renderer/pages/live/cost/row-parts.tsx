import Check from 'lucide-react/icons/check';
import CircleDashed from 'lucide-react/icons/circle-dashed';
import CircleSlash from 'lucide-react/icons/circle-slash';
import CircleX from 'lucide-react/icons/circle-x';
import Loader from 'lucide-react/icons/loader';
import Scissors from 'lucide-react/icons/scissors';
import Unplug from 'lucide-react/icons/unplug';
import { count } from '../../../../shared/kit/numbers.ts';
import { moneyWithin, shortMoney, wholeMoney } from '../../../../shared/kit/money-format.ts';
import type { ResponseRow } from '../../../../shared/session/costs/response-costs.ts';
import type { UsageBasis } from '../../../../shared/usage/expected.ts';
import { cx } from '../../../ui/cx.ts';
import { Money } from '../../../ui/money.tsx';
import tones from '../../../ui/styles/tone.module.css';
import styles from './tables.module.css';

export interface ResponseSignProps {
  readonly basis: UsageBasis;
  /** As `statusWord` has it. */
  readonly status: string;
  /** It comes to nothing by the rules. */
  readonly nothing?: boolean;
}

/** Where the numbers of a response come from, as a sign. Only one that was finished and reported has the check. */
export function ResponseSign({ basis, status, nothing = false }: ResponseSignProps) {
  switch (basis) {
    case 'if billed':
      return nothing ? <CircleSlash /> : <CircleDashed />;
    case 'live':
      return <Loader className={tones.out} />;
    case 'estimated':
      return <Unplug />;
    case 'reported':
      if (status === 'completed') return <Check className={tones.ok} />;
      return status === 'cancelled' || status === 'incomplete' ? <Scissors /> : <CircleX className={tones.alarm} />;
  }
}

/** Tokens of a row or a sum: `~1,648`. */
export const cell = (value: number, about: boolean): string => `${about ? '~' : ''}${count(value)}`;

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
  if (nothing) return <span className="type-quiet">{shortMoney('0', currency)}</span>;
  if (basis === 'reported' || cost === null) return <Money amount={cost} currency={currency} />;
  if (basis === 'if billed') return <>{costHigh === null ? 'unknown' : openRange(costHigh, currency)}</>;
  return (
    <>
      <Money amount={cost} currency={currency} about className={styles.narrow} />
      <span className={cx('type-figures', styles.wide)}>{moneyWithin(cost, costWidth ?? '0', currency)}</span>
    </>
  );
}
