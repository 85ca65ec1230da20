import { asNumber, type JsonObject } from '../../../shared/kit/json.ts';
import type { RunningResponse } from '../model/response.ts';
import type { Session } from './session-state.ts';

/** Tokens a minute. */
const limitTokens = 40_000;
/** Output tokens reserved for a response without a limit of its own. */
const reservedTokens = 4096;

const secondsFor = (tokens: number): number => Math.round((tokens / limitTokens) * 60 * 1000) / 1000;

/** Tells what an ended response has left of the limit. */
export function sendRateLimits(session: Session, charged: JsonObject): void {
  const used = Math.min(limitTokens, asNumber(charged['total_tokens']) ?? 0);
  session.send('rate_limits.updated', {
    rate_limits: [
      { name: 'tokens', limit: limitTokens, remaining: limitTokens - used, reset_seconds: secondsFor(used) },
    ],
  });
}

/** What the services say of a response that the limit keeps from beginning: what it asks for is what it reads and may write. */
export function rateLimitReached({ model }: Session, { context, settings }: RunningResponse): string {
  const { read } = context;
  const { maxOutputTokens } = settings;
  const requested =
    read.text + read.audio + read.image + (maxOutputTokens === 'inf' ? reservedTokens : maxOutputTokens);
  const used = Math.max(limitTokens - Math.floor(requested / 2), 0);
  const retry = secondsFor(used + requested - limitTokens);
  return (
    `Rate limit reached for ${model} in organization org-simulated on tokens per min (TPM): Limit ${limitTokens}, ` +
    `Used ${used}, Requested ${requested}. Please try again in ${retry}s. ` +
    'Visit https://platform.openai.com/account/rate-limits to learn more.'
  );
}
