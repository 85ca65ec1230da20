import { msOf, rateHz } from '../audio/time.ts';
import { envelopeOf, likeness } from './envelope.ts';
import type { KnownSpeech } from './library.ts';

export interface Recognised {
  readonly text: string;
  /** The sample question that was asked; null when it is none of them. */
  readonly questionId: string | null;
}

/** Two recordings of the same words are at least this alike. */
const sameWords = 0.8;

/**
 * What was said, for speech that is one of the sample questions, whatever device it came through. Of any other speech
 * the simulator knows only that there was some, and says so.
 */
export function recognise(pcm24k: Int16Array, known: readonly KnownSpeech[]): Recognised {
  const heard = envelopeOf(pcm24k, rateHz);
  const scored = known.map((speech) => ({ speech, score: likeness(heard, speech.envelope) }));
  const best = scored.reduce<(typeof scored)[number] | null>(
    (top, next) => (next.score > (top?.score ?? sameWords) ? next : top),
    null,
  );
  if (best !== null) return { text: best.speech.text, questionId: best.speech.questionId };
  const seconds = (msOf(pcm24k.length) / 1000).toFixed(1);
  return { text: heard.length === 0 ? `[silence, ${seconds} s]` : `[speech, ${seconds} s]`, questionId: null };
}
