import { assertNever } from '../../kit/errors.ts';
import { Exact } from '../../kit/money.ts';
import { columnMakers, csvLinesOf, type TableColumn } from '../../kit/documents/columns.ts';
import { visibleLine } from '../../kit/untrusted/safe-text.ts';
import type { Price } from '../../pricing/price-book.ts';
import { priceUnits } from '../../pricing/price-terms.ts';
import { billingPeriod, chargePeriod, type FocusRow } from './focus-rows.ts';

/** One column of the export. */
export type FocusColumn = TableColumn<FocusRow>;

/** A row of nobody's invoice has an account of its own, so that no sum over a real account holds it. */
const account = { id: 'voxtally-expected', name: 'Voxtally expected cost', type: 'Expected cost' } as const;

type TextOf = (row: FocusRow) => string;

/** `nothing`: columns of charges that no session has, and facts that no record holds. */
const { text, maybe, instant, json, decimal, maybeDecimal, maybeCount, flag, nothing } = columnMakers<FocusRow>();

const priceOf = ({ row }: FocusRow): Price | null => row.line.price;

/** FOCUS wants a number where nothing is known; a charge without a price then has its billed cost, which is 0. */
const knownCost = ({ costs }: FocusRow): string => costs.expected ?? '0';

/** In FOCUS a unit is a plural with a number before it. */
const pricingUnits = {
  '1K tokens': '1000 Tokens',
  '1M tokens': '1000000 Tokens',
  minute: 'Minutes',
  hour: 'Hours',
} as const satisfies Readonly<Record<keyof typeof priceUnits, string>>;

const bareUnits = { tokens: 'Tokens', seconds: 'Seconds', units: 'Units' } as const;

const blockOf = (row: FocusRow): number => {
  const price = priceOf(row);
  return price === null ? 1 : priceUnits[price.unit].block;
};

const inBlocks = (row: FocusRow): Exact => new Exact(row.row.quantity).div(blockOf(row));

const pricingUnit = (row: FocusRow): string => {
  const price = priceOf(row);
  return price === null ? bareUnits[row.row.line.unit] : pricingUnits[price.unit];
};

/** Time is consumed in the unit of its price, as bills state it; tokens one by one. */
const isTimed = (row: FocusRow): boolean => priceOf(row) !== null && row.row.line.unit === 'seconds';

/** Price books know no ids of a seller's, so a product is named by its model, its scope and the kind of use. */
const skuOf = (row: FocusRow): string | null => {
  const { pricedAs, field } = row.row.line;
  return priceOf(row) === null ? null : `${pricedAs ?? row.session.deployment}/${row.session.scope}/${field}`;
};

const meterName = (row: FocusRow): string | null =>
  row.session.provider.hasAzureMeters ? (priceOf(row)?.meter ?? null) : null;

function workName({ row: { work } }: FocusRow): string {
  switch (work.kind) {
    case 'response':
      return `response R${work.number}`;
    case 'transcription':
      return `the transcription of ${visibleLine(work.itemId)}`;
    case 'session':
      return 'the session, beyond its single responses';
    default:
      return assertNever(work, 'Work of a row');
  }
}

function sourceWords({ row: { basis, splitByEvidence } }: FocusRow): string {
  switch (basis) {
    case 'reported':
      return splitByEvidence ? 'reported as a total and split by the evidence' : 'reported';
    case 'estimated':
      return 'estimated, for its report was lost';
    case 'live':
      return 'estimated so far, for it still runs';
    case 'if billed':
      return 'counted as 0, for it ended without a report and may not be billed';
    default:
      return assertNever(basis, 'Basis of a row');
  }
}

function description(row: FocusRow): string {
  const price = priceOf(row) === null ? ' Its price is not known, so its cost is in no sum.' : '';
  return `Expected, not billed: ${row.row.line.label} of ${workName(row)}, ${sourceWords(row)}.${price}`;
}

function usageSource({ row: { basis, splitByEvidence } }: FocusRow): string {
  switch (basis) {
    case 'reported':
      return splitByEvidence ? 'estimated' : 'reported';
    case 'estimated':
    case 'live':
      return 'estimated';
    case 'if billed':
      return 'if billed';
    default:
      return assertNever(basis, 'Basis of a row');
  }
}

const skuDetails = (row: FocusRow): string | null => {
  const { pricedAs, field } = row.row.line;
  return priceOf(row) === null
    ? null
    : JSON.stringify({ x_Model: pricedAs, x_ModelScope: row.session.scope, x_UsageField: field });
};

const provider: TextOf = ({ session }) => session.provider.name;
const unitPrice = (row: FocusRow): string | null => priceOf(row)?.price ?? null;
/** An agreement's price is no list price, and its book knows no other. The cost is then that of a row without a price. */
const listPrice = (row: FocusRow): string | null => (row.session.isContract ? null : unitPrice(row));
const listCost = (row: FocusRow): string => (row.session.isContract ? '0' : knownCost(row));
const currency: TextOf = ({ session }) => session.currency;

