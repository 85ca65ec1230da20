import { benchError, ok, refuse, type Result } from '../kit/errors.ts';
import { noBillOf } from './openai/cost-table.ts';

/** What a column of a cost export can say. */
const costFields = [
  'meterName',
  'meterId',
  'category',
  'product',
  'quantity',
  'unit',
  'blockSize',
  'price',
  'cost',
  'currency',
  'pricingCost',
  'pricingCurrency',
  'exchangeRate',
  'costUsd',
  'day',
  'month',
  'resource',
  'subscription',
  'chargeType',
  'chargeClass',
  'periodStart',
  'periodEnd',
  'expected',
] as const;
export type CostField = (typeof costFields)[number];

/**
 * Names of each column in every shape of export, normalised (see `headerKey`), the best first: a file that has two takes the first.
 * A new name is one word here.
 */
export const aliases: Readonly<Record<CostField, string>> = {
  // A charge's description is a product's name, not a meter's; it only serves files that name no meter.
  meterName: 'metername xskumetername skumeter meter chargedescription openailineitem',
  meterId: 'meterid xskumeterid resourceguid',
  category: 'metercategory xskumetercategory servicename consumedservice',
  product: 'productname product xskudescription',
  quantity: 'quantity usagequantity consumedquantity pricingquantity',
  unit: 'unitofmeasure xpricingunitdescription unit consumedunit pricingunit',
  blockSize: 'xpricingblocksize',
  price:
    'effectiveprice xeffectiveunitprice effectiveunitprice resourcerate contractedunitprice unitprice listunitprice',
  cost: 'costinbillingcurrency pretaxcost billedcost billingpretaxtotal cost totalcost paygcostinbillingcurrency',
  currency: 'billingcurrencycode billingcurrency currency currencycode',
  // The same charge in the currency of the price, where billing has another, and the file's own rate between the two.
  pricingCost: 'costinpricingcurrency xcostinpricingcurrency pricingcurrencyeffectivecost pricingpretaxtotal',
  pricingCurrency: 'pricingcurrency xpricingcurrency pricingcurrencycode',
  exchangeRate: 'exchangeratepricingtobilling xbillingexchangerate pctobcexchangerate',
  // The same charge in US dollars.
  costUsd: 'costinusd costusd totalcostusd pretaxcostusd xbilledcostinusd',
  day: 'date usagedatetime usagedate chargeperiodstart usagestart',
  // A total of a month names no day.
  month: 'billingmonth',
  resource: 'resourceid instanceid resourceuri instancename resource resourcename',
  subscription: 'subscriptionid subscriptionguid subaccountid subscription subscriptionname',
  chargeType: 'chargetype chargecategory',
  chargeClass: 'chargeclass',
  periodStart: 'billingperiodstartdate billingperiodstart',
  periodEnd: 'billingperiodenddate billingperiodend',
  // Voxtally's own exports say in it that nobody billed the row.
  expected: 'xexpected',
};

/** A kind of export, told by columns that only it has. */
interface Shape {
  readonly name: string;
  readonly has: string;
  readonly lacks?: string;
}

/** Bills of OpenAI's, however they were exported. */
export const openAiShape = 'OpenAI costs';

/** The first whose columns are all there names the file. */
const shapes: readonly Shape[] = [
  { name: openAiShape, has: 'openailineitem' },
  { name: 'FOCUS 1.2', has: 'chargeperiodstart billedcost skumeter' },
  { name: 'FOCUS 1.0', has: 'chargeperiodstart billedcost' },
  { name: 'Pay-as-you-go usage', has: 'usagedatetime pretaxcost' },
  { name: 'Usage details', has: 'usagestart' },
  { name: 'Customer Agreement cost and usage', has: 'costinbillingcurrency costinpricingcurrency' },
  { name: 'Customer Agreement cost and usage', has: 'costinbillingcurrency exchangeratepricingtobilling' },
  { name: 'Customer Agreement cost and usage', has: 'costinbillingcurrency paygcostinbillingcurrency' },
  { name: 'Partner usage', has: 'billingpretaxtotal' },
  { name: 'Enterprise cost and usage', has: 'costinbillingcurrency quantity' },
  { name: 'Enterprise cost and usage', has: 'cost effectiveprice quantity' },
  { name: 'Cost analysis', has: 'usagedate', lacks: 'metername' },
  { name: 'Cost analysis', has: 'billingmonth', lacks: 'metername' },
  { name: 'Cost analysis', has: 'meter', lacks: 'quantity' },
];

