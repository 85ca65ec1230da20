import { isText, oneOf, orNull, shaped } from '../../../../shared/guard.ts';
import { isJsonObject, type Json, type JsonObject, readKeptJson } from '../../../../shared/json.ts';
import type { ModelChoice } from '../../../../shared/pricing/model.ts';
import { priceScopes } from '../../../../shared/pricing/price-terms.ts';
import { dialects } from '../../../../shared/protocol/dialects/dialect.ts';
import type { SessionHeader } from '../../../../shared/session/entry.ts';

/** The version of the format that this bench writes and reads. */
const format = 1;

export const headerLine = (header: SessionHeader): string => `${JSON.stringify(header)}\n`;

const text = (value: Json | undefined, otherwise: string): string =>
  typeof value === 'string' && value.trim() !== '' ? value : otherwise;

function hostOf(url: string): string | null {
  try {
    return new URL(url).host;
  } catch {
    return null;
  }
}

const isDialect = oneOf(...dialects);
const isIntent = oneOf('conversation', 'transcription');
const isChoice = shaped<ModelChoice>({ model: orNull(isText), scope: oneOf(...priceScopes) });

/** An endpoint whose members are all there. What the line does not say is named as missing: a person reads it, and a sum needs none of it. */
function wholeEndpoint(endpoint: JsonObject): SessionHeader['endpoint'] {
  const url = text(endpoint['url'], '');
  const { dialect, intent, ...others } = endpoint;
  return {
    ...others,
    ...(isDialect(dialect) ? { dialect } : {}),
    ...(isIntent(intent) ? { intent } : {}),
    kind: text(endpoint['kind'], 'unknown'),
    label: text(endpoint['label'], hostOf(url) ?? 'not named in its record'),
    url,
    deployment: text(endpoint['deployment'], ''),
    auth: text(endpoint['auth'], 'unknown'),
  };
}

function wholeInput(input: Json | undefined): SessionHeader['input'] {
  const given = isJsonObject(input) ? input : {};
  const kind = given['kind'] === 'wav' ? 'wav' : 'microphone';
  return { ...given, kind, name: text(given['name'], 'not named in its record') };
}

function parse(line: string): JsonObject | null {
  const read = readKeptJson(line);
  return read.ok && isJsonObject(read.value) ? read.value : null;
}

/** The header in the first line, or null when it is none this version can read. Members it lacks are filled in, so that the entries can be used. */
export function parseHeader(line: string): SessionHeader | null {
  const value = parse(line);
  if (value?.['voxtally'] !== format) return null;
  const { sessionId, startedAt, endpoint, requested } = value;
  if (typeof sessionId !== 'string' || !isJsonObject(endpoint)) return null;
  if (typeof startedAt !== 'string' || Number.isNaN(Date.parse(startedAt))) return null;
  // Members of later versions are kept; those this one uses have to be what it takes them for.
  const { profile, pricing, continues, ...others } = value;
  return {
    ...others,
    ...(isText(profile) ? { profile } : {}),
    ...(isChoice(pricing) ? { pricing } : {}),
    ...(isText(continues) ? { continues } : {}),
    voxtally: format,
    app: text(value['app'], 'unknown'),
    sessionId,
    startedAt,
    endpoint: wholeEndpoint(endpoint),
    requested: isJsonObject(requested) ? requested : {},
    priceBookId: text(value['priceBookId'], ''),
    input: wholeInput(value['input']),
  };
}

/** Why the first line of a log is no header, as the end of a sentence. `null`: the file has no whole line. */
export function whyNoHeader(line: string | null): string {
  if (line === null) return 'is empty or ends before its first line does';
  const read = readKeptJson(line);
  if (!read.ok && read.kind === 'too-deep') return `begins with a line that ${read.problem}`;
  const version = parse(line)?.['voxtally'];
  return typeof version === 'number' && version > format
    ? `is of format ${version}, which a newer version of Voxtally wrote; open it with that one`
    : 'does not begin with the header of a session';
}
