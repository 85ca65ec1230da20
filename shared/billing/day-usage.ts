import { currencyWords, Exact, type StatedMoney, sumExact } from '../kit/money.ts';
import type { BooksByCurrency } from '../pricing/choose-book.ts';
import { perMillion, priceOf } from '../pricing/cost.ts';
import { pricedVersion } from '../pricing/model.ts';
import { type BillRow, knownDecimals } from './cost-file-rows.ts';
import { around, type Span } from '../kit/span.ts';
import { meterKey, meterKindOf } from './meter-kind.ts';
import { type ClassifiedMeter, newMeterNote } from './meter-name.ts';
import { readAs, readTokens, type TokenReading, tokensFromCost } from './quantity-to-tokens.ts';

/** One meter of one resource on one UTC day: all its rows added up, corrections apart. Money is exact. */
export interface DayUsage {
  readonly day: string;
  readonly meter: ClassifiedMeter;
  readonly resource: string;
  readonly subscription: string;
  readonly currency: string;
  readonly correction: boolean;
  /** Whole tokens, where its rows decide one number; null for a meter of hours, and where they do not. */
  readonly tokens: number | null;
  /** The whole numbers of tokens that its rows leave open, where rounding leaves more than one; null: one, or none is known. */
  readonly range: Span | null;
  readonly quantity: string;
  readonly cost: string;
  /** The same cost in other currencies, where every row states it. */
  readonly stated: readonly StatedMoney[];
  readonly rows: number;
  /** What the tokens were read from. */
  readonly from: 'quantity' | 'cost';
  /** How the first of its rows was read: `0.00064 × 1,000,000 = 640`. */
  readonly arithmetic: string;
}

/** List price of 1M tokens of a meter in a currency, for files that bill money alone; null: not known. */
export type ListPrice = (meter: ClassifiedMeter, currency: string) => string | null;

interface Open {
  readonly first: BillRow;
  quantity: Exact;
  cost: Exact;
  stated: readonly StatedMoney[];
  tokens: number;
  rows: number;
  from: DayUsage['from'];
  arithmetic: string;
  /** Rows whose quantity reads in several ways. */
  readonly undecided: BillRow[];
  unreadable: boolean;
  range: DayUsage['range'];
}

/**
 * Adds rows up by day, resource and meter as they stream by; holds one sum a meter and day, never the rows.
 * A quantity that reads in two ways is read as the rows around it prove to be written.
 */
export class DayUsageSum {
  readonly #sums = new Map<string, Open>();
  /** Divisors of the block that rows proved by their cost. */
  readonly #proved = new Set<number>();
  readonly #notes = new Set<string>();
  /** Decimals that costs are written with, by currency. */
  readonly #costDecimals = new Map<string, number>();
  readonly #listPrice: ListPrice;

  constructor(listPrice: ListPrice = () => null) {
    this.#listPrice = listPrice;
  }

  add(row: BillRow): void {
    // Rows without a quantity are added up by themselves: their tokens come of their costs.
    const key = [
      row.day,
      row.subscription,
      row.resource,
      row.currency,
      row.correction,
      row.amount === null,
      meterKey(row.meter),
    ].join('\n');
    const known = this.#sums.get(key);
    const news = known === undefined ? newMeterNote(row.meter) : null;
    if (news !== null) this.#notes.add(news);
    const sum = known ?? {
      first: row,
      quantity: new Exact(0),
      cost: new Exact(0),
      stated: row.stated.map((one) => ({ ...one, cost: '0' })),
      tokens: 0,
      rows: 0,
      from: 'quantity',
      arithmetic: '',
      undecided: [],
      unreadable: false,
      range: null,
    };
    this.#sums.set(key, sum);
    sum.rows += 1;
    sum.cost = sum.cost.plus(row.cost);
    sum.stated = sum.stated.flatMap((one) => {
      const more = row.stated.find(({ currency, by }) => currency === one.currency && by === one.by);
      return more === undefined ? [] : [{ ...one, cost: sumExact([one.cost, more.cost]) }];
    });
    sum.quantity = sum.quantity.plus(row.amount?.quantity ?? 0);
    if (row.meter.unit === 'hours') return;
    if (row.amount !== null) this.#fromQuantity(row, row.amount, sum);
    else {
      sum.from = 'cost';
      for (const amount of [{ ...row, by: null }, ...row.stated]) {
        const known = this.#costDecimals.get(amount.currency) ?? 0;
        this.#costDecimals.set(amount.currency, Math.max(known, knownDecimals(amount, row.cost)));
      }
    }
  }

