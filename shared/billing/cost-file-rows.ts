import { currencyCode, Exact, exactOf, type Money, type StatedMoney } from '../kit/money.ts';
import { repeated } from '../kit/untrusted/quoting.ts';
import { halfUnit, type NumberField, type Rounding } from './column-decimals.ts';
import { type CostField, isExpectedUse, type ReadHeader } from './cost-file-columns.ts';
import { type ClassifiedMeter, meterNamed, namesNewModel, usualBlock } from './meter-name.ts';
import { isVoiceItem } from './openai/line-item.ts';
import { type Conventions, dayOf, monthOf, plainNumber } from './number-and-date-marks.ts';
import { type KnownCost, type MeteredAmount, readUnitOfMeasure } from './quantity-to-tokens.ts';

/** A cost in another currency than the billed one, with half a unit of its last decimal. */
export interface RoundedMoney extends StatedMoney {
  /** `0`: it has all its digits. */
  readonly halfWidth: string;
}

/** One row of an export that bills a known meter. Money and quantity are exact decimal strings. */
export interface BillRow {
  /** Row of the file. */
  readonly line: number;
  /** UTC day, `YYYY-MM-DD`; a month, `YYYY-MM`, of a file that bills whole months; empty where the file has no such column. */
  readonly day: string;
  readonly meter: ClassifiedMeter;
  readonly meterId: string;
  /** In lower case: exports spell the same resource in several. Empty where the file names none. */
  readonly resource: string;
  readonly subscription: string;
  /** Of the billed cost; empty where the file names none, or the row has no cost. */
  readonly currency: string;
  readonly cost: string;
  /** Half a unit of the last decimal of the billed cost. */
  readonly costHalf: string;
  /** The same charge in other currencies, as the file itself states it. */
  readonly stated: readonly RoundedMoney[];
  /** null: the row has a cost and no quantity. */
  readonly amount: MeteredAmount | null;
  /** Its own price of one block, and what that price comes to; null: it states none. */
  readonly priced: { readonly price: string; readonly block: number; readonly cost: KnownCost } | null;
  /** A charge of an earlier period put right, or one taken back. */
  readonly correction: boolean;
  /** Which of its amounts cannot be read, in a sentence; null: all of them can. */
  readonly problem: string | null;
}

/** Why a row is not kept. */
export type SkipReason =
  | 'empty'
  | 'expected'
  | 'other service'
  | 'provisioned throughput'
  | 'voice live'
  | 'unknown model'
  | 'unclassified'
  | 'not usage'
  | 'no day'
  | 'cut short'
  | 'too many cells';

export type RowOutcome =
  | { readonly kind: 'kept'; readonly row: BillRow; readonly billed: Money | null }
  | {
      readonly kind: 'skipped';
      readonly reason: SkipReason;
      /** What a note says of it. */
      readonly detail: string;
      /** The meter, service or charge that the money is of; empty: the row names none. */
      readonly name: string;
      /** As `BillRow.day`; empty too where it cannot be read. */
      readonly day: string;
      /** As `BillRow.resource`. */
      readonly resource: string;
      readonly subscription: string;
      /** null: the row states no cost that can be read. */
      readonly billed: Money | null;
      /** A cost that is there and cannot be read, as the file has it; null: there is none. */
      readonly unreadable: string | null;
    };

/** What each reason means, for people; the number of rows stands before it. */
export const skipWords: Readonly<Record<SkipReason, string>> = {
  empty: 'with nothing in them',
  expected: 'that are expected use and no bill',
  'other service': 'of other services',
  'provisioned throughput': 'of provisioned throughput, which bills time and no tokens,',
  'voice live': 'of Voice Live meters, which are not Realtime meters,',
  'unknown model': 'of models that are new to this version of Voxtally',
  unclassified: 'of meters whose names are not understood',
  'not usage': 'of charges that are no usage (purchases, refunds, adjustments)',
  'no day': 'without a readable day',
  'cut short': 'that end before their day, meter, quantity or cost',
  'too many cells': 'with more cells than there are columns, so that no cell can be trusted,',
};

/** Cells of one row: as text, and as exact numbers where they hold one. */
interface CostCells {
  readonly text: (field: CostField) => string;
  readonly number: (field: NumberField) => string | null;
  /** Half a unit of the last decimal of a column. */
  readonly half: (field: NumberField) => string;
}

/** What one row charges: the billed amount, and the same charge in other currencies as the row itself states it. */
interface RowCost {
  /** null: the row states no cost. Its currency is empty where the file names none. */
  readonly billed: RoundedMoney | null;
  readonly stated: readonly RoundedMoney[];
  /** The cost in the currency of the row's price: what quantity times price comes to. */
  readonly priced: KnownCost | null;
}

