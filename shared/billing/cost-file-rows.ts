import { currencyCode, Exact, exactOf, ExactSum, type Money, type StatedMoney } from '../kit/money.ts';
import { count, plural } from '../kit/numbers.ts';
import type { CostField, ReadHeader } from './cost-file-columns.ts';
import { type ClassifiedMeter, meterNamed, usualBlock } from './meter-name.ts';
import { isVoiceItem } from './openai/line-item.ts';
import { type Conventions, dayOf, plainNumber } from './number-and-date-marks.ts';
import { decimalsOf, type MeteredAmount, readUnitOfMeasure } from './quantity-to-tokens.ts';

/** One row of an export that bills a known meter. Money and quantity are exact decimal strings. */
export interface BillRow {
  /** Row of the file, the header being 1. */
  readonly line: number;
  /** UTC day, `YYYY-MM-DD`. */
  readonly day: string;
  readonly meter: ClassifiedMeter;
  readonly meterId: string;
  /** In lower case: exports spell the same resource in several. Empty where the file names none. */
  readonly resource: string;
  readonly subscription: string;
  /** Of the billed cost; empty where the file names none, or the row has no cost. */
  readonly currency: string;
  readonly cost: string;
  /** The same charge in other currencies, as the file itself states it. */
  readonly stated: readonly StatedMoney[];
  /** null: the file holds costs alone. */
  readonly amount: MeteredAmount | null;
  /** A charge of an earlier period put right; never added to usage. */
  readonly correction: boolean;
}

/** Why a row is not kept. */
export type SkipReason =
  | 'empty'
  | 'other service'
  | 'unclassified'
  | 'not usage'
  | 'no day'
  | 'no quantity'
  | 'no cost'
  | 'cut short'
  | 'too many cells';

export type RowOutcome =
  | { readonly kind: 'kept'; readonly row: BillRow }
  | { readonly kind: 'skipped'; readonly reason: SkipReason; readonly detail: string };

/** What each reason means, for people; the number of rows stands before it. */
export const skipWords: Readonly<Record<SkipReason, string>> = {
  empty: 'with nothing in them',
  'other service': 'of other services',
  unclassified: 'of meters whose names are not understood',
  'not usage': 'of charges that are no usage (purchases, refunds, adjustments)',
  'no day': 'without a readable day',
  'no quantity': 'without a readable quantity',
  'no cost': 'without a readable cost',
  'cut short': 'that end before their day, meter, quantity or cost',
  'too many cells': 'with more cells than there are columns, so that no cell can be trusted,',
};

/** Cells of one row: as text, and as exact numbers where they hold one. */
export interface CostCells {
  readonly text: (field: CostField) => string;
  readonly number: (field: CostField) => string | null;
}

/** What one row charges: the billed amount, and the same charge in other currencies as the row itself states it. */
export interface RowCost {
  /** null: the row states no cost. Its currency is empty where the file names none. */
  readonly billed: Money | null;
  readonly stated: readonly StatedMoney[];
  /** The cost in the currency of the row's price: what quantity times price comes to. */
  readonly priced: string | null;
}

/** Says that an amount is the billed cost by the row's own exchange rate. */
const byRate = 'billed cost and the exchange rate of the file';

/** Digits kept of a cost divided by an exchange rate, which need not end: far below a token. */
const quotientDecimals = 20;

/** The charge in the currency it is priced in: in a column of its own, else billed cost by the row's exchange rate. */
function inPricingCurrency({ text, number }: CostCells, billed: Money | null): StatedMoney | null {
  const currency = currencyCode(text('pricingCurrency'));
  const cost = number('pricingCost');
  if (cost !== null) return { cost, currency, by: 'cost in pricing currency' };
  const rate = number('exchangeRate');
  if (billed === null || rate === null || !new Exact(rate).gt(0)) return null;
  const quotient = new Exact(billed.cost).div(rate).toDecimalPlaces(quotientDecimals).toFixed();
  return { cost: quotient, currency, by: byRate };
}