const listed = (keys: string): string[] => keys.split(' ');

/** Every column that says anything of costs, by its cells or by being there; tags and texts for people are none. */
export const knownColumns: ReadonlySet<string> = new Set(
  [...Object.values(aliases), ...shapes.map(({ has }) => has)].flatMap(listed),
);

/** Which column holds what, by position from 0. */
export type CostColumns = Readonly<Partial<Record<CostField, number>>>;

/** Whether the cell of the column `expected` says that its row is expected use, which nobody billed; an empty one does not. */
export const isExpectedUse = (cell: string): boolean => !/^(?:null|n\/a|false|no|0)?$/i.test(cell.trim());

export interface ReadHeader {
  readonly columns: CostColumns;
  /** The kind of export, for people. */
  readonly shape: string;
  /** The file bills money and no quantity: tokens can only be derived. */
  readonly costOnly: boolean;
  /** How many columns there are. */
  readonly width: number;
  /** A row that ends before this many cells lacks one without which it says nothing. */
  readonly needed: number;
}

/** A column's name without byte order mark, case, spaces and marks. A localised one has its English name in brackets. */
export function headerKey(name: string): string {
  const text = name.replace(/^\uFEFF/, '').trim();
  const bracketed = /\(([^()]+)\)\s*$/.exec(text)?.[1];
  // "Cost (USD)" is no localised name.
  const english = bracketed === undefined || /^[A-Z]{3}$/.test(bracketed.trim()) ? text : bracketed;
  return english.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

/**
 * Reads the header of a cost export. Refuses a file that names no meters or bills neither quantity nor cost,
 * saying which columns it has.
 */
export function readHeader(names: readonly string[]): Result<ReadHeader> {
  const keys = names.map(headerKey);
  const columns: Partial<Record<CostField, number>> = {};
  for (const field of costFields) {
    const found = listed(aliases[field]).find((alias) => keys.includes(alias));
    if (found !== undefined) columns[field] = keys.indexOf(found);
  }
  const costOnly = columns.quantity === undefined;
  const shape =
    shapes.find(
      ({ has, lacks }) =>
        listed(has).every((key) => keys.includes(key)) && (lacks === undefined || !keys.includes(lacks)),
    )?.name ?? 'Cost export';
  const has = names
    .filter((name) => name.trim() !== '')
    .slice(0, 12)
    .join(', ');
  const other = noBillOf(names);
  if (other !== null) return refuse(benchError('invalid-argument', other.message, { nextStep: other.nextStep }));
  if (columns.meterName === undefined) {
    return refuse(
      benchError('invalid-argument', `No column names the meters; the columns are ${has === '' ? 'none' : has}.`, {
        nextStep: keys.includes('meterdetails')
          ? 'Run az consumption usage list again with --include-meter-details: without it no row says which meter it bills.'
          : 'Export cost and usage details, or group Cost analysis by Meter before downloading it.',
      }),
    );
  }
  if (costOnly && columns.cost === undefined && columns.costUsd === undefined) {
    return refuse(
      benchError('invalid-argument', `No column holds a quantity or a cost; the columns are ${has}.`, {
        nextStep: 'Export cost and usage details with their quantity.',
      }),
    );
  }
  const vital = [columns.meterName, columns.day ?? columns.month, columns.quantity, columns.cost ?? columns.costUsd];
  const needed = 1 + Math.max(...vital.map((position) => position ?? -1));
  return ok({ columns, shape, costOnly, width: names.length, needed });
}
