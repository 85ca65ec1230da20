import type { Context } from './contexts.ts';
import { addTotals, reportedTotals, type Turn } from '../facts.ts';
import type { MeterKind } from '../../billing/meter-kind.ts';

/** Where cached input tokens of one modality go on the bill. `missing`: on a meter of their own that has no row here. */
export type CacheTreatment = 'none' | 'apart' | 'folded' | 'unbilled' | 'missing';

export interface CacheStory {
  readonly audio: CacheTreatment;
  readonly text: CacheTreatment;
}

/** A further inference: what it read, and at which turn (0-based) of the session. */
export interface FurtherInference {
  readonly context: Context;
  readonly turn: number;
  /** The next response of the session reports the very text that this one is said to read, overhead of the message included. */
  readonly borneOut: boolean;
}

/** Something that puts known amounts on the meters, or keeps them off, and is no further inference. */
export interface SideEvent {
  readonly id: string;
  readonly kind: 'outside' | 'transcription' | 'other-session';
  /** As it stands in a statement: `responses 3 to 4 are not on this bill`. */
  readonly title: string;
  /** What it adds to each meter, below zero where it takes away. Input holds its cached part. */
  readonly tokens: Readonly<Record<MeterKind, number>>;
  /** The turns that stay on the bill, from the first to before the last; null: all. */
  readonly turns: readonly [from: number, to: number] | null;
  readonly assumption: string | null;
  readonly mechanisms: readonly string[];
}

/** One account of a bill: the reported responses, what happened beside them, and what became of cached tokens. */
export interface Story {
  readonly further: readonly FurtherInference[];
  readonly events: readonly SideEvent[];
  readonly cache: CacheStory;
  /** Overhead tokens of a message; `rereadTokens` unless it was fitted to the bill. */
  readonly perMessage: number;
  readonly perMessageFitted: boolean;
  /** Tokens of transcripts that nobody counted, as this bill would need them; null: none is needed. */
  readonly transcriptsFitted: number | null;
}

/** Input tokens of a further inference. `text` leaves out transcripts that nobody counted, and `whole` is then false. */
export function inputOf(
  further: FurtherInference,
  turns: readonly Turn[],
  perMessage: number,
): { audio: number; text: number; whole: boolean } | null {
  const turn = turns[further.turn];
  if (turn === undefined) return null;
  const { audio, text } = further.context;
  const tokens = text.tokens(turn);
  if (tokens === null && text.known === null) return null;
  return {
    audio: audio.tokens(turn),
    text: (tokens ?? text.known?.(turn) ?? 0) + perMessage * text.messages,
    whole: tokens !== null,
  };
}

/** What the meters would hold by the report and the side events, before any further inference. Input holds its cached part. */
export const baseTotals = (events: readonly SideEvent[], turns: readonly Turn[]): Record<MeterKind, number> =>
  events.reduce((totals, event) => addTotals(totals, event.tokens), reportedTotals(turns));

/** Cached tokens of the two modalities went ways that differ. */
export const unlikeCaches = ({ audio, text }: CacheStory): boolean =>
  audio !== text && audio !== 'none' && text !== 'none';

/** A number fitted to the bill counts as so many assumptions. */
export const fittedCost = 2;

/** Fewer happenings before fewer assumptions: the order in which stories are believed, as one comparable list. */
export function complexity(story: Story): readonly [happenings: number, assumptions: number] {
  const undocumented = story.further.filter(({ context }) => !context.documented).length;
  const constants = story.further.some(({ context, borneOut }) => context.text.messages > 0 && !borneOut) ? 1 : 0;
  const assumed = story.events.filter(({ assumption }) => assumption !== null).length;
  const unlike = unlikeCaches(story.cache) ? 1 : 0;
  const fitted = (story.perMessageFitted ? fittedCost : 0) + (story.transcriptsFitted === null ? 0 : fittedCost);
  return [story.further.length + story.events.length, undocumented + constants + assumed + unlike + fitted];
}

export const compareComplexity = (one: Story, other: Story): number => {
  const [a, b] = [complexity(one), complexity(other)];
  return a[0] - b[0] || a[1] - b[1];
};
