import type { Turn } from '../facts.ts';
import { inputOf, type Story } from '../stories/story.ts';

/** What a story adds to the input meters beyond the report. */
export interface Sums {
  readonly audioIn: number;
  readonly textIn: number;
}

/** People speak about 2.7 tokens of text a second, which is this much for a token of their audio. */
const heardPerAudioToken = 0.27;

/** Transcripts that nobody counted, once the caller's is off: about so much less, and less in any case. */
function fittedTranscripts(fitted: number | null, turn: Turn | undefined): number {
  if (fitted === null || turn?.userTranscript !== 0) return fitted ?? 0;
  return fitted - Math.min(Math.max(1, Math.round(turn.audioIn * heardPerAudioToken)), fitted);
}

export function sumsOf({ further, perMessage, transcriptsFitted }: Story, turns: readonly Turn[]): Sums {
  const inputs = further.map((one) => inputOf(one, turns, perMessage) ?? { audio: 0, text: 0 });
  return {
    audioIn: inputs.reduce((sum, input) => sum + input.audio, 0),
    textIn: inputs.reduce(
      (sum, input) => sum + input.text,
      fittedTranscripts(transcriptsFitted, turns[further[0]?.turn ?? 0]),
    ),
  };
}

export const sameSums = (one: Sums | undefined, other: Sums | undefined): boolean =>
  one?.audioIn === other?.audioIn && one?.textIn === other?.textIn;

/** Every pair of so many, each once. */
export const pairsOf = (count: number): [number, number][] =>
  Array.from({ length: count }, (_, i) => i).flatMap((i) =>
    Array.from({ length: count - i - 1 }, (_, k): [number, number] => [i, i + k + 1]),
  );
