import { readFileSync } from 'node:fs';
import { Decimal } from 'decimal.js';
import { fixture } from './cli.ts';

/** A realtime meter of a made-up bill: its name, its tokens, its list price for 1M tokens. */
export interface SyntheticMeter {
  readonly name: string;
  readonly tokens: number;
  readonly usdPerMillion: string;
}

/** The six meters of the public case. The rows made of them are synthetic; only names, tokens and prices are real. */
export const threadMeters: readonly SyntheticMeter[] = [
  { name: 'gpt rt aud mn in gl 1215 1M Tokens', tokens: 640, usdPerMillion: '10' },
  { name: 'gpt rt aud mn cd in gl 1215 1M Tokens', tokens: 0, usdPerMillion: '0.3' },
  { name: 'gpt rt aud mn out gl 1215 1M Tokens', tokens: 631, usdPerMillion: '20' },
  { name: 'gpt rt txt mn in gl 1215 1M Tokens', tokens: 357, usdPerMillion: '0.6' },
  { name: 'gpt rt txt mn cd in gl 1215 1M Tokens', tokens: 0, usdPerMillion: '0.06' },
  { name: 'gpt rt txt mn Out gl 1215 1M Tokens', tokens: 181, usdPerMillion: '2.4' },
];

/** The amounts of one row, as exact text. */
export const amounts = ({
  tokens,
  usdPerMillion,
}: SyntheticMeter): { quantity: string; price: string; cost: string } => ({
  quantity: new Decimal(tokens).div(1e6).toFixed(),
  price: usdPerMillion,
  cost: new Decimal(tokens).times(usdPerMillion).div(1e6).toFixed(),
});

export const resourceId =
  '/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/bench/providers/Microsoft.CognitiveServices/accounts/contoso-voice';

export const row = (cells: readonly string[], delimiter = ','): string =>
  cells
    .map((cell) => (/["\r\n]/.test(cell) || cell.includes(delimiter) ? `"${cell.replaceAll('"', '""')}"` : cell))
    .join(delimiter);

/** The header of a real export in the fixtures, as it stands there. */
export const realHeader = (name: string): string[] =>
  (readFileSync(fixture(name), 'utf8').split(/\r?\n/)[0] ?? '').replaceAll('"', '').split(',');

/** A file under this header with one row a meter; columns that `cells` does not name stay empty. */
export function table(
  header: readonly string[],
  cells: (meter: SyntheticMeter) => Readonly<Record<string, string>>,
  {
    delimiter = ',',
    lineEnd = '\n',
    meters = threadMeters,
  }: { delimiter?: string; lineEnd?: string; meters?: readonly SyntheticMeter[] } = {},
): string {
  const rows = meters.map((meter) => {
    const named = cells(meter);
    return header.map((name) => named[name.replace(/^\uFEFF/, '')] ?? '');
  });
  return [header, ...rows].map((cells) => row(cells, delimiter)).join(lineEnd) + lineEnd;
}

/** An Enterprise export of the public case on a day, under the header of a real one. */
export const enterpriseFile = (day = '03/31/2026', meters = threadMeters): string =>
  table(
    realHeader('ea-actual-finops-toolkit.csv'),
    (meter) => {
      const { quantity, price, cost } = amounts(meter);
      return {
        Date: day,
        MeterName: meter.name,
        MeterCategory: 'Foundry Models',
        Quantity: quantity,
        EffectivePrice: price,
        Cost: cost,
        BillingCurrency: 'USD',
        UnitOfMeasure: '1M',
        ResourceId: resourceId,
        ChargeType: 'Usage',
      };
    },
    { lineEnd: '\r\n', meters },
  );
