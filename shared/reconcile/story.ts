import type { Context } from './contexts.ts';
import type { Turn } from './facts.ts';

/** Where cached input tokens go on the bill. */
export type CacheTreatment = 'none' | 'apart' | 'folded' | 'unbilled';

/** A further inference: what it read, and at which turn (0-based) of the session. */
export interface FurtherInference {
  readonly context: Context;
  readonly turn: number;
}

/** One account of a bill: the reported responses, further inferences beside them, and what became of cached tokens. */
export interface Story {
  readonly further: readonly FurtherInference[];
  readonly cache: CacheTreatment;
  /** Overhead tokens of a message; `tokensPerMessageOverhead` unless it was fitted to the bill. */
  readonly perMessage: number;
  readonly perMessageFitted: boolean;
}

/** Input tokens of a further inference, or null when a transcript it reads has no known count. */
export function inputOf(
  further: FurtherInference,
  turns: readonly Turn[],
  perMessage: number,
): { audio: number; text: number } | null {
  const turn = turns[further.turn];
  if (turn === undefined) return null;
  const text = further.context.text.tokens(turn);
  return text === null
    ? null
    : { audio: further.context.audio.tokens(turn), text: text + perMessage * further.context.text.messages };
}

/** Fewer inferences before fewer assumptions: the order in which stories are believed, as one comparable list. */
export function complexity(story: Story): readonly [inferences: number, assumptions: number] {
  const undocumented = story.further.filter(({ context }) => !context.documented).length;
  const constants = story.further.some(({ context }) => context.text.messages > 0) ? 1 : 0;
  return [story.further.length, undocumented + constants + (story.perMessageFitted ? 2 : 0)];
}

export const compareComplexity = (one: Story, other: Story): number => {
  const [a, b] = [complexity(one), complexity(other)];
  return a[0] - b[0] || a[1] - b[1];
};
