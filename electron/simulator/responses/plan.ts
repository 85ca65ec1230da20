import { assistantAudioTokens, msPerAssistantAudioToken } from '../../../shared/usage/recurrence.ts';
import { msOf, samplesOf } from '../audio/time.ts';
import type { CountTokens } from '../usage/tokens.ts';

/** A piece of text and when in the reply it is said. */
interface Word {
  readonly text: string;
  readonly atMs: number;
}

/** Everything a response is going to say, decided before its first frame goes out. */
export interface ReplyPlan {
  readonly spoken: boolean;
  /** Empty when written. */
  readonly pcm24k: Int16Array;
  readonly words: readonly Word[];
  /** How long it streams at real time. */
  readonly durationMs: number;
  /** It had to be cut at the response's token limit. */
  readonly limited: boolean;
}

/** Written text appears about as fast as it can be read aloud twice. */
const msPerWrittenCharacter = 25;

function spread(text: string, durationMs: number): Word[] {
  const pieces = text.match(/\s*\S+/g) ?? [];
  let before = 0;
  return pieces.map((piece) => {
    const atMs = (before / Math.max(1, text.length)) * durationMs;
    before += piece.length;
    return { text: piece, atMs };
  });
}

export function planSpoken(transcript: string, pcm24k: Int16Array): ReplyPlan {
  const durationMs = msOf(pcm24k.length);
  return { spoken: true, pcm24k, words: spread(transcript, durationMs), durationMs, limited: false };
}

export function planWritten(text: string): ReplyPlan {
  const durationMs = text.length * msPerWrittenCharacter;
  return { spoken: false, pcm24k: new Int16Array(0), words: spread(text, durationMs), durationMs, limited: false };
}

/** The text that has been said once `ms` of the plan have passed. */
export const textUntil = (plan: ReplyPlan, ms: number): string =>
  plan.words
    .filter((word) => word.atMs < ms)
    .map((word) => word.text)
    .join('');

const cutAt = (plan: ReplyPlan, ms: number): ReplyPlan => ({
  ...plan,
  pcm24k: plan.pcm24k.subarray(0, samplesOf(ms)),
  words: plan.words.filter((word) => word.atMs < ms),
  durationMs: ms,
  limited: true,
});

/** The plan as far as `maxTokens` of output carry it. */
export function limitPlan(plan: ReplyPlan, maxTokens: number | 'inf', count: CountTokens): ReplyPlan {
  if (maxTokens === 'inf') return plan;
  const tokensUntil = (ms: number): number => (plan.spoken ? assistantAudioTokens(ms) : 0) + count(textUntil(plan, ms));
  const whole =
    tokensUntil(plan.durationMs) + count(textUntil(plan, Infinity)) - count(textUntil(plan, plan.durationMs));
  if (whole <= maxTokens) return plan;
  let ms = Math.floor(plan.durationMs / msPerAssistantAudioToken) * msPerAssistantAudioToken;
  while (ms > 0 && tokensUntil(ms) > maxTokens) ms -= msPerAssistantAudioToken;
  return cutAt(plan, ms);
}