  #take(sum: Open, { tokens, arithmetic }: Pick<TokenReading, 'tokens' | 'arithmetic'>): void {
    if (!Number.isSafeInteger(sum.tokens + tokens)) {
      this.#refuse(sum.first, sum, 'with the rows beside it, it is more tokens than can be counted exactly.');
      return;
    }
    sum.tokens += tokens;
    if (sum.arithmetic === '' || sum.arithmetic === '0') sum.arithmetic = arithmetic;
  }

  #refuse(row: BillRow, sum: Open, sentence: string): void {
    sum.unreadable = true;
    this.#notes.add(`Row ${row.line}, ${row.meter.name}: ${sentence}`);
  }

  /**
   * From the sum of a day, once all rows have shown how far the file's costs are rounded: in the billing currency where
   * there is a list price in it, else in another that the file states the same charge in.
   */
  #fromCost(sum: Open): void {
    const { meter, currency } = sum.first;
    const amounts: readonly StatedMoney[] = [{ cost: sum.cost.toFixed(), currency, by: null }, ...sum.stated];
    const priced = amounts.flatMap((amount) => {
      const price = amount.currency === '' ? null : this.#listPrice(meter, amount.currency);
      return price === null ? [] : [{ ...amount, price }];
    })[0];
    if (priced === undefined) {
      const named = amounts.map((amount) => currencyWords(amount.currency)).join(' or ');
      const next =
        currency === ''
          ? 'Export it with its currency.'
          : `Add a price book in ${currency} that lists this meter, then import the bill again.`;
      this.#refuse(
        sum.first,
        sum,
        `there is a cost and no quantity, and no list price in ${named} to derive tokens from; the row is kept. ${next}`,
      );
      return;
    }
    if (priced.by !== null) {
      this.#notes.add(
        `Tokens of rows billed in ${currencyWords(currency)} are derived in ${priced.currency}, from their ${priced.by}.`,
      );
    }
    const decimals = this.#costDecimals.get(priced.currency) ?? 0;
    const derived = tokensFromCost(priced.cost, priced.price, decimals, sum.rows);
    if (derived.kind === 'tokens') {
      this.#take(sum, derived);
      return;
    }
    if (derived.kind === 'too coarse') sum.range = around(derived.tokens, derived.giveOrTake);
    this.#refuse(sum.first, sum, derived.sentence);
  }

  #fromQuantity(row: BillRow, amount: NonNullable<BillRow['amount']>, sum: Open): void {
    const answer = readTokens(amount);
    if (answer.kind === 'ambiguous') {
      sum.undecided.push(row);
      return;
    }
    if (answer.kind === 'unreadable') {
      this.#refuse(row, sum, answer.sentence);
      return;
    }
    if (answer.by === 'cost' && amount.block !== null) this.#proved.add(amount.block / answer.reading.factor);
    if (answer.doubt !== null) this.#notes.add(`Row ${row.line}, ${row.meter.name}: ${answer.doubt}`);
    this.#take(sum, answer.reading);
  }

  #decide(sum: Open): void {
    const [divisor, other] = this.#proved;
    for (const row of sum.undecided.splice(0)) {
      const block = row.amount?.block ?? null;
      const reading =
        divisor === undefined || other !== undefined || block === null || row.amount === null
          ? null
          : readAs(new Exact(row.amount.quantity), block / divisor);
      if (reading !== null) this.#take(sum, reading);
      else {
        const answer = row.amount === null ? null : readTokens(row.amount);
        this.#refuse(row, sum, answer?.kind === 'ambiguous' ? answer.sentence : 'its quantity cannot be read.');
      }
    }
  }

  /** The sums, in the order of their first rows, and what a person should know of them. Asked once, at the end. */
  result(): { days: readonly DayUsage[]; notes: readonly string[] } {
    for (const sum of this.#sums.values()) {
      if (sum.from === 'cost' && sum.first.meter.unit !== 'hours') this.#fromCost(sum);
      else this.#decide(sum);
    }
    const days = [...this.#sums.values()].map((sum): DayUsage => {
      const { day, meter, resource, subscription, currency, correction } = sum.first;
      return {
        day,
        meter,
        resource,
        subscription,
        currency,
        correction,
        range: sum.range,
        tokens: sum.unreadable || meter.unit === 'hours' ? null : sum.tokens,
        quantity: sum.quantity.toFixed(),
        cost: sum.cost.toFixed(),
        stated: sum.stated,
        rows: sum.rows,
        from: sum.from,
        arithmetic: sum.arithmetic,
      };
    });
    return { days, notes: [...this.#notes] };
  }
}

/**
 * List prices of meters by the book of a currency, where it lists the meter's model in the meter's scope; Global where the
 * meter names none. null: no book is in that currency, or it does not list the meter.
 */
export const listPriceOf =
  (books: BooksByCurrency): ListPrice =>
  (meter, currency) => {
    const kind = meterKindOf(meter);
    const book = books.find((one) => one.currency === currency);
    if (kind === null || meter.model === null || book === undefined) return null;
    const price = priceOf(pricedVersion(book, meter.model, meter.version, meter.scope ?? 'global'), kind);
    return price === null ? null : perMillion(price);
  };
