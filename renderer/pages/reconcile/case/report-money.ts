import { type MeterKind, meterFacts, isBilled } from '../../../../shared/billing/meter-kind.ts';
import { exactMoney, headlineMoney, isZeroAmount, wholeMoney } from '../../../../shared/kit/money-format.ts';
import { Exact, type Money } from '../../../../shared/kit/money.ts';
import type { Report } from './report.ts';

/** A bill at list price against its report, each an exact decimal in one currency. `billed` is the sum of the next three. */
export interface Amounts {
  readonly currency: string;
  readonly billed: string;
  /** On the meters that the bill has rows for. */
  readonly reported: string;
  /** Beyond the report, the discount that cached tokens did not get left out. */
  readonly further: string;
  readonly discount: string;
  /** Both of these together. */
  readonly beyond: string;
  /** Reported on meters that the bill has no row for; null: it has a row for all of them. */
  readonly lacking: string | null;
}

const isCached = (meter: MeterKind): boolean => meterFacts[meter].cached;

/** What was billed, reported and billed beyond it; null: this model and scope have no list price. */
export function amountsOf({ money, meters }: Pick<Report, 'money' | 'meters'>): Amounts | null {
  if (money === null) return null;
  const { currency, billed, expected } = money;
  // Cached tokens without a row may stand in the input; nothing else has a row of its own to be missing from.
  const lacks = meters.some((one) => !isCached(one.meter) && !isBilled(one) && one.expected > 0);
  if (!lacks) {
    const { difference, further, lostDiscount } = money;
    return { currency, billed, reported: expected, further, discount: lostDiscount, beyond: difference, lacking: null };
  }
  const sum = (cached: boolean): Exact =>
    meters
      .filter(({ meter }) => isCached(meter) === cached)
      .reduce((all, { beyond }) => all.plus(beyond.money?.cost ?? 0), new Exact(0));
  const [further, discount] = [sum(false), sum(true)];
  const beyond = further.plus(discount);
  const reported = new Exact(billed).minus(beyond);
  return {
    currency,
    billed,
    reported: reported.toFixed(),
    further: further.toFixed(),
    discount: discount.toFixed(),
    beyond: beyond.toFixed(),
    lacking: new Exact(expected).minus(reported).toFixed(),
  };
}

const plus = (exact: string): string => (exact.startsWith('-') ? '' : '+');

/** A difference of money as a headline, always signed: `+$0.0105`; one that would round to nothing keeps seven decimals; equal is `0`. */
export function signedHeadline({ cost, currency }: Money): string {
  if (isZeroAmount(cost)) return '0';
  const short = headlineMoney(cost, currency);
  const lost = !/[1-9]/.test(short) && /[1-9]/.test(cost);
  return plus(cost) + (lost ? wholeMoney(cost, currency) : short);
}

/** The same to seven decimals, cut so that the last three can stand back. */
export function signedExact({ cost, currency }: Money): { readonly head: string; readonly tail: string } {
  if (isZeroAmount(cost)) return { head: '0', tail: '' };
  const { head, tail } = exactMoney(cost, currency);
  return { head: plus(cost) + head, tail };
}
