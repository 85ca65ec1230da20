import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '../../../shared/kit/json.ts';
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

/*
 * The counting rules of gpt-realtime-mini, written down once more from the tables of measured sessions: an estimate on
 * screen is right when it is what these say, and not when it is what the product's own table says.
 */

/** Audio tokens of a turn that somebody spoke: whole tenths of a second, the first 25 ms not counted. */
export const heardByHand = (spokenMs: number): number => Math.floor((spokenMs - 25) / 100);

/** Audio tokens that an answer puts out: every started twentieth of a second. */
export const spokenByHand = (audioMs: number): number => Math.ceil(audioMs / 50);

/** Text tokens that a turn somebody spoke adds to what is read; its words are not read. */
export const textOfSpokenTurn = 8;

/** Text tokens that an answer adds when it is read again, beside its own. */
export const rereadText = 2;

/** Tokens that the service counts in front of the prompt as cached, and never as input. */
const inFront = 22;
const block = (tokens: number): number => Math.floor(tokens / 64) * 64;

/**
 * Cached tokens where all that is read was read before: whole blocks of 64, the text with what stands in front of the
 * prompt, and never more than is read.
 */
export const cachedByHand = (text: number, audio: number): { text: number; audio: number } => ({
  text: Math.min(block(text), block(inFront + text)),
  audio: block(audio),
});

/** Stretches of transcript between stretches of audio: as the log shows them, and at least as many as a usual answer has. */
export function runsByHand(lines: readonly Line[], words: number, audio: number): number {
  const stream = lines
    .map(({ event }) => event['type'])
    .filter((type) => type === 'response.output_audio.delta' || type === 'response.output_audio_transcript.delta');
  const seen = stream.filter((type, at) => type.includes('transcript') && type !== stream[at - 1]).length;
  const byAudio = audio < 12 ? 1 : audio < 22 ? 2 : audio < 37 ? 3 : audio < 98 ? 4 : 5 + Math.floor((audio - 98) / 42);
  const byWords = words <= 4 ? 1 : words <= 6 ? 2 : words <= 12 ? 3 : words <= 20 ? 4 : Number.POSITIVE_INFINITY;
  return Math.max(seen, Math.min(byAudio, byWords));
}

/** Text tokens that a whole spoken answer puts out: its words, four, and two for each stretch of them. */
export const writtenByHand = (words: number, runs: number): number => words + 4 + 2 * runs;