/** Reads what a row charges. A file with a column of US dollars alone is billed in them, whatever its currency column says. */
function rowCost(cells: CostCells): RowCost {
  const usd = cells.number('costUsd');
  const cost = cells.number('cost');
  const billed =
    cost !== null
      ? { cost, currency: currencyCode(cells.text('currency')) }
      : usd !== null
        ? { cost: usd, currency: 'USD' }
        : null;
  const priced = inPricingCurrency(cells, billed);
  const inUsd: StatedMoney | null = usd === null ? null : { cost: usd, currency: 'USD', by: 'cost in US dollars' };
  const stated: StatedMoney[] = [];
  for (const one of [priced, inUsd]) {
    const known = one === null || one.currency === '' || one.currency === billed?.currency;
    if (!known && !stated.some(({ currency }) => currency === one.currency)) stated.push(one);
  }
  return { billed, stated, priced: priced?.cost ?? billed?.cost ?? null };
}

/** Decimals to which an amount of a row is known; a quotient is known no better than the billed cost that it is made of. */
export function knownDecimals({ cost, by }: StatedMoney, billed: string): number {
  const own = decimalsOf(by === byRate ? billed : cost);
  if (by !== byRate || new Exact(cost).isZero()) return own;
  return Math.max(0, own + new Exact(billed).div(cost).log(10).floor().toNumber());
}

/** Services and products whose meters ought to be understood: a name of theirs that is not is worth telling. */
const ourServices = /foundry|cognitive services|azure openai|azure ai/i;

/** Charges that are usage. Exports without the column hold usage alone. */
const usage = /^usage$/i;

const blank = /^(?:null|n\/a)?$/i;

const skipped = (reason: SkipReason, detail = ''): RowOutcome => ({ kind: 'skipped', reason, detail });

/** Reads one row of an export. Nothing is guessed: a row that cannot be read whole is skipped, with the reason. */
export function readRow(
  cells: readonly string[],
  line: number,
  { columns, costOnly, sparse, width, needed }: ReadHeader,
  { decimalMark, dateOrder }: Conventions,
): RowOutcome {
  const cell = (field: CostField): string => {
    const position = columns[field];
    const text = position === undefined ? '' : (cells[position] ?? '').trim();
    return blank.test(text) ? '' : text;
  };
  const number = (field: CostField): string | null => {
    const text = cell(field);
    const plain = text === '' ? null : plainNumber(text, decimalMark);
    return plain === null || exactOf(plain) === null ? null : plain;
  };

  const name = cell('meterName');
  if (name === '' && cells.every((text) => blank.test(text.trim()))) return skipped('empty');
  // Cells beyond the columns come of a mark inside a value that is not quoted: what stands behind it has moved.
  if (cells.length > width && cells.slice(width).some((text) => text.trim() !== '')) return skipped('too many cells');
  if (cells.length < needed) return skipped('cut short');
  const meter = meterNamed(name);
  if (meter.kind === 'unclassified' || meter.family === null) {
    const ours = isVoiceItem(name) || ourServices.test(`${cell('category')} ${cell('product')}`);
    const reason = meter.kind === 'unclassified' ? meter.reason : 'it names no model';
    return ours ? skipped('unclassified', `${name}: ${reason}`) : skipped('other service');
  }
  const chargeType = cell('chargeType');
  if (chargeType !== '' && !usage.test(chargeType)) return skipped('not usage', chargeType);
  const day = dayOf(cell('day'), dateOrder);
  if (day === null) return skipped('no day', cell('day'));
  const quantity = number('quantity');
  const { billed, stated, priced } = rowCost({ text: cell, number });
  const byCost = sparse && cell('quantity') === '' && billed !== null && meter.unit !== 'hours';
  if (!costOnly && !byCost && quantity === null)
    return skipped('no quantity', cell('quantity') || (sparse ? name : ''));
  if (costOnly && billed === null) return skipped('no cost', cell('cost'));

  const blockSize = exactOf(number('blockSize') ?? '');
  const block = blockSize?.gt(1) === true ? blockSize.toNumber() : (readUnitOfMeasure(cell('unit'))?.block ?? null);
  return {
    kind: 'kept',
    row: {
      line,
      day,
      meter,
      meterId: cell('meterId').toLowerCase(),
      resource: cell('resource').toLowerCase(),
      subscription: cell('subscription').toLowerCase(),
      currency: billed?.currency ?? '',
      cost: billed?.cost ?? '0',
      stated,
      amount:
        quantity === null
          ? null
          : {
              quantity,
              // A unit that is no block ("Units") says nothing; the meter's own does.
              block: block !== null && block > 1 ? block : usualBlock(meter),
              price: number('price'),
              cost: priced,
              ...(billed === null || billed.cost === priced ? {} : { otherCosts: [billed.cost] }),
            },
      correction: /^correction$/i.test(cell('chargeClass')) || exactOf(quantity ?? billed?.cost ?? '')?.lt(0) === true,
    },
  };
}

