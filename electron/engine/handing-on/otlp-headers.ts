import { benchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';

const headerName = /^[A-Za-z][\w-]{0,60}$/;
/** What a header can carry. */
const sendable = /^[\x20-\x7e]+$/;

/** A value as it was before its commas and signs were written with percent signs; null: these are none. */
function decoded(value: string): string | null {
  try {
    return decodeURIComponent(value.trim());
  } catch {
    return null;
  }
}

/**
 * Headers written as in OTEL_EXPORTER_OTLP_HEADERS: `name=value`, with commas between. Refuses what are none without repeating any of it.
 * @param where what holds the text, as a sentence names it: `the variable X`
 */
export function readOtlpHeaders(text: string, where: string): Result<{ headers: Readonly<Record<string, string>> }> {
  const headers: [string, string][] = [];
  for (const [at, part] of text.split(',').entries()) {
    const sign = part.indexOf('=');
    const name = part.slice(0, Math.max(0, sign)).trim();
    const value = decoded(part.slice(sign + 1));
    if (!headerName.test(name) || value === null || !sendable.test(value)) {
      return refuse(
        benchError('invalid-argument', `Part ${at + 1} of ${where} is no header.`, {
          nextStep: 'Write name=value, with commas between; a comma in a value is %2C.',
        }),
      );
    }
    headers.push([name.toLowerCase(), value]);
  }
  return ok({ headers: Object.fromEntries(headers) });
}
