import { currencyWords, Exact, sumExact } from '../kit/money.ts';
import { plural } from '../kit/numbers.ts';
import { isPoint, plus, point, type Span } from '../kit/span.ts';
import type { BooksByCurrency } from '../pricing/choose-book.ts';
import { perMillion, priceOf } from '../pricing/cost.ts';
import { pricedVersion } from '../pricing/model.ts';
import type { BillRow, RoundedMoney } from './cost-file-rows.ts';
import { meterKey, meterKindOf } from './meter-kind.ts';
import { type ClassifiedMeter, newMeterNote } from './meter-name.ts';
import {
  moneyReading,
  type MeteredAmount,
  readAs,
  readTokens,
  type ScaleAnswer,
  withoutNoise,
} from './quantity-to-tokens.ts';

/** One meter of one resource in one period: all its rows added up, corrections apart. Money is exact. */
export interface DayUsage {
  /** UTC day, `YYYY-MM-DD`; a month, `YYYY-MM`, of a file that bills whole months; empty where the file names neither. */
  readonly day: string;
  readonly meter: ClassifiedMeter;
  readonly resource: string;
  readonly subscription: string;
  readonly currency: string;
  /** Charges of an earlier period put right, and charges taken back: their tokens are below zero. */
  readonly correction: boolean;
  /** Whole tokens, where its rows decide one number; null for a meter of hours, and where they do not. */
  readonly tokens: number | null;
  /** The whole numbers of tokens that its rows leave open, where rounding leaves more than one; null: one, or none is known. */
  readonly range: Span | null;
  readonly quantity: string;
  /** How far the sum may be off, for its rows are rounded: a decimal string, `0` where they have all their digits. */
  readonly quantityHalfWidth: string;
  readonly cost: string;
  /** As `quantityHalfWidth`, of the cost. */
  readonly costHalfWidth: string;
  /** The same cost in other currencies, where every row states it. */
  readonly stated: readonly RoundedMoney[];
  readonly rows: number;
  /** What the tokens were read from. */
  readonly from: 'quantity' | 'cost';
  /** How the first of its rows was read: `0.00064 × 1,000,000 = 640`. */
  readonly arithmetic: string;
  /** An amount of its rows that cannot be read, with its row, in a sentence; then neither tokens nor range. null: all can. */
  readonly problem: string | null;
}

/** List price of 1M tokens of a meter in a currency, for files that bill money alone; null: not known. */
export type ListPrice = (meter: ClassifiedMeter, currency: string) => string | null;

const million = 1_000_000;

/** A price of one block in the currency of a cost, and where it is from. */
interface PricedCost {
  readonly cost: RoundedMoney;
  readonly price: string;
  readonly block: number;
  readonly isList: boolean;
}

interface Open {
  readonly first: BillRow;
  quantity: Exact;
  quantityHalf: Exact;
  cost: Exact;
  costHalf: Exact;
  stated: readonly RoundedMoney[];
  /** What all its rows leave open, quantity and cost both asked. */
  span: Span;
  /** The same without what list prices say, for bills that are charged at others. */
  ownSpan: Span;
  /** Tokens of its rows without a quantity as their costs give them, whole or not, with their half-width. */
  money: { tokens: Exact; half: Exact };
  moneyIsWhole: boolean;
  moneySpan: Span;
  rows: number;
  from: DayUsage['from'];
  arithmetic: string;
  /** Rows whose quantity reads in several ways. */
  readonly undecided: BillRow[];
  problem: string | null;
  /** Nothing says how many tokens they are, and nothing is wrong with them. */
  unknown: boolean;
}

const opened = (row: BillRow): Open => ({
  first: row,
  quantity: new Exact(0),
  quantityHalf: new Exact(0),
  cost: new Exact(0),
  costHalf: new Exact(0),
  stated: row.stated.map((one) => ({ ...one, cost: '0', halfWidth: '0' })),
  span: point(0),
  ownSpan: point(0),
  money: { tokens: new Exact(0), half: new Exact(0) },
  moneyIsWhole: true,
  moneySpan: point(0),
  rows: 0,
  from: 'quantity',
  arithmetic: '',
  undecided: [],
  problem: null,
  unknown: false,
});

/** What is said of rows, by their meter: the first of them in a sentence, and how many there are. */
type RowNotes = Map<string, { readonly sentence: string; rows: number }>;

/** Counts one more row of a meter; a file may hold any number of them, and a person reads one. */
function addNote(notes: RowNotes, { meter }: BillRow, sentence: string): void {
  const known = notes.get(meter.name);
  if (known === undefined) notes.set(meter.name, { sentence, rows: 1 });
  else known.rows += 1;
}

const inSentences = (notes: RowNotes): string[] =>
  [...notes.values()].map(({ sentence, rows }) =>
    rows === 1
      ? sentence
      : `${sentence} ${plural(rows - 1, 'further row')} of this meter ${rows === 2 ? 'is' : 'are'} alike.`,
  );

