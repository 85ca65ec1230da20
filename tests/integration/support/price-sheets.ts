import { row as retailItem } from './price-list.ts';

/** Columns of an Enterprise price sheet as the portal gives it, of version 2023-05-01. */
const enterpriseColumns =
  'BasePrice,CurrencyCode,EffectiveEndDate,EffectiveStartDate,IncludedQuantity,MarketPrice,MeterId,MeterCategory,MeterName,MeterSubCategory,MeterRegion,MeterType,PartNumber,priceType,Product,ProductID,ServiceFamily,SkuID,Term,UnitOfMeasure,UnitPrice';

/** Those of the sheets before it, below a title and an empty line. */
const olderColumns =
  'Meter ID,Meter name,Meter category,Meter sub-category,Meter region,Unit,Unit of measure,Part number,Unit price,Currency code,Included quantity,Offer Id,Term,Price type';

/** Those of a Customer Agreement's, version 2023-05-01. */
const customerColumns =
  'billingAccountId,billingAccountName,billingProfileId,billingProfileName,serviceFamily,product,productId,productOrderName,skuId,unitOfMeasure,meterId,meterName,meterType,meterCategory,meterSubCategory,meterRegion,tierMinimumUnits,effectiveStartDate,effectiveEndDate,unitPrice,basePrice,marketPrice,currency,billingCurrency,term,priceType';

export interface SheetRow {
  readonly meter: string;
  readonly unit: string;
  readonly price: string;
  readonly region?: string;
  readonly currency?: string;
  readonly type?: string;
  readonly start?: string;
  readonly end?: string;
  readonly tier?: string;
  readonly offer?: string;
}

const guid = 'd4236f8f-3ba6-5a9a-8c6b-14556538c44c';

function table(columns: string, rows: readonly SheetRow[], of: (row: SheetRow) => Record<string, string>): string {
  const names = columns.split(',');
  const lines = rows.map((row) => {
    const cells = of(row);
    return names.map((name) => cells[name] ?? '').join(',');
  });
  return [columns, ...lines, ''].join('\r\n');
}

/** An Enterprise price sheet. List and first price stand beside the one that is paid, and are others. */
export const enterpriseSheet = (rows: readonly SheetRow[]): string =>
  `\uFEFF${table(enterpriseColumns, rows, (row) => ({
    BasePrice: '99',
    MarketPrice: '98',
    CurrencyCode: row.currency ?? 'USD',
    EffectiveStartDate: row.start ?? '2026-10-01T00:00:00Z',
    EffectiveEndDate: row.end ?? '2026-10-31T00:00:00Z',
    IncludedQuantity: '0',
    MeterId: guid,
    MeterCategory: 'Foundry Models',
    MeterName: row.meter,
    MeterRegion: row.region ?? '',
    PartNumber: 'AAF-70822',
    priceType: row.type ?? 'Consumption',
    UnitOfMeasure: row.unit,
    UnitPrice: row.price,
  }))}`;

export const olderSheet = (period: string, rows: readonly SheetRow[]): string =>
  `Price Sheet Report for billing period - ${period}\n\n${table(olderColumns, rows, (row) => ({
    'Meter ID': guid,
    'Meter name': row.meter,
    'Meter region': row.region ?? 'SE Central',
    Unit: row.unit,
    'Unit of measure': row.unit,
    'Part number': 'AAF-70822',
    'Unit price': row.price,
    'Currency code': row.currency ?? 'USD',
    'Included quantity': '0.00',
    'Offer Id': row.offer ?? 'MS-AZR-0017P',
    'Price type': row.type ?? 'Consumption',
  }))}`;

export const customerSheet = (rows: readonly SheetRow[]): string =>
  table(customerColumns, rows, (row) => ({
    billingProfileId: guid,
    productOrderName: row.offer ?? 'Azure plan',
    unitOfMeasure: row.unit,
    meterId: guid,
    meterName: row.meter,
    meterRegion: row.region ?? 'SE Central',
    tierMinimumUnits: row.tier ?? '0',
    effectiveStartDate: row.start ?? '2026-11-01T00:00:00.0000000Z',
    effectiveEndDate: row.end ?? '9999-12-31T23:59:59.0000000Z',
    unitPrice: row.price,
    basePrice: '99',
    marketPrice: '98',
    currency: row.currency ?? 'USD',
    billingCurrency: 'GBP',
    priceType: row.type ?? 'Consumption',
  }));

/** An answer of the Price Sheet API. Its prices are numbers, exponents with them. */
export const sheetAnswer = (rows: readonly SheetRow[], next: string | null = null): string =>
  `{"id":"/subscriptions/x","properties":{"nextLink":${JSON.stringify(next)},"pricesheets":[${rows
    .map(
      (row) =>
        `{"billingPeriodId":"/subscriptions/x/providers/Microsoft.Billing/billingPeriods/202609","meterId":"${guid}","unitOfMeasure":${JSON.stringify(row.unit)},"includedQuantity":0,"partNumber":"XX-11110","unitPrice":${row.price},"currencyCode":"${row.currency ?? 'EUR'}","offerId":"MS-AZR-0017P","meterDetails":{"meterName":${JSON.stringify(row.meter)},"meterCategory":"Foundry Models","unit":"GB","meterLocation":${JSON.stringify(row.region ?? '')}}}`,
    )
    .join(',')}]}}`;

/** A page as the Retail Prices API answers. */
export const retailPage = (rows: readonly SheetRow[], next: string | null = null): object => ({
  BillingCurrency: 'USD',
  CustomerEntityId: 'Default',
  CustomerEntityType: 'Retail',
  Items: rows.map((row) => ({
    ...retailItem(row.meter, row.unit, Number(row.price)),
    armRegionName: row.region ?? 'swedencentral',
    location: row.region ?? 'SE Central',
    currencyCode: row.currency ?? 'USD',
    type: row.type ?? 'Consumption',
    effectiveStartDate: row.start ?? '2025-12-01T00:00:00Z',
    savingsPlan: [{ unitPrice: 1, retailPrice: 1, term: '1 Year' }],
  })),
  NextPageLink: next,
  Count: rows.length,
});
