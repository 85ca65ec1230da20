import { type BilledSpans, type MeterKind, meterFacts, meterKinds } from '../../billing/meter-kind.ts';
import { Exact } from '../../kit/money.ts';
import { isPoint } from '../../kit/span.ts';
import { serviceNames } from '../../usage/rules/rules.ts';
import type { Finding } from '../stories/answer-types.ts';
import type { Space } from '../stories/space.ts';
import { chargeIn, type ListPrices, listMoney, type MeterCharges } from './list-money.ts';

/** One factor that every meter holds: of the money that is expected at list price, or of the tokens. */
export interface ConstantRatio {
  readonly of: 'money' | 'tokens';
  /** Bounds within which every meter holds it, as decimals. */
  readonly low: string;
  readonly high: string;
  /** `2.00`; as many digits as its bounds agree on, two at least. */
  readonly text: string;
}

/** A ratio that one meter allows. */
interface Allowed {
  readonly low: Exact;
  readonly high: Exact;
}

/** Bounds further apart than this part of their middle say nothing of one factor. */
const tellingWidth = 0.05;
/** Meters that have to tell, for one by itself has any ratio. */
const fewestTelling = 2;
/** Nearer to 1 than this the bill is what was expected. */
const nearOne = 0.005;
/** Digits of a ratio after the point, at most. */
const mostDigits = 4;

/** Amounts that have nothing to do with each other may agree on a factor this often, and it is still told. */
const mostByChance = 0.001;

const widthOf = ({ low, high }: Allowed): Exact => high.minus(low).div(low.plus(high).div(2));

/**
 * How often amounts as wide as these agree on a factor by chance: each has to meet the one that tells most. Meters of a few tokens
 * leave any factor, so that it needs many of them.
 */
function byChance(widths: readonly Exact[]): Exact {
  const [tightest = new Exact(1), ...others] = [...widths].sort((one, other) => one.comparedTo(other));
  return others.reduce((chance, width) => chance.times(Exact.min(width.plus(tightest), 1)), new Exact(1));
}

/** The factor on which all of them agree; null: they do not, too few tell, chance agrees as easily, or it is 1. */
function agreed(all: readonly Allowed[]): Allowed | null {
  const widths = all.map(widthOf);
  if (widths.filter((width) => width.lte(tellingWidth)).length < fewestTelling) return null;
  if (byChance(widths).gt(mostByChance)) return null;
  const both = all.reduce((one, other) => ({
    low: Exact.max(one.low, other.low),
    high: Exact.min(one.high, other.high),
  }));
  const isOne = both.low.lt(1 + nearOne) && both.high.gt(1 - nearOne);
  return both.low.gt(both.high) || both.high.lte(0) || isOne ? null : both;
}

/** Of a factor that is told within its bounds, the digits that they share. */
function textOf({ low, high }: Allowed): string {
  const middle = low.plus(high).div(2);
  for (let digits = mostDigits; digits > 2; digits -= 1) {
    if (low.toFixed(digits) === high.toFixed(digits)) return middle.toFixed(digits).replace(/(\.\d\d)0+$/, '$1');
  }
  return middle.toFixed(2);
}

const ratio = (of: ConstantRatio['of'], bounds: Allowed | null): ConstantRatio | null =>
  bounds === null ? null : { of, low: bounds.low.toFixed(6), high: bounds.high.toFixed(6), text: textOf(bounds) };

type Amounts = Readonly<Record<MeterKind, number>>;

/** Meters with what is expected on them; null: one that should be billed has no row, or one is billed of which nothing is expected. */
function metersOf(expected: Amounts, has: (meter: MeterKind) => boolean): readonly MeterKind[] | null {
  const isOff = meterKinds.some((meter) => has(meter) !== expected[meter] > 0);
  return isOff ? null : meterKinds.filter((meter) => expected[meter] > 0);
}

/** What may be expected on the meters: cached tokens on their own, or billed with the input. */
function ways(expected: Amounts): Amounts[] {
  const folded = {
    ...expected,
    audio_in: expected.audio_in + expected.audio_cached,
    text_in: expected.text_in + expected.text_cached,
    audio_cached: 0,
    text_cached: 0,
  };
  return [expected, folded];
}

