import { benchError, ok, refuse, type Result } from '../../../../shared/errors.ts';
import { repeated } from '../../../../shared/foreign/repeated.ts';
import { isLoopback } from '../../../../shared/protocol/endpoint/url.ts';
import { dayAfter, instantMs, isDay } from '../../../../shared/utc.ts';
import type { CostRequest } from './services.ts';

const bad = (message: string, nextStep: string): Result<never> =>
  refuse(benchError('invalid-argument', message, { nextStep }));

/** A host that a token may go to: over TLS, or this very machine. */
export const isSafe = ({ protocol, hostname }: URL): boolean =>
  protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));

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
