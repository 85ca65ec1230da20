import { isUtf8 } from 'node:buffer';
import { type Guard, isText, oneOf, orNull, shaped } from '../../../shared/kit/type-checks.ts';
import {
  asString,
  atPath,
  isJsonObject,
  type Json,
  type JsonObject,
  parseJson,
  readJson,
  readOwnJson,
} from '../../../shared/kit/json.ts';
import type { ModelChoice } from '../../../shared/pricing/model.ts';
import { priceScopes } from '../../../shared/pricing/price-terms.ts';
import { dialects } from '../../../shared/protocol/dialects.ts';
import type { BenchEvent } from '../../../shared/session/bench-events.ts';
import type { AudioRef, LogEntry, Origin, SessionHeader } from '../../../shared/session/entry.ts';

/** The version of the format that this bench writes and reads. */
const format = 1;

export const headerLine = (header: SessionHeader): string => `${JSON.stringify(header)}\n`;

const textOr = (value: Json | undefined, otherwise: string): string =>
  typeof value === 'string' && value.trim() !== '' ? value : otherwise;

function hostOf(url: string): string | null {
  try {
    return new URL(url).host;
  } catch {
    return null;
  }
}

const isDialect = oneOf(...dialects);
const isRedaction = oneOf('copy', 'usage-only');
const isIntent = oneOf('conversation', 'transcription');
const isChoice = shaped<ModelChoice>({ model: orNull(isText), scope: oneOf(...priceScopes) });

/** An endpoint whose members are all there. What the line does not say is named as missing: a person reads it, and a sum needs none of it. */
function wholeEndpoint(endpoint: JsonObject): SessionHeader['endpoint'] {
  const url = textOr(endpoint['url'], '');
  const { dialect, intent, ...others } = endpoint;
  return {
    ...others,
    ...(isDialect(dialect) ? { dialect } : {}),
    ...(isIntent(intent) ? { intent } : {}),
    kind: textOr(endpoint['kind'], 'unknown'),
    label: textOr(endpoint['label'], hostOf(url) ?? 'not named in its record'),
    url,
    deployment: textOr(endpoint['deployment'], ''),
    auth: textOr(endpoint['auth'], 'unknown'),
  };
}

function wholeInput(input: Json | undefined): SessionHeader['input'] {
  const given = isJsonObject(input) ? input : {};
  const kind = given['kind'] === 'wav' ? 'wav' : 'microphone';
  return { ...given, kind, name: textOr(given['name'], 'not named in its record') };
}

function parseObject(line: string): JsonObject | null {
  const read = readOwnJson(line);
  return read.ok && isJsonObject(read.value) ? read.value : null;
}

/** The header in the first line, or null when it is none this version can read. Members it lacks are filled in, so that the entries can be used. */
export function parseHeader(line: string): SessionHeader | null {
  const value = parseObject(line);
  if (value?.['voxtally'] !== format) return null;
  const { sessionId, startedAt, endpoint, requested } = value;
  if (typeof sessionId !== 'string' || !isJsonObject(endpoint)) return null;
  if (typeof startedAt !== 'string' || Number.isNaN(Date.parse(startedAt))) return null;
  // Members of later versions are kept; those this one uses have to be what it takes them for.
  const { profile, pricing, continues, redacted, ...others } = value;
  return {
    ...others,
    ...(isText(profile) ? { profile } : {}),
    ...(isChoice(pricing) ? { pricing } : {}),
    ...(isText(continues) ? { continues } : {}),
    ...(isRedaction(redacted) ? { redacted } : {}),
    voxtally: format,
    app: textOr(value['app'], 'unknown'),
    sessionId,
    startedAt,
    endpoint: wholeEndpoint(endpoint),
    requested: isJsonObject(requested) ? requested : {},
    priceBookId: textOr(value['priceBookId'], ''),
    input: wholeInput(value['input']),
  };
}

/** Why the first line of a log is no header, as the end of a sentence. `null`: the file has no whole line. */
export function whyNoHeader(line: string | null): string {
  if (line === null) return 'is empty or ends before its first line does';
  const read = readOwnJson(line);
  if (!read.ok && read.kind === 'too-deep') return `begins with a line that ${read.problem}`;
  const version = parseObject(line)?.['voxtally'];
  return typeof version === 'number' && version > format
    ? `is of format ${version}, which a newer version of Voxtally wrote; open it with that one`
    : 'does not begin with the header of a session';
}

