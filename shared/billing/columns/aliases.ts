/** What a column of a cost export can say. */
export const costFields = [
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
  'resource',
  'subscription',
  'chargeType',
  'chargeClass',
  'periodStart',
  'periodEnd',
] as const;
export type CostField = (typeof costFields)[number];

/**
 * Names of each column in every shape of export, normalised (see `headerKey`), the best first: a file that has two takes the first.
 * A new name is one word here.
 */
export const aliases: Readonly<Record<CostField, string>> = {
  // A charge's description is a product's name, not a meter's; it only serves files that name no meter.
  meterName: 'metername xskumetername skumeter meter chargedescription',
  meterId: 'meterid xskumeterid resourceguid',
  category: 'metercategory xskumetercategory servicename consumedservice',
  product: 'productname product xskudescription',
  quantity: 'quantity usagequantity consumedquantity pricingquantity',
  unit: 'unitofmeasure xpricingunitdescription unit consumedunit pricingunit',
  blockSize: 'xpricingblocksize',
  price: 'effectiveprice xeffectiveunitprice resourcerate contractedunitprice unitprice listunitprice',
  cost: 'costinbillingcurrency pretaxcost billedcost cost paygcostinbillingcurrency',
  currency: 'billingcurrencycode billingcurrency currency currencycode',
  // The same charge in the currency of the price, where billing has another, and the file's own rate between the two.
  pricingCost: 'costinpricingcurrency xcostinpricingcurrency',
  pricingCurrency: 'pricingcurrency xpricingcurrency pricingcurrencycode',
  exchangeRate: 'exchangeratepricingtobilling xbillingexchangerate',
  // The same charge in US dollars.
  costUsd: 'costinusd costusd xbilledcostinusd',
  day: 'date usagedatetime usagedate chargeperiodstart usagestart billingmonth',
  resource: 'resourceid instanceid instancename resource resourcename',
  subscription: 'subscriptionid subscriptionguid subaccountid subscription subscriptionname',
  chargeType: 'chargetype chargecategory',
  chargeClass: 'chargeclass',
  periodStart: 'billingperiodstartdate billingperiodstart',
  periodEnd: 'billingperiodenddate billingperiodend',
};

/** A kind of export, told by columns that only it has. */
interface Shape {
  readonly name: string;
  readonly has: string;
  readonly lacks?: string;
}

/** The first whose columns are all there names the file. */
export const shapes: readonly Shape[] = [
  { name: 'FOCUS 1.2', has: 'chargeperiodstart billedcost skumeter' },
  { name: 'FOCUS 1.0', has: 'chargeperiodstart billedcost' },
  { name: 'Pay-as-you-go usage', has: 'usagedatetime pretaxcost' },
  { name: 'Usage details', has: 'usagestart' },
  { name: 'Customer Agreement cost and usage', has: 'costinbillingcurrency costinpricingcurrency' },
  { name: 'Customer Agreement cost and usage', has: 'costinbillingcurrency exchangeratepricingtobilling' },
  { name: 'Customer Agreement cost and usage', has: 'costinbillingcurrency paygcostinbillingcurrency' },
  { name: 'Enterprise cost and usage', has: 'costinbillingcurrency quantity' },
  { name: 'Enterprise cost and usage', has: 'cost effectiveprice quantity' },
  { name: 'Cost analysis', has: 'usagedate', lacks: 'metername' },
  { name: 'Cost analysis', has: 'meter', lacks: 'quantity' },
];
