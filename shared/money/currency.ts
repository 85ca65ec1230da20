import { lookup } from '../lookup.ts';

/** Signs of currencies that have one of their own; any other is named by its code. */
const signs = lookup<string>({ USD: '$', EUR: '\u20ac', GBP: '\u00a3', JPY: '\u00a5' });

/** What stands before an amount: `$`, `€`, `SEK `; nothing where the currency is not named. */
export const signOf = (currency: string): string => signs(currency) ?? (currency === '' ? '' : `${currency} `);

/** An ISO 4217 code as a file writes it, in capitals; empty for anything that is no code. */
export const currencyCode = (text: string): string => /^[A-Z]{3}$/.exec(text.trim().toUpperCase())?.[0] ?? '';

/** Currencies by how many decimals their smallest coin has, where that is not two (ISO 4217). */
const coinDecimals: readonly (readonly [decimals: number, codes: string])[] = [
  [0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'],
  [3, 'BHD IQD JOD KWD LYD OMR TND'],
];

/** Decimals of a currency's smallest coin: 2 for the euro, 0 for the yen. */
export const decimalsOfCoin = (currency: string): number =>
  coinDecimals.find(([, codes]) => codes.split(' ').includes(currency))?.[0] ?? 2;

/** A currency over a column of amounts: the dollar's sign, any other by its code, so that no sign is taken for another's. */
export const currencyHead = (currency: string): string => (currency === 'USD' ? '$' : currency);

/** A currency for people, within a sentence. */
export const currencyWords = (currency: string): string =>
  currency === '' ? 'a currency that is not named' : currency;