/**
 * Adds rows up by day, resource and meter as they stream by; holds one sum a meter and day, never the rows.
 * A quantity that reads in two ways is read as the rows around it prove to be written.
 */
export class DayUsageSum {
  readonly #sums = new Map<string, Open>();
  /** Divisors of the block that rows proved by their cost. */
  readonly #proved = new Set<number>();
  readonly #notes = new Set<string>();
  /** Rows with amounts that cannot be read, rows without a price, and rows whose cost and quantity contradict each other. */
  readonly #failed: RowNotes = new Map();
  readonly #unpriced: RowNotes = new Map();
  readonly #doubts: RowNotes = new Map();
  /** A quantity has shown that this bill is not charged at list prices. */
  #listIsWrong = false;
  readonly #prices = new Map<string, string | null>();
  readonly #listPrice: ListPrice;

  constructor(listPrice: ListPrice = () => null) {
    this.#listPrice = (meter, currency) => {
      const key = `${currency}\n${meter.name}`;
      const known = this.#prices.get(key);
      if (known !== undefined) return known;
      const price = listPrice(meter, currency);
      this.#prices.set(key, price);
      return price;
    };
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
    const sum = known ?? opened(row);
    this.#sums.set(key, sum);
    sum.rows += 1;
    sum.cost = sum.cost.plus(row.cost);
    if (row.costHalf !== '0') sum.costHalf = sum.costHalf.plus(row.costHalf);
    sum.stated = sum.stated.flatMap((one) => {
      const more = row.stated.find(({ currency, by }) => currency === one.currency && by === one.by);
      if (more === undefined) return [];
      return [{ ...one, cost: sumExact([one.cost, more.cost]), halfWidth: sumExact([one.halfWidth, more.halfWidth]) }];
    });
    sum.quantity = sum.quantity.plus(row.amount?.quantity ?? 0);
    sum.quantityHalf = sum.quantityHalf.plus(row.amount?.quantityHalf ?? 0);
    if (row.problem !== null) this.#fail(row, sum, row.problem);
    else if (row.amount === null) this.#fromCost(row, sum);
    else if (row.meter.unit !== 'hours') this.#fromQuantity(row, row.amount, sum);
  }

  #fail(row: BillRow, sum: Open, sentence: string): void {
    sum.problem ??= sentence;
    addNote(this.#failed, row, sentence);
  }

  #refuse(row: BillRow, sum: Open, sentence: string): void {
    this.#fail(row, sum, `Row ${row.line}, ${row.meter.name}: ${sentence}`);
  }

  #take(row: BillRow, sum: Open, span: Span, ownSpan: Span, arithmetic: string): void {
    const both = plus(sum.span, span);
    const own = plus(sum.ownSpan, ownSpan);
    if (![both.low, both.high, own.low, own.high].every(Number.isSafeInteger)) {
      this.#refuse(row, sum, 'with the rows beside it, it is more tokens than can be counted exactly.');
      return;
    }
    sum.span = both;
    sum.ownSpan = own;
    if (sum.arithmetic === '' || sum.arithmetic === '0') sum.arithmetic = arithmetic;
  }

  /** The row's own price before a list price: in the billing currency where there is one in it, else in another the row states. */
  #pricedCost({ meter, currency, cost, costHalf, stated, priced }: BillRow): PricedCost | null {
    const billed: RoundedMoney = { cost, currency, by: null, halfWidth: costHalf };
    if (priced !== null && new Exact(priced.price).gt(0)) {
      const own = { ...billed, cost: priced.cost.cost, halfWidth: priced.cost.half };
      return { cost: own, price: priced.price, block: priced.block, isList: false };
    }
    for (const one of [billed, ...stated]) {
      const price = one.currency === '' ? null : this.#listPrice(meter, one.currency);
      if (price !== null) return { cost: one, price, block: million, isList: true };
    }
    return null;
  }

  /** A row with a cost and no quantity: whole tokens where its price and its rounding leave them, and their sum in any case. */
  #fromCost(row: BillRow, sum: Open): void {
    sum.from = 'cost';
    if (row.meter.unit === 'hours') return;
    const priced = this.#pricedCost(row);
    if (priced === null) {
      this.#noPrice(row, sum);
      return;
    }
    const { cost, price, block, isList } = priced;
    if (isList && cost.by !== null) {
      this.#notes.add(
        `Tokens of rows billed in ${currencyWords(row.currency)} are derived in ${cost.currency}, from their ${cost.by}.`,
      );
    }
    const read = moneyReading({ cost: cost.cost, half: cost.halfWidth }, price, block);
    sum.money = { tokens: sum.money.tokens.plus(read.tokens), half: sum.money.half.plus(read.half) };
    if (read.span === null) sum.moneyIsWhole = false;
    else sum.moneySpan = plus(sum.moneySpan, read.span);
    if (sum.arithmetic === '') sum.arithmetic = read.arithmetic;
  }

  #noPrice(row: BillRow, sum: Open): void {
    sum.unknown = true;
    const { currency } = row;
    const named = [currency, ...row.stated.map((one) => one.currency)].map(currencyWords).join(' or ');
    const next =
      currency === ''
        ? 'Export it with its currency.'
        : `Add a price book in ${currency} that lists this meter, then import the bill again.`;
    addNote(
      this.#unpriced,
      row,
      `Row ${row.line}, ${row.meter.name}: there is a cost and no quantity, and no list price in ${named} to derive tokens from; the row is kept. ${next}`,
    );
  }

  /** The amount with a price: its own, else the list's, so that a rounded quantity and its cost can be asked both. */
  #withPrice(row: BillRow, amount: MeteredAmount): { amount: MeteredAmount; isList: boolean } {
    if (amount.price !== null || amount.block === null) return { amount, isList: false };
    const priced = this.#pricedCost(row);
    if (priced === null) return { amount, isList: false };
    const price = new Exact(priced.price).times(amount.block).div(priced.block).toFixed();
    return { amount: { ...amount, price, cost: priced.cost.cost, costHalf: priced.cost.halfWidth }, isList: true };
  }

  #fromQuantity(row: BillRow, own: MeteredAmount, sum: Open): void {
    const { amount, isList } = this.#withPrice(row, own);
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
    this.#doubt(row, answer, isList);
    this.#take(row, sum, answer.span, isList ? answer.reading.span : answer.span, answer.reading.arithmetic);
  }

  #doubt(row: BillRow, { doubt }: Extract<ScaleAnswer, { kind: 'tokens' }>, isList: boolean): void {
    if (doubt === null) return;
    if (isList) this.#listIsWrong = true;
    const sentence = isList ? `${doubt} The list price is not what was charged; the quantity counts.` : doubt;
    addNote(this.#doubts, row, `Row ${row.line}, ${row.meter.name}: ${sentence}`);
  }

  #decide(sum: Open): void {
    const [divisor, other] = this.#proved;
    for (const row of sum.undecided.splice(0)) {
      const { amount } = row;
      const block = amount?.block ?? null;
      const reading =
        divisor === undefined || other !== undefined || block === null || amount === null
          ? null
          : readAs(new Exact(amount.quantity), block / divisor, new Exact(amount.quantityHalf ?? 0));
      if (reading !== null) this.#take(row, sum, reading.span, reading.span, reading.arithmetic);
      else {
        const answer = amount === null ? null : readTokens(amount);
        this.#refuse(row, sum, answer?.kind === 'ambiguous' ? answer.sentence : 'its quantity cannot be read.');
      }
    }
  }

  /** The tokens of its rows without a quantity: each whole at its price, else what their sum leaves open. */
  #moneySpanOf(sum: Open): Span {
    if (sum.from !== 'cost' || sum.unknown || sum.moneyIsWhole) return sum.moneySpan;
    const { tokens, half } = sum.money;
    this.#notes.add(
      `Row ${sum.first.line}, ${sum.first.meter.name}: its cost is ${tokens.toDecimalPlaces(2).toFixed()} tokens at list price, which is not whole: another price may have been charged.`,
    );
    const [least, most] = [withoutNoise(tokens.minus(half)), withoutNoise(tokens.plus(half))];
    const holdsOne = least.ceil().lte(most.floor());
    const [low, high] = holdsOne ? [least.ceil(), most.floor()] : [least.floor(), most.ceil()];
    return { low: low.toNumber(), high: high.toNumber() };
  }

  /** What all rows of a sum leave open; null: a meter of hours, or not known. */
  #spanOf(sum: Open): Span | null {
    if (sum.first.meter.unit === 'hours' || sum.problem !== null || sum.unknown) return null;
    const span = plus(this.#listIsWrong ? sum.ownSpan : sum.span, this.#moneySpanOf(sum));
    if (Number.isSafeInteger(span.low) && Number.isSafeInteger(span.high)) return span;
    this.#refuse(sum.first, sum, 'with the rows beside it, it is more tokens than can be counted exactly.');
    return null;
  }

  /** The sums, in the order of their first rows, and what a person should know of them. Asked once, at the end. */
  result(): { days: readonly DayUsage[]; notes: readonly string[] } {
    for (const sum of this.#sums.values()) this.#decide(sum);
    const days = [...this.#sums.values()].map((sum): DayUsage => {
      const { day, meter, resource, subscription, currency, correction } = sum.first;
      const span = this.#spanOf(sum);
      return {
        day,
        meter,
        resource,
        subscription,
        currency,
        correction,
        range: span === null || isPoint(span) ? null : span,
        tokens: span !== null && isPoint(span) ? span.low : null,
        quantity: sum.quantity.toFixed(),
        quantityHalfWidth: sum.quantityHalf.toFixed(),
        cost: sum.cost.toFixed(),
        costHalfWidth: sum.costHalf.toFixed(),
        stated: sum.stated,
        rows: sum.rows,
        from: sum.from,
        arithmetic: sum.arithmetic,
        problem: sum.problem,
      };
    });
    const ofRows = [this.#failed, this.#unpriced, this.#doubts].flatMap(inSentences);
    return { days, notes: [...this.#notes, ...ofRows] };
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
