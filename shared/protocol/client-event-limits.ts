import { benchError, ok, refuse, type Result } from '../kit/errors.ts';
import { repeated } from '../kit/untrusted/quoting.ts';
import type { ResponseWish } from './client-events.ts';

/** The most tokens one response may put out. */
const modelOutputTokensMost = 4096;

/** A commit by hand needs at least this much audio in the buffer. */
export const commitNeedsMs = 100;

/** The largest image the bench puts into a message: a larger one makes an event that gateways cut off. */
const imageBytesMost = 10 * 1024 * 1024;

/** The image types the service documents. */
const imageTypes = ['image/png', 'image/jpeg'] as const;

const megabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MB`;

/** Whether a file can go out as an image, before it is read. */
export function checkImage(file: { readonly name: string; readonly type: string; readonly size: number }): Result {
  if (!(imageTypes as readonly string[]).includes(file.type)) {
    const is = file.type === '' ? 'of a type the bench does not know' : file.type;
    return refuse(
      benchError('invalid-argument', `${file.name} is ${is}; the service takes PNG and JPEG.`, {
        nextStep: 'Convert it to PNG or JPEG.',
      }),
    );
  }
  if (file.size === 0) return refuse(benchError('invalid-argument', `${file.name} is empty.`));
  if (file.size > imageBytesMost) {
    const message = `${file.name} has ${megabytes(file.size)}; at most ${megabytes(imageBytesMost)} go into a message.`;
    return refuse(benchError('invalid-argument', message, { nextStep: 'Make it smaller.' }));
  }
  return ok({});
}

/** Whether a model reads images, as far as its name tells; null when it does not tell. */
export function takesImages(model: string): boolean | null {
  if (/4o(?:-mini)?-realtime|whisper|transcribe|translate/i.test(model)) return false;
  return /gpt-realtime|gpt-4\.1|gpt-5/i.test(model) ? true : null;
}

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