/** Every column of FOCUS 1.2, in the order of its names. */
const focusOwn: readonly FocusColumn[] = [
  nothing('AvailabilityZone'),
  // Nothing is billed yet: sums of billed cost stay those of the invoice, wherever these rows land.
  decimal('BilledCost', () => '0'),
  text('BillingAccountId', () => account.id),
  maybe('BillingAccountName', () => account.name),
  text('BillingAccountType', () => account.type),
  text('BillingCurrency', currency),
  instant('BillingPeriodEnd', ({ day }) => billingPeriod(day)[1]),
  instant('BillingPeriodStart', ({ day }) => billingPeriod(day)[0]),
  nothing('CapacityReservationId'),
  nothing('CapacityReservationStatus'),
  text('ChargeCategory', () => 'Usage'),
  nothing('ChargeClass'),
  maybe('ChargeDescription', description),
  text('ChargeFrequency', () => 'Usage-Based'),
  instant('ChargePeriodEnd', ({ day }) => chargePeriod(day)[1]),
  instant('ChargePeriodStart', ({ day }) => chargePeriod(day)[0]),
  nothing('CommitmentDiscountCategory'),
  nothing('CommitmentDiscountId'),
  nothing('CommitmentDiscountName'),
  nothing('CommitmentDiscountQuantity', 'decimal'),
  nothing('CommitmentDiscountStatus'),
  nothing('CommitmentDiscountType'),
  nothing('CommitmentDiscountUnit'),
  maybeDecimal('ConsumedQuantity', (row) => (isTimed(row) ? inBlocks(row).toFixed() : row.row.quantity)),
  maybe('ConsumedUnit', (row) => (isTimed(row) ? pricingUnit(row) : bareUnits[row.row.line.unit])),
  decimal('ContractedCost', knownCost),
  maybeDecimal('ContractedUnitPrice', unitPrice),
  decimal('EffectiveCost', knownCost),
  nothing('InvoiceId'),
  text('InvoiceIssuerName', provider),
  decimal('ListCost', listCost),
  maybeDecimal('ListUnitPrice', listPrice),
  maybe('PricingCategory', () => 'Standard'),
  maybe('PricingCurrency', currency),
  maybeDecimal('PricingCurrencyContractedUnitPrice', unitPrice),
  maybeDecimal('PricingCurrencyEffectiveCost', knownCost),
  maybeDecimal('PricingCurrencyListUnitPrice', listPrice),
  maybeDecimal('PricingQuantity', (row) => inBlocks(row).toFixed()),
  maybe('PricingUnit', pricingUnit),
  text('ProviderName', provider),
  text('PublisherName', provider),
  nothing('RegionId'),
  nothing('RegionName'),
  nothing('ResourceId'),
  nothing('ResourceName'),
  nothing('ResourceType'),
  text('ServiceCategory', ({ session }) => session.provider.category),
  text('ServiceName', ({ session }) => session.provider.service),
  text('ServiceSubcategory', ({ session }) => session.provider.subcategory),
  maybe('SkuId', skuOf),
  maybe('SkuMeter', (row) => (priceOf(row) === null ? null : (meterName(row) ?? row.row.line.label))),
  json('SkuPriceDetails', skuDetails),
  maybe('SkuPriceId', (row) => {
    const [sku, from] = [skuOf(row), priceOf(row)?.validFrom];
    return sku === null ? null : `${row.session.bookId}/${sku}${from === undefined ? '' : `/from ${from}`}`;
  }),
  nothing('SubAccountId'),
  nothing('SubAccountName'),
  nothing('SubAccountType'),
  nothing('Tags', 'json'),
];

/** What the standard has no column for. A new column is one entry here. */
const ours: readonly FocusColumn[] = [
  flag('x_Expected', () => true),
  text('x_UsageSource', usageSource),
  instant('x_UsageTime', ({ endedAt }) => endedAt),
  text('x_SessionId', ({ session }) => session.sessionId),
  maybe('x_ResponseId', ({ row: { work } }) => (work.kind === 'response' ? visibleLine(work.id) : null)),
  maybe('x_ItemId', ({ row: { work } }) => (work.kind === 'transcription' ? visibleLine(work.itemId) : null)),
  maybeCount('x_Turn', ({ row: { work } }) => (work.kind === 'response' ? work.number : null)),
  text('x_Deployment', ({ session }) => session.deployment),
  maybe('x_Model', ({ session, row: { line } }) =>
    line.source === 'transcription' ? visibleLine(line.model ?? '') || null : (line.pricedAs ?? session.model),
  ),
  maybe('x_MeterName', meterName),
  text('x_UsageField', ({ row: { line } }) => visibleLine(line.path ?? line.field)),
  decimal('x_PricingBlockSize', (row) => (row.row.line.unit === 'tokens' ? blockOf(row) : 1)),
  decimal('x_QuantityWidth', ({ row }) => row.width),
  maybeDecimal('x_CostWidth', ({ costs }) => costs.width),
  maybeDecimal('x_ExpectedCost', ({ costs }) => costs.expected),
  maybeDecimal('x_CostLow', ({ costs }) => costs.low),
  maybeDecimal('x_CostHigh', ({ costs }) => costs.high),
  maybeDecimal('x_IfBilledQuantity', ({ row }) => row.ifBilled),
  maybeDecimal('x_IfBilledCost', ({ costs }) => costs.ifBilled),
  text('x_PriceBook', ({ session }) => session.bookId),
  maybe('x_Profile', ({ session }) => session.profile),
  maybe('x_EndpointHost', ({ session }) => session.host),
  text('x_VoxtallyVersion', ({ session }) => session.app),
];

/** The columns of the export: those of FOCUS 1.2 first, then those of its own. */
export const focusColumns: readonly FocusColumn[] = [...focusOwn, ...ours];

const csv = csvLinesOf(focusColumns);

/** The line of names that a file begins with. */
export const focusCsvHead = csv.head;

/** Rows as lines of CSV, without the names. What is null is an empty cell. */
export const focusCsvLines = csv.lines;