/** Says that an amount is the billed cost by the row's own exchange rate. */
const byRate = 'billed cost and the exchange rate of the file';

/** Digits kept of a cost divided by an exchange rate, which need not end: far below a token. */
const quotientDecimals = 20;

/** The charge in the currency it is priced in: in a column of its own, else billed cost by the row's exchange rate. */
function inPricingCurrency({ text, number, half }: CostCells, billed: RoundedMoney | null): RoundedMoney | null {
  const currency = currencyCode(text('pricingCurrency'));
  const cost = number('pricingCost');
  if (cost !== null) return { cost, currency, by: 'cost in pricing currency', halfWidth: half('pricingCost') };
  const rate = number('exchangeRate');
  if (billed === null || rate === null || !new Exact(rate).gt(0)) return null;
  const inPricing = (amount: string): string => new Exact(amount).div(rate).toDecimalPlaces(quotientDecimals).toFixed();
  // A rate of one changes no currency and takes no digit away.
  const halfWidth = billed.halfWidth === '0' ? '0' : inPricing(billed.halfWidth);
  return { cost: inPricing(billed.cost), currency, by: byRate, halfWidth };
}

/** Reads what a row charges. A file with a column of US dollars alone is billed in them, whatever its currency column says. */
function rowCost(cells: CostCells): RowCost {
  const usd = cells.number('costUsd');
  const cost = cells.number('cost');
  const inUsd: RoundedMoney | null =
    usd === null ? null : { cost: usd, currency: 'USD', by: 'cost in US dollars', halfWidth: cells.half('costUsd') };
  const billed: RoundedMoney | null =
    cost !== null
      ? { cost, currency: currencyCode(cells.text('currency')), by: null, halfWidth: cells.half('cost') }
      : inUsd === null
        ? null
        : { ...inUsd, by: null };
  const inPricing = inPricingCurrency(cells, billed);
  const stated: RoundedMoney[] = [];
  for (const one of [inPricing, inUsd]) {
    const known = one === null || one.currency === '' || one.currency === billed?.currency;
    if (!known && !stated.some(({ currency }) => currency === one.currency)) stated.push(one);
  }
  const priced = inPricing ?? billed;
  return { billed, stated, priced: priced === null ? null : { cost: priced.cost, half: priced.halfWidth } };
}

/** Services and products whose meters ought to be understood: a name of theirs that is not is worth telling. */
const ourServices = /foundry|cognitive services|azure openai|azure ai/i;
const voiceLive = /\bvoice live\b/i;
/** Capacity that is paid by the hour, whatever is said over it. */
const provisioned = /\bprovisioned\b|\bptus?\b/i;

/** Charges that are usage; partners are billed `new`. Exports without the column hold usage alone. */
const usage = /^(?:usage|new)$/i;

const blank = /^(?:null|n\/a)?$/i;

/** Which amounts of a row cannot be read: `Row 12: quantity "1.2.3" cannot be read.` null: all can. */
function problemOf(line: number, { text, number }: CostCells, columns: ReadHeader['columns']): string | null {
  const words = { quantity: 'quantity', cost: 'cost', costUsd: 'cost' } as const;
  for (const field of ['quantity', 'cost', 'costUsd'] as const) {
    const cell = text(field);
    if (cell !== '' && number(field) === null) return `Row ${line}: ${words[field]} ${repeated(cell)} cannot be read.`;
  }
  const named = (['quantity', 'cost', 'costUsd'] as const).filter((field) => columns[field] !== undefined);
  return named.every((field) => text(field) === '') ? `Row ${line}: it has neither a quantity nor a cost.` : null;
}

/** The period of a row: its day, else its month; empty: the file has no column for either. null: the column cannot be read. */
function periodOf({ text }: CostCells, columns: ReadHeader['columns'], order: Conventions['dateOrder']): string | null {
  if (columns.day !== undefined) return dayOf(text('day'), order) ?? monthOf(text('day'));
  if (columns.month === undefined) return '';
  const month = text('month');
  return dayOf(month, order)?.slice(0, 7) ?? monthOf(month);
}

