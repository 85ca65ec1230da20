import { benchError, ok, refuse, type Result } from '../../../../shared/errors.ts';
import { visibleLine } from '../../../../shared/foreign/visible.ts';
import { asString, atPath, parseJson, type Json } from '../../../../shared/json.ts';
import { textOf } from '../../network/http-answer.ts';
import { waitFor } from '../retail-prices/retry-after.ts';
import type { CostServices } from './services.ts';

const mostTries = 6;
/** The longest silence of the service. */
export const silenceMs = 60_000;
const later = 'Try again later; what was imported before stays.';

/** Cost Management names four quotas; the longest wait of those it sends is the one that counts. */
const quotas = ['entity', 'qpu', 'tenant', 'client'].map(
  (quota) => `x-ms-ratelimit-microsoft.costmanagement-${quota}-retry-after`,
);

export function retryAfter(headers: Headers): string | null {
  const seconds = quotas.flatMap((name) => {
    const value = Number(headers.get(name) ?? Number.NaN);
    return Number.isFinite(value) ? [value] : [];
  });
  return seconds.length === 0 ? headers.get('retry-after') : String(Math.max(...seconds));
}

export interface CostAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

interface CostQuestion {
  readonly method: 'GET' | 'POST';
  readonly body?: string;
}

const failed = (message: string, nextStep: string, facts: Record<string, string> = {}): Result<never> =>
  refuse(benchError('unreachable', message, { nextStep, facts }));

const longestSaid = 300;

/** What the service says in an error object, on one line; null where it says nothing. */
export function saidIn(body: Json | undefined): string | null {
  const message = visibleLine(asString(atPath(body, 'error.message')) ?? '');
  return message === '' ? null : message.slice(0, longestSaid);
}

function refusalOf(host: string, { status, text }: CostAnswer): Result<never> {
  const facts = { status: String(status) };
  const says = saidIn(parseJson(text));
  const said = says === null ? '' : ` It says: ${says}`;
  switch (status) {
    case 401:
      return refuse(
        benchError('not-authorised', `${host} does not accept the sign-in.${said}`, {
          nextStep: 'Sign in again; name the tenant of the subscription when it is not that of the account.',
          facts,
        }),
      );
    case 403:
      return refuse(
        benchError('not-authorised', `The account signed in may not read the costs of this scope.${said}`, {
          nextStep: 'Ask for the role Cost Management Reader on it, or choose another scope.',
          facts,
        }),
      );
    case 404:
      return refuse(
        benchError('not-found', `${host} knows no such scope.${said}`, {
          nextStep: 'Check the subscription’s id and the account signed in.',
          facts,
        }),
      );
    default:
      if (status < 400) {
        return failed(
          `${host} points to another address (HTTP ${status}), which was not followed because the token would travel with it.`,
          'A proxy or the sign-in page of a network may stand in the way: check the network settings.',
          facts,
        );
      }
      return failed(
        `${host} refused the question about costs (HTTP ${status}).${said}`,
        'Check the scope and the days.',
        facts,
      );
  }
}

const isCancelled = ({ signal }: CostServices): boolean => signal?.aborted === true;

export const cancelled = (): Result<never> => refuse(benchError('refused', 'The reading of costs was cancelled.'));

/** One try, and its answer whatever it is. */
async function hear(
  address: URL,
  { method, body }: CostQuestion,
  token: string,
  { http, signal }: CostServices,
): Promise<Result<{ answer: CostAnswer }>> {
  const asked = await http(address, {
    method,
    headers: {
      accept: 'application/json',
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body }),
    signal,
    silenceMs,
  });
  if (!asked.ok) return asked;
  const { status, headers } = asked.answer;
  const read = await textOf(asked.answer);
  return read.ok ? ok({ answer: { status, headers, text: read.text } }) : read;
}

/** Asks one thing of Cost Management, waiting as it asks to be waited for. Answers below 300 come back as they are. */
export async function ask(
  address: URL,
  question: CostQuestion,
  services: CostServices,
): Promise<Result<{ answer: CostAnswer }>> {
  const { host } = address;
  for (let attempt = 1; ; attempt += 1) {
    if (isCancelled(services)) return cancelled();
    const token = await services.getToken();
    if (!token.ok) return token;
    const heard = await hear(address, question, token.token, services);
    if (isCancelled(services)) return cancelled();
    if (!heard.ok) return heard;
    const { answer } = heard;
    if (answer.status < 300) return ok({ answer });
    const again = answer.status === 429 || answer.status >= 500;
    if (!again) return refusalOf(host, answer);
    if (attempt === mostTries) {
      return failed(
        `${host} ${answer.status === 429 ? 'asks for fewer questions' : 'is failing'} (HTTP ${answer.status}), ${mostTries} times in a row.`,
        later,
        { status: String(answer.status) },
      );
    }
    const waitMs = waitFor(retryAfter(answer.headers), attempt, Date.now());
    services.onProgress?.(`${host} asks to wait ${Math.ceil(waitMs / 1000)} s.`);
    await services.wait(waitMs, services.signal);
  }
}
