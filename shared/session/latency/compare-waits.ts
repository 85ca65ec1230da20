import type { SessionView } from '../view.ts';
import { countedFrom, spreadOf, turnsOfAPerson, type CountedFrom, type Spread } from './summary.ts';

/** The waits of one session for the first audio, and the moments they count from. */
export interface SideWaits {
  /** Null: nothing was measured. */
  readonly spread: Spread | null;
  readonly from: readonly CountedFrom[];
}

/** Why two medians have no difference: one side has none, too few turns for a spread, or waits from other moments. */
export type NoDifference = 'none' | 'few' | 'moments';

/** Waits of two sessions: the second median less the first, milliseconds, or why there is none. */
export interface WaitDifference {
  readonly one: SideWaits;
  readonly other: SideWaits;
  readonly less: number | null;
  readonly why: NoDifference | null;
}

/** The fewest turns with a middle that is not also an end: of one or two, the median is no more than a single turn or a guess. */
export const leastForDifference = 3;

/** Waits for the first audio. Only turns that got audio count, so a typed one with a written answer mixes in nothing. */
export function firstAudioWaits(view: Pick<SessionView, 'turns'>): SideWaits {
  const heard = turnsOfAPerson(view).filter(({ firstAudioMs }) => firstAudioMs !== null);
  return {
    spread: spreadOf(heard.map(({ firstAudioMs }) => firstAudioMs)),
    from: [...new Set(heard.map(({ endFrom }) => countedFrom(endFrom)))].toSorted(),
  };
}

/**
 * The difference of two medians, where it can mean something: both sides have at least three turns, and every wait of
 * both counts from the same moment. Swapped, it turns its sign.
 */
export function compareWaits(one: SideWaits, other: SideWaits): WaitDifference {
  const none = (why: NoDifference): WaitDifference => ({ one, other, less: null, why });
  if (one.spread === null || other.spread === null) return none('none');
  if (Math.min(one.spread.count, other.spread.count) < leastForDifference) return none('few');
  if (one.from.length !== 1 || other.from.length !== 1 || one.from[0] !== other.from[0]) return none('moments');
  return { one, other, less: other.spread.medianMs - one.spread.medianMs, why: null };
}
