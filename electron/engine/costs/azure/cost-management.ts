import { dayAfter, instantMs, isDay } from '../../../../shared/kit/dates.ts';
import { benchError, type BenchError, ok, refuse, type Result } from '../../../../shared/kit/errors.ts';
import { repeated } from '../../../../shared/kit/untrusted/quoting.ts';
import type { HttpQuestion } from '../../net/http.ts';
import type { BillSource } from '../import/sources.ts';
import { cancelled, isSafe, later, mostTries, refusedWith, silenceMs } from '../net/cost-service.ts';
import { askPatiently, bad, failed, type PatientServices, telling, type WholeAnswer } from '../net/patient-client.ts';

/** What the clients of Cost Management need from outside. */
export interface CostServices extends PatientServices {
  /** A bearer token for the management address. It goes there alone and into no error. */
  getToken(): Promise<Result<{ token: string }>>;
}

/** What is asked for: the costs of a scope from one UTC day to another, both included. */
export interface CostRequest {
  /** `/subscriptions/…`, a resource group in it, or a billing scope, as Azure writes it. */
  readonly scope: string;
  readonly from: string;
  readonly to: string;
  /** An account resource's id, to ask for its costs alone; null: everything in the scope. */
  readonly resourceId: string | null;
  /** The management address. */
  readonly url: string;
}

/** The fetched files as one import: `how` and scope name the export, the days its period. */
export const fetchedSource = (
  how: string,
  { scope, from, to, resourceId }: CostRequest,
  files: readonly string[],
  promisedRows: number | null,
): BillSource => ({
  files,
  promisedRows,
  exportPath: [how, scope.toLowerCase(), resourceId?.toLowerCase() ?? ''].join(' ').trim(),
  period: `${from} to ${to}`,
  runId: null,
});

/** What is said of an answer without a row. */
export const noCosts = ({ from, to }: CostRequest): BenchError =>
  benchError('not-found', `There are no costs from ${from} to ${to} in this scope.`, {
    nextStep: 'Usage appears 8 to 24 hours later, under its UTC day. Check the scope if it is older.',
  });

/** The address of an operation of Cost Management, or what is wrong with the question. */
export function costAddress(
  { scope, from, to, url }: CostRequest,
  operation: string,
  apiVersion: string,
): Result<{ address: URL }> {
  const wrong = [from, to].find((day) => !isDay(day));
  if (wrong !== undefined) return bad(`${repeated(wrong)} is no day of the calendar.`, 'Give UTC days as YYYY-MM-DD.');
  if (from > to) return bad(`${from} is after ${to}.`, 'Give the first day first.');
  if (!URL.canParse(url) || !isSafe(new URL(url))) {
    return bad(`${repeated(url)} is not an address that a token may go to.`, 'Give one that begins with https://.');
  }
  const address = new URL(`${scope}/providers/Microsoft.CostManagement/${operation}`, url);
  address.searchParams.set('api-version', apiVersion);
  return ok({ address });
}

/** Days from one to another, both included. */
export function dayCount(from: string, to: string): number {
  return Math.round(((instantMs(dayAfter(to)) ?? 0) - (instantMs(from) ?? 0)) / 86_400_000);
}

/** Cost Management names a wait for each of its quotas (entity, qpu, tenant, client); the longest of all it says counts. */
const quota = /^x-ms-ratelimit-.*retry-after$/;

export function retryAfter(headers: Headers): string | null {
  const plain = headers.get('retry-after');
  const quotas = [...headers].flatMap(([name, value]) => (quota.test(name) ? [value] : []));
  const waits = [...(plain === null ? [] : [plain]), ...quotas].filter((value) => value.trim() !== '');
  const seconds = waits.map(Number).filter((value) => Number.isFinite(value));
  return seconds.length === 0 ? plain : String(Math.max(...seconds));
}

interface CostQuestion {
  readonly method: 'GET' | 'POST';
  readonly body?: string;
}

function refusalOf(host: string, answer: WholeAnswer): Result<never> {
  const { status } = answer;
  const { facts, said } = refusedWith(answer);
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

/** Asks one thing of Cost Management, waiting as it asks to be waited for. Answers below 300 come back as they are. */
export async function askCostManagement(
  address: URL,
  { method, body }: CostQuestion,
  services: CostServices,
): Promise<Result<{ answer: WholeAnswer }>> {
  const { host } = address;
  const questionOf = async (): Promise<Result<{ question: Omit<HttpQuestion, 'signal' | 'silenceMs'> }>> => {
    const token = await services.getToken();
    if (!token.ok) return token;
    const headers = {
      accept: 'application/json',
      authorization: `Bearer ${token.token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    };
    return ok({ question: { method, headers, ...(body === undefined ? {} : { body }) } });
  };
  const answered = await askPatiently(address, questionOf, services, {
    mostTries,
    silenceMs,
    who: host,
    later,
    retryAfter,
    cancelled,
    ...telling(services, 'Azure'),
  });
  if (!answered.ok || answered.answer.status < 300) return answered;
  return refusalOf(host, answered.answer);
}
