import { priceFields } from '../usage/fields.ts';

/** What an amount is of: something that has a price, or something reported that no price can be for. */
export const billedFields = [...priceFields, 'not_understood'] as const;
export type BilledField = (typeof billedFields)[number];

/** Units prices are quoted in: how many of the counted thing one unit holds, and what is counted. */
export const priceUnits = {
  '1K tokens': { block: 1000, of: 'tokens' },
  '1M tokens': { block: 1_000_000, of: 'tokens' },
  minute: { block: 60, of: 'seconds' },
  hour: { block: 3600, of: 'seconds' },
} as const;
export type PriceUnit = keyof typeof priceUnits;

export const priceScopes = ['global', 'data-zone', 'regional'] as const;
export type PriceScope = (typeof priceScopes)[number];

/** `gpt-realtime-mini 1215`: an entry's model with its version, without its scope. */
export const entryName = ({
  model,
  version,
}: {
  readonly model: string;
  readonly version?: string | undefined;
}): string => (version === undefined ? model : `${model} ${version}`);
