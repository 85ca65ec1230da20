import { benchError, ok, refuse, type Result } from '../kit/errors.ts';
import { repeatable } from '../kit/untrusted/quoting.ts';
import { headerKey } from './cost-file-columns.ts';

/** What a column of a price list can say. */
export const sheetFields = [
  'meterName',
  'unit',
  'price',
  'currency',
  'start',
  'end',
  'period',
  'type',
  'tier',
  'offer',
  'region',
  'location',
] as const;
export type SheetField = (typeof sheetFields)[number];

/**
 * Names of each column in every shape of price list, normalised (see `headerKey`), the best first. A new name is one word here. The price
 * is what is paid: what the agreement began with (`BasePrice`) and what others pay (`MarketPrice`) are not.
 */
const aliases: Readonly<Record<SheetField, string>> = {
  meterName: 'metername',
  unit: 'unitofmeasure',
  price: 'retailprice unitprice eaprice',
  // The currency of the price; charges may be posted in another.
  currency: 'currency currencycode pricingcurrency billingcurrency',
  start: 'effectivestartdate',
  end: 'effectiveenddate',
  period: 'billingperiodid',
  type: 'pricetype type',
  tier: 'tierminimumunits',
  offer: 'offerid productordername',
  region: 'armregionname meterregion meterlocation',
  location: 'location',
};

const keysOf = new Map(sheetFields.map((field) => [field, aliases[field].split(' ')] as const));

/** Columns by which Parquet files are read. */
export const sheetColumns: ReadonlySet<string> = new Set([...keysOf.values()].flat());

/** A kind of price list, told by columns that only it has. */
const shapes: readonly { readonly name: SheetShape; readonly has: string }[] = [
  { name: 'Azure Retail Prices API', has: 'retailprice armregionname' },
  { name: 'Customer Agreement price sheet', has: 'billingprofileid' },
  { name: 'Customer Agreement price sheet', has: 'tierminimumunits' },
  { name: 'Enterprise Agreement price sheet', has: 'partnumber' },
];

/** What a price list is, for people. */
export type SheetShape =
  'Azure Retail Prices API' | 'Customer Agreement price sheet' | 'Enterprise Agreement price sheet' | 'Price sheet';

/** Whatever has one of these bills something. */
const billedKeys = [
  'quantity',
  'usagequantity',
  'consumedquantity',
  'pretaxcost',
  'costinbillingcurrency',
  'billedcost',
];

export interface SheetHeader {
  readonly shape: SheetShape;
  /** Which column holds what, by position from 0. */
  readonly columns: Readonly<Partial<Record<SheetField, number>>>;
}

const vital: readonly (readonly [SheetField, string])[] = [
  ['meterName', 'names the meters'],
  ['unit', 'holds the unit of measure'],
  ['price', 'holds the price that is paid (UnitPrice)'],
  ['currency', 'names the currency'],
];

/** Which of the columns hold what. */
export function columnsOf(names: readonly string[]): SheetHeader['columns'] {
  const keys = names.map(headerKey);
  const columns: Partial<Record<SheetField, number>> = {};
  for (const field of sheetFields) {
    const found = keysOf.get(field)?.find((key) => keys.includes(key));
    if (found !== undefined) columns[field] = keys.indexOf(found);
  }
  return columns;
}

/** How many of the columns without which a price list says nothing are there: 0 to 4. */
export function vitalColumns(names: readonly string[]): number {
  const columns = columnsOf(names);
  return vital.filter(([field]) => columns[field] !== undefined).length;
}

/** Reads the columns of a price list. Refuses other tables, with what they have and lack. */
export function readSheetHeader(names: readonly string[]): Result<{ header: SheetHeader }> {
  const keys = names.map(headerKey);
  const columns = columnsOf(names);
  const lacks = vital.filter(([field]) => columns[field] === undefined).map(([, words]) => words);
  if (lacks.length === 0) {
    const shape = shapes.find(({ has }) => has.split(' ').every((key) => keys.includes(key)))?.name ?? 'Price sheet';
    return ok({ header: { shape, columns } });
  }
  const bills = keys.some((key) => billedKeys.includes(key));
  if (bills)
    return bad('is a file of costs, and no price list', 'Import it in Reconcile, or by voxtally reconcile --bill.');
  const has = names.filter((name) => name.trim() !== '').slice(0, 12);
  const without = `no column ${lacks.join(', none ').replace(/, none ([^,]*)$/, ' and none $1')}`;
  return bad(
    `is no price list: ${without}; the columns are ${has.length === 0 ? 'none' : repeatable(has.join(', '), 300)}`,
    columns.meterName === undefined && columns.price !== undefined
      ? 'Ask the Price Sheet API with $expand=properties/meterDetails, so that it names the meters.'
      : 'Download the price sheet from the portal (Cost Management, Usage + charges), or save an answer of the Retail Prices API.',
  );
}

/** A refusal whose message is a clause that follows the name of the file. */
const bad = (clause: string, nextStep: string): Result<never> =>
  refuse(benchError('invalid-argument', clause, { nextStep }));
