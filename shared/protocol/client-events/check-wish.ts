import { modelOutputTokensMost } from './limits.ts';
import type { ResponseWish } from './response.ts';
import { repeated } from '../../foreign/repeated.ts';

const metadataPairsMost = 16;
const metadataKeyMost = 64;
const metadataValueMost = 512;

function checkMetadata(metadata: Readonly<Record<string, string>>): string[] {
  const pairs = Object.entries(metadata);
  const many = `Metadata takes at most ${metadataPairsMost} pairs, not ${pairs.length}.`;
  return [
    ...(pairs.length > metadataPairsMost ? [many] : []),
    ...pairs.flatMap(([key, value]) => [
      ...(key.trim() === '' ? ['A metadata pair needs a name before the "=".'] : []),
      ...(key.length > metadataKeyMost ? [`The metadata name ${repeated(key, 20)} has over 64 characters.`] : []),
      ...(value.length > metadataValueMost ? [`The metadata value of ${repeated(key)} has over 512 characters.`] : []),
    ]),
  ];
}

/** What the service is known to refuse of a wish, as sentences; empty when it can be sent. */
export function checkWish(wish: ResponseWish): string[] {
  const { maxOutputTokens, toolChoice, metadata } = wish;
  const most = modelOutputTokensMost;
  const whole = typeof maxOutputTokens === 'number' && Number.isInteger(maxOutputTokens);
  const outside = maxOutputTokens !== undefined && maxOutputTokens !== 'inf';
  return [
    ...(outside && !(whole && maxOutputTokens >= 1 && maxOutputTokens <= most)
      ? [`Max output is a whole number from 1 to ${most}, or inf.`]
      : []),
    ...(typeof toolChoice === 'object' && toolChoice.name.trim() === ''
      ? ['A forced tool needs the name of the function.']
      : []),
    ...checkMetadata(metadata ?? {}),
  ];
}

/** `name=value` lines as metadata; a line without "=" is a name without a value. */
export function metadataOf(text: string): Readonly<Record<string, string>> {
  const pairs = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line): [string, string] => {
      const at = line.indexOf('=');
      return at < 0 ? [line.trim(), ''] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
    });
  return Object.fromEntries(pairs);
}
