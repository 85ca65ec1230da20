import { contexts, type Context } from '../../../shared/reconcile/stories/contexts.ts';
import { rereadTokens } from '../../../shared/usage/rules/rules.ts';
import { reportedTotals, type Turn } from '../../../shared/reconcile/facts.ts';
import type { Billed } from '../../../shared/billing/meter-kind.ts';
import { inputOf } from '../../../shared/reconcile/stories/story.ts';

/** A bill made from a known story, so that the search can be asked for it back. */
export interface Planted {
  readonly turn: Turn;
  readonly context: Context | null;
  readonly billed: Billed;
}

/** Numbers in 0..1; a caller's generator makes the run repeatable. */
export type Random = () => number;

const between = (random: Random, from: number, to: number): number => from + Math.floor(random() * (to - from + 1));
const documented = contexts.filter((context) => context.documented);

/** A turn with unlike sizes and a bill of it with at most one further, documented inference. */
export function plant(random: Random): Planted {
  const audioIn = between(random, 15, 600);
  const textIn = between(random, 60, 1500);
  const audioOut = between(random, 30, 1200);
  const cached = random() < 0.5;
  const turn: Turn = {
    audioIn,
    textIn,
    audioOut,
    textOut: between(random, 8, 350),
    audioCached: cached ? Math.floor(audioIn / 64) * 64 : 0,
    textCached: cached ? Math.floor(textIn / 64) * 64 : 0,
    userTranscript: between(random, 3, 120),
    answerTranscript: between(random, 6, 300),
  };
  const context = random() < 0.25 ? null : (documented[between(random, 0, documented.length - 1)] ?? null);
  const extra =
    context === null
      ? { audio: 0, text: 0 }
      : (inputOf({ context, turn: 0, borneOut: false }, [turn], rereadTokens) ?? { audio: 0, text: 0 });
  const reported = reportedTotals([turn]);
  const folded = random() < 0.5;
  const more = context === null ? 0 : 1;
  return {
    turn,
    context,
    billed: {
      audio_in: reported.audio_in + extra.audio - (folded ? 0 : reported.audio_cached),
      audio_cached: folded ? 0 : reported.audio_cached,
      audio_out: reported.audio_out + more * between(random, 0, 800),
      text_in: reported.text_in + extra.text - (folded ? 0 : reported.text_cached),
      text_cached: folded ? 0 : reported.text_cached,
      text_out: reported.text_out + more * between(random, 0, 250),
    },
  };
}
