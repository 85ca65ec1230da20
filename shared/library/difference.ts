import { Exact } from '../money/exact.ts';

/** A figure of two sessions, and the second less the first. Null: there is none. */
export interface Difference {
  readonly one: number | null;
  readonly other: number | null;
  readonly less: number | null;
}

const millionth = 1e6;

/** Seconds have decimals, whose difference is kept to a millionth. Never minus nothing. */
const rounded = (value: number): number =>
  (Number.isInteger(value) ? value : Math.round(value * millionth) / millionth) + 0;

export const differenceOf = (one: number | null, other: number | null): Difference => ({
  one,
  other,
  less: one === null || other === null ? null : rounded(other - one),
});

/** An amount of one session. Null: nothing in it has a price. */
export interface SideMoney {
  readonly amount: string | null;
  readonly currency: string;
  /** An estimate is in it. */
  readonly about: boolean;
  /** What in it has no price: the amount is then a lower bound. */
  readonly unpriced: readonly string[];
}

/** Amounts of two sessions. Between two currencies, and where one is no more than a lower bound, there is no difference. */
export interface MoneyDifference {
  readonly one: SideMoney;
  readonly other: SideMoney;
  readonly less: string | null;
}

export function moneyDifference(one: SideMoney, other: SideMoney): MoneyDifference {
  const whole = one.unpriced.length + other.unpriced.length === 0 && one.currency === other.currency;
  const less =
    whole && one.amount !== null && other.amount !== null ? new Exact(other.amount).minus(one.amount).toFixed() : null;
  return { one, other, less };
}