/** What became of the rows of an export: every row is counted once. */
export interface Tally {
  readonly rows: number;
  readonly kept: number;
  readonly skipped: readonly {
    readonly reason: SkipReason;
    readonly rows: number;
    /** The first such row of the file. */
    readonly line: number;
    /** Up to a few different details: names not understood, charge types. */
    readonly details: readonly string[];
  }[];
  /** Sum of the cost of all rows, kept or not, exact, by currency: to hold against any other view of the same bill. */
  readonly costs: readonly { readonly currency: string; readonly cost: string }[];
}

const mostDetails = 10;

/** Counts rows as they stream by. Holds no row. */
export class RowTally {
  #rows = 0;
  #kept = 0;
  readonly #skipped = new Map<SkipReason, { rows: number; line: number; details: string[] }>();
  readonly #costs = new Map<string, ExactSum>();

  add(
    outcome: RowOutcome,
    cells: readonly string[],
    line: number,
    header: ReadHeader,
    { decimalMark }: Conventions,
  ): void {
    const cell = (field: CostField): string => cells[header.columns[field] ?? -1] ?? '';
    this.#rows += 1;
    const inUsd = header.columns.cost === undefined;
    const currency = inUsd ? 'USD' : currencyCode(cell('currency'));
    const sum = this.#costs.get(currency) ?? new ExactSum();
    if (sum.add(plainNumber(cell(inUsd ? 'costUsd' : 'cost'), decimalMark) ?? '')) this.#costs.set(currency, sum);
    if (outcome.kind === 'kept') {
      this.#kept += 1;
      return;
    }
    const seen = this.#skipped.get(outcome.reason) ?? { rows: 0, line, details: [] };
    seen.rows += 1;
    if (outcome.detail !== '' && seen.details.length < mostDetails && !seen.details.includes(outcome.detail)) {
      seen.details.push(outcome.detail);
    }
    this.#skipped.set(outcome.reason, seen);
  }

  get result(): Tally {
    return {
      rows: this.#rows,
      kept: this.#kept,
      skipped: [...this.#skipped].map(([reason, seen]) => ({ reason, ...seen })),
      costs: [...this.#costs].map(([currency, cost]) => ({ currency, cost: cost.total })),
    };
  }
}

/** The tally's skipped rows in whole sentences; rows of other services and empty ones are nobody's concern. */
export const tallyNotes = ({ skipped }: Tally): string[] =>
  skipped
    .filter(({ reason }) => reason !== 'other service' && reason !== 'empty')
    .map(({ reason, rows, line, details }) => {
      const what = details.length === 0 ? '' : ` (${details.join('; ')})`;
      return `${plural(rows, 'row')} ${skipWords[reason]} ${rows === 1 ? 'is' : 'are'} left out, the first on row ${count(line)}${what}.`;
    });
