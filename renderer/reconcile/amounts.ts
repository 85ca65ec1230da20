import { Exact } from '../../shared/money/exact.ts';
import type { MeterKind } from '../../shared/billing/meter-kind.ts';
import type { Report } from './use-report.ts';

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

const isCached = (meter: MeterKind): boolean => meter.endsWith('cached');

/** What was billed, reported and billed beyond it; null: this model and scope have no list price. */
export function amountsOf({ money, meters }: Pick<Report, 'money' | 'meters'>): Amounts | null {
  if (money === null) return null;
  const { currency, billed, expected } = money;
  // Cached tokens without a row may stand in the input; nothing else has a row of its own to be missing from.
  const lacks = meters.some((one) => !isCached(one.meter) && one.billed === null && one.expected > 0);
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