/** A token either way, for a product of a factor is rounded to whole tokens. */
function tokenRatio(expected: Amounts, billed: BilledSpans): Allowed | null {
  const isBilled = (meter: MeterKind): boolean => (billed[meter]?.high ?? 0) > 0;
  const meters = metersOf(expected, isBilled);
  if (meters === null || meters.length < fewestTelling) return null;
  return agreed(
    meters.map((meter) => {
      const { low, high } = billed[meter] ?? { low: 0, high: 0 };
      return {
        low: new Exact(low).minus(1).div(expected[meter]),
        high: new Exact(high).plus(1).div(expected[meter]),
      };
    }),
  );
}

/** What a bill charges, and how far each amount may be off by its rounding. */
export interface Charged {
  readonly charges: MeterCharges;
  /** Half of the last digit that an amount is written with, in its own currency, as an exact decimal; left out: exact. */
  readonly halfWidths?: Readonly<Partial<Record<MeterKind, string>>>;
}

function moneyRatio(expected: Amounts, { charges, halfWidths = {} }: Charged, prices: ListPrices): Allowed | null {
  const charged = (meter: MeterKind): Exact => new Exact(chargeIn(charges, meter, prices.currency)?.cost ?? 0);
  const half = (meter: MeterKind): Exact => new Exact(halfWidths[meter] ?? 0);
  const meters = metersOf(expected, (meter) => charged(meter).plus(half(meter)).gt(0) && charges[meter] !== undefined);
  if (meters === null || meters.length < fewestTelling) return null;
  const all = meters.flatMap((meter): Allowed[] => {
    const list = listMoney(expected[meter], meter, prices);
    if (list === null || new Exact(list.cost).isZero()) return [];
    return [
      {
        low: charged(meter).minus(half(meter)).div(list.cost),
        high: charged(meter).plus(half(meter)).div(list.cost),
      },
    ];
  });
  return all.length < meters.length ? null : agreed(all);
}

/**
 * One factor over every meter: a discount, a tax or mark-up, another currency, or all rows counted several times. Told before any
 * story, for whatever multiplies all meters alike is no response that ran.
 * @param expected what each meter would hold if the report is all there is
 * @returns null: the meters hold no one factor, or hold 1
 */
export function constantRatio(
  expected: Amounts,
  billed: BilledSpans,
  prices: ListPrices | null,
  charged: Charged,
): ConstantRatio | null {
  const all = ways(expected);
  const tokens = all.map((one) => tokenRatio(one, billed)).find((one) => one !== null);
  if (tokens !== undefined) {
    // Whole multiples to the token are rows counted twice, or a run made twice: that is told with its own words.
    const exact = Object.values(billed).every(isPoint);
    const whole = tokens.high.floor();
    return exact && whole.gte(2) && whole.gte(tokens.low) ? null : ratio('tokens', tokens);
  }
  if (prices === null) return null;
  const money = all.map((one) => moneyRatio(one, charged, prices)).find((one) => one !== null);
  return ratio('money', money ?? null);
}

/** What makes every meter so many times what was reported. A price changes no quantity, and whatever changes quantities changes costs. */
const makings = {
  price: {
    more: 'a mark-up, a tax, other unit prices or another currency',
    less: 'a discount, other unit prices or another currency',
  },
  rows: {
    more: 'rows counted more than once, or the same run repeated beside these',
    less: 'only a part of the rows',
  },
} as const;

/**
 * The finding of a bill that holds one factor over every meter and is not what was reported.
 * @param fromCost the tokens are worked out from costs: then prices may have made the factor, too
 */
export function ratioFinding({ of, text }: ConstantRatio, { counting, billed }: Space, fromCost: boolean): Finding {
  const service = serviceNames[counting.service];
  const way = Number(text) > 1 ? 'more' : 'less';
  const byPrice = of === 'money' || fromCost;
  const meters = meterKinds.filter((meter) => billed[meter] !== undefined).map((meter) => meterFacts[meter].words);
  const causes = byPrice ? `${makings.price[way]}, ${makings.rows[way]}` : makings.rows[way];
  return {
    claim: { kind: 'ratio', of },
    headline: `${service} ${byPrice ? 'charged' : 'billed'} ${text} \u00d7 what was reported, on every meter alike.`,
    lead: `One factor holds on ${meters.join(', ')}. A further response does that only where it is like all that was reported together, so no story of one is told: ${causes} would.`,
    open: byPrice
      ? 'Hold the unit prices of the bill against your price sheet (Settings, Price books and models), and check that no file or day is counted twice.'
      : 'Check that no file or day is counted twice, and that all sessions of the day are here.',
    chance: null,
  };
}
