import { visibleLine } from '../../../shared/foreign/visible.ts';
import { asNumber, asObject, asString, isJsonObject, readJson } from '../../../shared/json.ts';

/** What a refusal's body says, whichever of the usual shapes it has. */
export interface RefusalBody {
  readonly code: string | null;
  readonly message: string | null;
}

const longestMessage = 400;
const longestCode = 100;

function shorten(text: string, longest: number = longestMessage): string {
  const line = visibleLine(text);
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
}

/** Reads `{error:{code,message}}`, `{code,message}`, `{statusCode,message}`, or plain text; HTML pages say nothing useful. One line each; never throws. */
export function readRefusalBody(body: string): RefusalBody {
  const text = body.trim();
  if (text === '') return { code: null, message: null };
  const read = readJson(text);
  if (!read.ok) return { code: null, message: text.startsWith('<') ? null : shorten(text) };
  const parsed = read.value;
  if (!isJsonObject(parsed)) return { code: null, message: shorten(text) };
  const inner = asObject(parsed['error']) ?? parsed;
  const message = asString(inner['message']) ?? asString(parsed['error']) ?? asString(parsed['detail']) ?? null;
  const code = asString(inner['code']) ?? asString(inner['type']) ?? asNumber(parsed['statusCode'])?.toString() ?? null;
  return {
    code: code === null ? null : shorten(code, longestCode),
    message: message === null ? null : shorten(message),
  };
}
