import { benchError, refuse, type Result } from '../../../../shared/kit/errors.ts';
import { asString, atPath, type Json, parseJson } from '../../../../shared/kit/json.ts';
import { visibleLine } from '../../../../shared/kit/untrusted/safe-text.ts';
import { isLoopback } from '../../../../shared/protocol/endpoints/address.ts';
import type { BillSource } from '../import/sources.ts';
import type { WholeAnswer } from './patient-client.ts';

/** What the clients of services that tell costs have in common, whoever runs them. */

/** Costs that were brought onto disk, as one thing to import. A later answer to the same question replaces an earlier one. */
export interface FetchedCosts {
  readonly source: BillSource;
}

/** A host that a secret may go to: over TLS, or this very machine. */
export const isSafe = ({ protocol, hostname }: URL): boolean =>
  protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));

/** Tries of one question while the service is busy or failing. */
export const mostTries = 6;
/** The longest silence of the service. */
export const silenceMs = 60_000;
/** What to do when the service stays busy or failing. */
export const later = 'Try again later; what was imported before stays.';

const longestSaid = 300;

/** What the service says in an error object, on one line; null where it says nothing. */
export function saidIn(body: Json | undefined): string | null {
  const message = visibleLine(asString(atPath(body, 'error.message')) ?? '');
  return message === '' ? null : message.slice(0, longestSaid);
}

/** A refusal's status as a fact, and what the service says with it as a sentence; empty where it says nothing. */
export function refusedWith({ status, text }: WholeAnswer): {
  readonly facts: { status: string };
  readonly said: string;
} {
  const says = saidIn(parseJson(text));
  return { facts: { status: String(status) }, said: says === null ? '' : ` It says: ${says}` };
}

export const cancelled = (): Result<never> => refuse(benchError('refused', 'The reading of costs was cancelled.'));