/*
 * A frame's text stands in its line of the log verbatim, so that numbers, spaces and doubled keys survive. Only long base64 audio
 * is cut out and referenced. Everything here is pure; `restoreFrame` is the proof that nothing else was changed.
 */

/** How a frame stands in its line. */
interface FrameText {
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

/** The part of an entry that is known before its event is looked at. */
export interface EntryHead {
  readonly seq: number;
  readonly at: string;
  readonly t: number;
  readonly from: Origin;
}

/** A binary frame, which the protocol does not know, is kept as base64 and marked. */
const binaryMark = ',"binary":true';

/** What a binary frame says: the JSON object in it, where it holds one, else its bytes as base64. */
export function binaryEvent(frame: Uint8Array): Json {
  const bytes = Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength);
  const value = isUtf8(bytes) ? parseJson(bytes.toString('utf8')) : undefined;
  return isJsonObject(value) ? value : bytes.toString('base64');
}

const lineStart = ({ seq, at, t, from }: EntryHead): string => `{"seq":${seq},"at":"${at}","t":${t},"from":"${from}"`;

/** The line of a frame. `event` is the last member, so that its text can be found again verbatim. */
export function frameLine(head: EntryHead, frame: FrameText, bytes: number, binary = false): string {
  const raw = frame.raw === undefined ? '' : `,"raw":${JSON.stringify(frame.raw)}`;
  return `${lineStart(head)},"bytes":${bytes}${binary ? binaryMark : ''}${raw},"event":${frame.event}}\n`;
}

/** What the bench says about itself as the log holds it: JSON, whatever its type is called. */
export const benchJson = (event: BenchEvent): Json => (isJsonObject(event) ? event : null);

/** The line of something the bench says about itself. */
export const benchLine = (head: EntryHead, event: Json): string =>
  `${lineStart(head)},"event":${JSON.stringify(event)}}\n`;

const eventMember = ',"event":';

const isOrigin = oneOf('client', 'server', 'bench') satisfies Guard<Origin>;

/** What a line holds; an event that is nested beyond all measure stands in it as its text. */
function valueOf(line: string): Json | undefined {
  const whole = readJson(line);
  if (whole.ok || whole.kind !== 'too-deep') return whole.ok ? whole.value : undefined;
  const at = line.indexOf(eventMember);
  const head = parseJson(`${line.slice(0, Math.max(0, at))}}`);
  if (at < 0 || !isJsonObject(head)) return undefined;
  const text = line.slice(at + eventMember.length, line.lastIndexOf('}'));
  return { ...head, event: parseJson(text) ?? text };
}

/** The entry in a line, or null when the line is not one: torn, empty, or not ours. */
export function parseEntry(line: string): LogEntry | null {
  const value = valueOf(line);
  if (!isJsonObject(value)) return null;
  const { seq, at, t, from, event, bytes } = value;
  if (typeof seq !== 'number' || typeof at !== 'string' || typeof t !== 'number') return null;
  if (!Number.isSafeInteger(seq) || seq < 1) return null;
  if (!isOrigin(from) || event === undefined) return null;
  const isBinary = value['binary'] === true && typeof event === 'string';
  const entry: LogEntry = {
    seq,
    at,
    t,
    from,
    ...(isBinary ? { event: binaryEvent(Buffer.from(event, 'base64')), binary: true } : { event }),
  };
  return typeof bytes === 'number' ? { ...entry, bytes } : entry;
}

/** What `restoreFrame` needs of a line, or null for a line that holds no frame (a bench entry, or none at all). */
export function storedFrame(line: string): (FrameText & { bytes: number; binary: boolean }) | null {
  const entry = parseEntry(line);
  const at = line.indexOf(eventMember);
  if (entry?.bytes === undefined || at < 0) return null;
  // Quotes inside `raw` are escaped, so the first match is the member itself.
  const event = line.slice(at + eventMember.length, line.trimEnd().length - 1);
  const raw = asString(atPath(valueOf(line), 'raw'));
  const binary = line.slice(0, at).includes(binaryMark);
  return { event, bytes: entry.bytes, binary, ...(raw === undefined ? {} : { raw }) };
}
