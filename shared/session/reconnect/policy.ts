import type { BenchError } from '../../errors.ts';

/** Why a connection is gone or could not be had, as far as trying again goes. */
export type LossReason =
  /** The line was cut, or nothing came any more. */
  | 'cut'
  /** The service sent the session away: it restarts, or is overloaded. */
  | 'sent-away'
  /** The session reached its longest time. */
  | 'expired'
  /** Too many requests or tokens. */
  | 'rate-limited'
  /** Trying again changes nothing: the key, the name or the request is wrong. */
  | 'refused';

interface Patience {
  readonly firstMs: number;
  readonly factor: number;
  readonly longestMs: number;
  /** From the loss on. */
  readonly giveUpAfterMs: number;
}

/** One entry a reason; null: never by itself. */
const patience: Readonly<Record<LossReason, Patience | null>> = {
  cut: { firstMs: 0, factor: 2, longestMs: 15_000, giveUpAfterMs: 120_000 },
  'sent-away': { firstMs: 1000, factor: 2, longestMs: 30_000, giveUpAfterMs: 180_000 },
  expired: { firstMs: 0, factor: 2, longestMs: 15_000, giveUpAfterMs: 120_000 },
  'rate-limited': { firstMs: 10_000, factor: 2, longestMs: 60_000, giveUpAfterMs: 300_000 },
  refused: null,
};

/** The first try after none may follow at once; those after it keep at least this distance. */
const leastBetweenMs = 1000;

/**
 * How long to wait before the next try to connect, or null to leave it to the person.
 * @param attempt 1 for the first try
 * @param elapsedMs since the connection was lost
 */
export function reconnectDelayMs(attempt: number, elapsedMs: number, reason: LossReason): number | null {
  const rule = patience[reason];
  if (rule === null || elapsedMs >= rule.giveUpAfterMs) return null;
  if (attempt <= 1) return rule.firstMs;
  const base = Math.max(rule.firstMs, leastBetweenMs);
  return Math.min(rule.longestMs, base * rule.factor ** (attempt - 2));
}

const awayCodes: readonly number[] = [1001, 1011, 1012, 1013, 1014];
const refusalCodes: readonly number[] = [1008, 3000, 3003, 4000, 4004];

/** Why a session that was open is gone. */
export function lossOfClose(close: { readonly code: number; readonly reason: string }): LossReason {
  if (close.code === 4008 || close.reason.includes('session_expired')) return 'expired';
  if (close.reason.includes('rate_limit')) return 'rate-limited';
  if (refusalCodes.includes(close.code) || close.reason.includes('insufficient_quota')) return 'refused';
  return awayCodes.includes(close.code) ? 'sent-away' : 'cut';
}

/** Why a try to connect failed. */
export function lossOfError({ reason }: BenchError): LossReason {
  switch (reason) {
    case 'unreachable':
    case 'timeout':
    case 'engine':
    case 'simulator':
      return 'cut';
    case 'rate-limited':
      return 'rate-limited';
    default:
      return 'refused';
  }
}
