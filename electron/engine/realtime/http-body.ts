import { asNumber, asObject, asString, isJsonObject } from '../../../shared/json.ts';

/** What a refusal's body says, whichever of the usual shapes it has. */
export interface RefusalBody {
  readonly code: string | null;
  readonly message: string | null;
}

const longestMessage = 400;

const shorten = (text: string): string => (text.length > longestMessage ? `${text.slice(0, longestMessage)}…` : text);

/** Reads `{error:{code,message}}`, `{code,message}`, `{statusCode,message}`, or plain text; HTML pages say nothing useful. */
export function readRefusalBody(body: string): RefusalBody {
  const text = body.trim();
  if (text === '') return { code: null, message: null };
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return { code: null, message: text.startsWith('<') ? null : shorten(text.replaceAll(/\s+/g, ' ')) };
  }
  if (!isJsonObject(parsed)) return { code: null, message: shorten(text) };
  const inner = asObject(parsed['error']) ?? parsed;
  const message = asString(inner['message']) ?? asString(parsed['error']) ?? asString(parsed['detail']) ?? null;
  const code = asString(inner['code']) ?? asString(inner['type']) ?? asNumber(parsed['statusCode'])?.toString() ?? null;
  return { code, message: message === null ? null : shorten(message.trim()) };
}
