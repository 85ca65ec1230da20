import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '../../../shared/json.ts';
import { assetsFolder } from './places.ts';
import { addNumbers, eventsOf, type Line } from './record.ts';

/*
 * Usage and cost of a log, counted with nothing of the product: what the window, the fold and the command line are held against.
 */

const transcribed = 'conversation.item.input_audio_transcription.completed';

/** Every number of every usage object, summed by its path. */
export function usageByHand(lines: readonly Line[]): {
  response: Map<string, number>;
  transcription: Map<string, number>;
} {
  const response = new Map<string, number>();
  const transcription = new Map<string, number>();
  for (const event of eventsOf(lines, 'response.done'))
    addNumbers(response, (event['response'] as JsonObject)['usage']);
  for (const event of eventsOf(lines, transcribed)) addNumbers(transcription, event['usage']);
  return { response, transcription };
}

interface Priced {
  readonly model: string;
  readonly version?: string;
  readonly scope: string;
  readonly prices: readonly { readonly field: string; readonly unit: string; readonly price: string }[];
}

const places: Readonly<Record<string, number>> = { '1M tokens': 6, '1K tokens': 9 };

/** Prices in Global in units of 1e-12 dollars a token. `model` may name a version: `gpt-realtime-mini 1215`. */
async function pricesOf(model: string): Promise<Map<string, bigint>> {
  const book = JSON.parse(await readFile(join(assetsFolder, 'prices', '2026-10-09.json'), 'utf8')) as {
    models: Priced[];
  };
  const priced = book.models.find(
    (entry) =>
      entry.scope === 'global' &&
      [entry.model, ...(entry.version === undefined ? [] : [entry.version])].join(' ') === model,
  );
  if (priced === undefined) throw new Error(`The price book has no ${model}.`);
  return new Map(
    priced.prices.map(({ field, price, unit }) => {
      const [whole = '0', decimals = ''] = price.split('.');
      return [field, BigInt(`${whole}${decimals.padEnd(places[unit] ?? 0, '0')}`)];
    }),
  );
}

/** What whole tokens cost, in units of 1e-12 dollars. */
export async function priceOf(model: string, tokens: Readonly<Record<string, number>>): Promise<bigint> {
  const prices = await pricesOf(model);
  return Object.entries(tokens).reduce((sum, [field, count]) => sum + BigInt(count) * (prices.get(field) ?? 0n), 0n);
}

/** The cost of a session whose transcriptions report tokens, as the window writes it. */
export async function costByHand(
  lines: readonly Line[],
  models: { readonly response: string; readonly transcription: string },
): Promise<string> {
  const { response, transcription } = usageByHand(lines);
  const input = 'input_token_details';
  const of = (sums: Map<string, number>, path: string): number => sums.get(path) ?? 0;
  const cachedAudio = of(response, `${input}.cached_tokens_details.audio_tokens`);
  const cachedText = of(response, `${input}.cached_tokens_details.text_tokens`);
  const spoken = await priceOf(models.response, {
    audio_in: of(response, `${input}.audio_tokens`) - cachedAudio,
    audio_cached: cachedAudio,
    audio_out: of(response, 'output_token_details.audio_tokens'),
    text_in: of(response, `${input}.text_tokens`) - cachedText,
    text_cached: cachedText,
    text_out: of(response, 'output_token_details.text_tokens'),
  });
  const written = await priceOf(models.transcription, {
    audio_in: of(transcription, `${input}.audio_tokens`),
    text_in: of(transcription, `${input}.text_tokens`),
    text_out: of(transcription, 'output_tokens'),
  });
  return dollars(spoken + written);
}

/** Units of 1e-12 dollars to seven decimals, rounded half up. */
export function dollars(amount: bigint): string {
  const sevenDecimals = (amount + 50_000n) / 100_000n;
  const digits = sevenDecimals.toString().padStart(8, '0');
  return `$${digits.slice(0, -7)}.${digits.slice(-7)}`;
}
