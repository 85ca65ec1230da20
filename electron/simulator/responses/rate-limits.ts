import type { Session } from '../session.ts';
import type { RunningResponse } from './running.ts';

const limitTokens = 40_000;
/** Output tokens reserved for a response without a limit of its own. */
const reservedTokens = 4096;

/** Sends the limits at the start of a response: what it reads and may yet write is already taken off. */
export function sendRateLimits(session: Session, running: RunningResponse): void {
  const { read } = running.context;
  const { maxOutputTokens } = running.settings;
  const used = read.text + read.audio + read.image + (maxOutputTokens === 'inf' ? reservedTokens : maxOutputTokens);
  const remaining = Math.max(0, limitTokens - used);
  const resetSeconds = Math.round(((limitTokens - remaining) / limitTokens) * 60 * 1000) / 1000;
  session.send('rate_limits.updated', {
    rate_limits: [{ name: 'tokens', limit: limitTokens, remaining, reset_seconds: resetSeconds }],
  });
}
