import type { AudioRef } from '../../../../shared/session/entry.ts';
import { asString, isJsonObject, parseJson, type Json } from '../../../../shared/json.ts';

/*
 * A frame's text stands in its line of the log verbatim, so that numbers, spaces and doubled keys survive. Only long base64 audio
 * is cut out and referenced. Everything here is pure; `restoreFrame` is the proof that nothing else was changed.
 */

/** How a frame stands in its line. */
export interface FrameText {
  /** JSON without line breaks, for the `event` of the line. */
  readonly event: string;
  /** The whole text (audio cut out) where `event` is not exactly it: line breaks between the tokens of JSON. */
  readonly raw?: string;
}

const marker = '"$audio"';

/** The reference as it stands in place of the quoted base64. */
const refText = ({ $audio }: AudioRef): string =>
  `{${marker}:{"file":${JSON.stringify($audio.file)},"offset":${$audio.offset},"length":${$audio.length}}}`;

const refPattern = /\{"\$audio":\{"file":"([^"\\]*)","offset":(\d+),"length":(\d+)\}\}/;

/** Base64 shorter than this is left in place: then a line with a cut is always shorter than its frame, which is how `restoreFrame` knows one. */
export const shortestCut = 160;

/** Where the quoted base64 begins, looked for first where a frame printed the usual way has it. */
function findBase64(text: string, key: string, base64: string): number {
  const opening = `"${key}":"`;
  const usual = text.indexOf(opening) + opening.length;
  return usual >= opening.length && text.startsWith(base64, usual) ? usual : text.indexOf(base64);
}

/**
 * The frame with the base64 value of `key` replaced by `ref`; null when it must stay in place: too short, not once and
 * verbatim under that key, or in a frame that already holds something like a reference.
 * The caller has made sure that encoding the audio again gives exactly `base64`.
 */
export function cutAudio(text: string, key: string, base64: string, ref: AudioRef): string | null {
  if (base64.length < shortestCut) return null;
  const start = findBase64(text, key, base64);
  const end = start + base64.length;
  if (start < 1 || text[start - 1] !== '"' || text[end] !== '"') return null;
  const before = text.slice(0, start - 1);
  const after = text.slice(end + 1);
  // Base64 holds no quote, so a second copy of it or a reference can only lie wholly before or after this one.
  if ([before, after].some((part) => part.includes(base64) || part.includes(marker))) return null;
  const nameEnd = before.slice(-100).trimEnd();
  if (!nameEnd.endsWith(':') || !nameEnd.slice(0, -1).trimEnd().endsWith(`"${key}"`)) return null;
  return `${before}${refText(ref)}${after}`;
}

/**
 * How a frame is written: an object stands verbatim, anything else as a string of its whole text.
 * @param value the frame parsed, or undefined when it is not JSON
 */
export function frameText(text: string, value: Json | undefined): FrameText {
  if (!isJsonObject(value)) return { event: JSON.stringify(text) };
  if (!/[\r\n]/.test(text)) return { event: text };
  // A raw line break in valid JSON can only be white space between tokens.
  return { event: text.replaceAll(/[\r\n]/g, ' '), raw: text };
}

/**
 * The frame as it stood on the wire.
 * @param event text of the line's `event`, verbatim
 * @param bytes the line's `bytes`: length of the frame in UTF-8
 * @param base64Of reads the audio of a reference and encodes it
 * @param byteLength length of a text in UTF-8
 */
export function restoreFrame(
  line: FrameText & { readonly bytes: number },
  base64Of: (ref: AudioRef) => string,
  byteLength: (text: string) => number,
): string {
  const text = line.raw ?? (line.event.startsWith('"') ? (asString(parseJson(line.event)) ?? '') : line.event);
  if (byteLength(text) === line.bytes) return text;
  return text.replace(refPattern, (_, file: string, offset: string, length: string) =>
    JSON.stringify(base64Of({ $audio: { file, offset: Number(offset), length: Number(length) } })),
  );
}
