import { Decimal } from 'decimal.js';
import { amountOf, priceOf } from '../pricing/money.ts';
import type { PricedModel } from '../pricing/price-book.ts';
import type { Explanation } from './explanation.ts';
import { expectedTotals, meterKinds, reportedTotals, type Billed, type MeterKind, type Turn } from './facts.ts';

/** One line of the comparison. `difference` is billed less expected; money is exact, at the price book's price. */
export interface ComparedMeter {
  readonly meter: MeterKind;
  readonly reported: number;
  readonly expected: number;
  readonly billed: number | null;
  readonly difference: number | null;
  readonly differenceUsd: string | null;
  readonly status: MeterStatus;
}

export type MeterStatus = 'match' | 'explained' | 'folded' | 'free' | 'unexplained' | 'missing row';

/** Exact price of so many tokens on a meter, or null when the book has none. */
export function usdOf(tokens: number, meter: MeterKind, model: PricedModel | null): string | null {
  const price = priceOf(model, meter);
  return price === null ? null : amountOf(tokens, price);
}

function statusOf(
  meter: MeterKind,
  billed: number | null,
  expected: number,
  best: Explanation | undefined,
): MeterStatus {
  if (billed === null) return 'missing row';
  if (billed === expected) return 'match';
  const line = best?.meters.find((one) => one.meter === meter);
  if (best === undefined || !best.exact || line === undefined) return 'unexplained';
  if (!line.checked) return 'free';
  if (meter.endsWith('cached')) return 'folded';
  return line.residual === 0 ? 'explained' : 'unexplained';
}

/** Reported, expected and billed tokens meter by meter; statuses by the first-ranked explanation. */
export function compareMeters(
  turns: readonly Turn[],
  billed: Billed,
  best: Explanation | undefined,
  model: PricedModel | null,
): ComparedMeter[] {
  const reported = reportedTotals(turns);
  const expected = expectedTotals(turns);
  return meterKinds.map((meter) => {
    const value = billed[meter] ?? null;
    const difference = value === null ? null : value - expected[meter];
    return {
      meter,
      reported: reported[meter],
      expected: expected[meter],
      billed: value,
      difference,
      differenceUsd: difference === null ? null : usdOf(difference, meter, model),
      status: statusOf(meter, value, expected[meter], best),
    };
  });
}

/** Money of the comparison, exact; null when a price is missing. */
export interface ComparedMoney {
  readonly billedUsd: string;
  readonly expectedUsd: string;
  readonly differenceUsd: string;
  /** Of the difference: what the further inferences cost at the uncached price, and what was lost on cached tokens. */
  readonly furtherUsd: string;
  readonly lostDiscountUsd: string;
}

export function compareMoney(turns: readonly Turn[], billed: Billed, model: PricedModel | null): ComparedMoney | null {
  const expected = expectedTotals(turns);
  const reported = reportedTotals(turns);
  const total = (tokens: (meter: MeterKind) => number): Decimal | null =>
    meterKinds.reduce<Decimal | null>((sum, meter) => {
      const usd = usdOf(tokens(meter), meter, model);
      return sum === null || usd === null ? null : sum.plus(usd);
    }, new Decimal(0));
  const billedUsd = total((meter) => billed[meter] ?? 0);
  const expectedUsd = total((meter) => expected[meter]);
  const folded =
    (billed.audio_cached ?? 0) + (billed.text_cached ?? 0) === 0 && reported.audio_cached + reported.text_cached > 0;
  const uncached = total((meter) => (meter.endsWith('cached') ? 0 : reported[meter]));
  if (billedUsd === null || expectedUsd === null || uncached === null) return null;
  const lost = folded ? uncached.minus(expectedUsd) : new Decimal(0);
  const difference = billedUsd.minus(expectedUsd);
  return {
    billedUsd: billedUsd.toFixed(),
    expectedUsd: expectedUsd.toFixed(),
    differenceUsd: difference.toFixed(),
    furtherUsd: difference.minus(lost).toFixed(),
    lostDiscountUsd: lost.toFixed(),
  };
}