/** Reads one row of an export. Nothing is guessed: a row that cannot be read whole is skipped, with the reason. */
export function readRow(
  cells: readonly string[],
  line: number,
  { columns, width, needed }: ReadHeader,
  { decimalMark, dateOrder }: Conventions,
  rounding: Rounding = {},
): RowOutcome {
  const text = (field: CostField): string => {
    const position = columns[field];
    const cell = position === undefined ? '' : (cells[position] ?? '').trim();
    return blank.test(cell) ? '' : cell;
  };
  const number = (field: CostField): string | null => {
    const cell = text(field);
    const plain = cell === '' ? null : plainNumber(cell, decimalMark);
    return plain === null || exactOf(plain) === null ? null : plain;
  };
  const read: CostCells = { text, number, half: (field) => halfUnit(rounding[field]) };
  const name = text('meterName');
  const resource = text('resource').toLowerCase();
  const subscription = text('subscription').toLowerCase();
  const noMoney = { day: '', resource, subscription, billed: null, unreadable: null };
  if (name === '' && cells.every((cell) => blank.test(cell.trim()))) {
    return { kind: 'skipped', reason: 'empty', detail: '', name: '', ...noMoney };
  }
  const { billed, stated, priced } = rowCost(read);
  const period = periodOf(read, columns, dateOrder);
  const skipped = (reason: SkipReason, of: string, detail = ''): RowOutcome => {
    const cost = text('cost') === '' ? text('costUsd') : text('cost');
    const unreadable = billed === null && cost !== '' ? cost : null;
    const day = period ?? '';
    return { kind: 'skipped', reason, detail, name: of, day, resource, subscription, billed, unreadable };
  };

  // Cells beyond the columns come of a mark inside a value that is not quoted: what stands behind it has moved.
  if (cells.length > width && cells.slice(width).some((cell) => cell.trim() !== '')) {
    return skipped('too many cells', name);
  }
  if (cells.length < needed) return skipped('cut short', name);
  // What such a row costs is in no total: it is what a bill is held against.
  if (isExpectedUse(text('expected'))) {
    return { kind: 'skipped', reason: 'expected', detail: '', name, ...noMoney };
  }
  const meter = meterNamed(name);
  const service = `${text('category')} ${text('product')}`;
  const ours = isVoiceItem(name) || ourServices.test(service);
  const known = meter.kind === 'classified' && meter.family !== null;
  const chargeType = text('chargeType');
  if (chargeType !== '' && !usage.test(chargeType) && (known || ours || name === '')) {
    const of = [name, text('product'), text('category')].find((one) => one !== '');
    return skipped('not usage', of === undefined ? chargeType : `${chargeType}: ${of}`, chargeType);
  }
  if (meter.kind === 'unclassified' || meter.family === null) {
    if (voiceLive.test(`${name} ${service}`)) return skipped('voice live', name);
    if (!ours) return skipped('other service', text('category') || text('product') || name);
    if (provisioned.test(`${name} ${service}`)) return skipped('provisioned throughput', name);
    if (name === '') return skipped('unclassified', service.trim(), 'no meter is named');
    const reason = meter.kind === 'unclassified' ? meter.reason : 'it names no model';
    const isNew = meter.kind === 'unclassified' && namesNewModel(meter);
    return skipped(isNew ? 'unknown model' : 'unclassified', name, `${name}: ${reason}`);
  }
  if (period === null) return skipped('no day', name, text('day') || text('month'));

  const quantity = number('quantity');
  const price = number('price');
  const blockSize = exactOf(number('blockSize') ?? '');
  const stands = blockSize?.gt(1) === true ? blockSize.toNumber() : (readUnitOfMeasure(text('unit'))?.block ?? null);
  // A unit that is no block ("Units") says nothing; the meter's own does.
  const block = stands !== null && stands > 1 ? stands : usualBlock(meter);
  return {
    kind: 'kept',
    billed,
    row: {
      line,
      day: period,
      meter,
      meterId: text('meterId').toLowerCase(),
      resource,
      subscription,
      currency: billed?.currency ?? '',
      cost: billed?.cost ?? '0',
      costHalf: billed?.halfWidth ?? '0',
      stated,
      amount:
        quantity === null
          ? null
          : {
              quantity,
              quantityHalf: read.half('quantity'),
              block,
              price,
              cost: priced?.cost ?? null,
              costHalf: priced?.half ?? '0',
              ...(billed === null || billed.cost === priced?.cost
                ? {}
                : { otherCosts: [{ cost: billed.cost, half: billed.halfWidth }] }),
            },
      priced: price === null || block === null || priced === null ? null : { price, block, cost: priced },
      correction: /^correction$/i.test(text('chargeClass')) || exactOf(quantity ?? billed?.cost ?? '')?.lt(0) === true,
      problem: problemOf(line, read, columns),
    },
  };
}
