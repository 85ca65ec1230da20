import { benchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { repeatable } from '../../../shared/kit/untrusted/quoting.ts';
import { readOtlpHeaders } from '../../engine/handing-on/otlp-headers.ts';
import { otlpAddress } from '../../engine/handing-on/send-otlp.ts';
import type { Flags } from './flags.ts';

/** Flags of where spans are sent. */
export const otlpFlags = {
  to: { type: 'string', value: 'URL', says: 'Where --format otlp sends spans: https, or this machine.' },
  'headers-from': {
    type: 'string',
    value: 'VARIABLE',
    says:
      'The environment variable that holds the headers of --format otlp, written as in OTEL_EXPORTER_OTLP_HEADERS: ' +
      'name=value, with commas between. Keys are never given on the command line.',
  },
  content: {
    type: 'boolean',
    says: 'With --format otlp: send what was said, too. Without it counts alone are sent.',
  },
} as const satisfies Flags;

/** Where spans are sent, and the variable that its headers are in; null: it needs none. */
export interface OtlpReceiver {
  readonly to: URL;
  readonly headersFrom: string | null;
}

const bad = (message: string, nextStep: string): Result<never> =>
  refuse(benchError('invalid-argument', message, { nextStep }));

/** Reads the flags. */
export function otlpReceiver(values: {
  readonly to?: string | undefined;
  readonly 'headers-from'?: string | undefined;
}): Result<{ receiver: OtlpReceiver }> {
  if (values.to === undefined) return bad('--format otlp needs --to URL.', 'Give the address of a receiver.');
  const address = otlpAddress(values.to);
  if (!address.ok) return address;
  const variable = values['headers-from'] ?? null;
  if (variable !== null && !/^[A-Za-z_]\w{0,100}$/.test(variable)) {
    return bad(
      '--headers-from is the name of an environment variable.',
      'Write --headers-from OTEL_EXPORTER_OTLP_HEADERS.',
    );
  }
  return ok({ receiver: { to: address.to, headersFrom: variable } });
}

/** The headers that the variable holds. Refuses what are none without repeating any of it. */
export function headerValues(
  { headersFrom }: OtlpReceiver,
  env: Readonly<Record<string, string | undefined>>,
): Result<{ headers: Readonly<Record<string, string>> }> {
  if (headersFrom === null) return ok({ headers: {} });
  const text = env[headersFrom]?.trim() ?? '';
  const variable = repeatable(headersFrom);
  if (text === '') return bad(`The variable ${variable} is not set.`, 'Set it to name=value.');
  return readOtlpHeaders(text, variable);
}
