import { toArray } from '../kit/chunk-list.ts';
import type { SessionView, TurnEnd, TurnLatency } from './view.ts';

/** Some waits in whole milliseconds: how many, their middle and how far apart they lie. */
export interface Spread {
  readonly count: number;
  /** Of an even number the mean of the middle two. */
  readonly medianMs: number;
  /** Nearest rank; null under `leastForP95` waits, of which it would be the longest. */
  readonly p95Ms: number | null;
  readonly minMs: number;
  readonly maxMs: number;
}

/** The moment a wait counts from. Waits from different moments are not compared. */
export type CountedFrom = 'last word' | 'decision' | 'commit' | 'message';

export const momentNames: Readonly<Record<CountedFrom, string>> = {
  'last word': 'the last word',
  decision: 'the end the service heard',
  commit: 'the commit',
  message: 'the message',
};

/** What a session waited for, over all its turns; null where nothing was measured. */
export interface LatencySummary {
  readonly firstAudio: Spread | null;
  readonly firstText: Spread | null;
  readonly audible: Spread | null;
  readonly transcript: Spread | null;
  /** From the moment the person began to speak to silence. */
  readonly silence: Spread | null;
  /** From the service's word that somebody speaks to silence: the bench's own part of it. */
  readonly silenceAfterWord: Spread | null;
}

/** The fewest waits whose 95th percentile by nearest rank is not simply the longest of them. */
export const leastForP95 = 20;

/** Of an even number of sorted values the mean of the middle two; of none 0. */
export const middle = (sorted: readonly number[]): number => {
  const half = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(half) - 1] ?? 0, sorted[Math.floor(half)] ?? 0];
  return (low + high) / 2;
};

/** Count, middle, least and most of what was measured; null when that is nothing. */
export function spreadOf(waitsMs: readonly (number | null)[]): Spread | null {
  const sorted = waitsMs.filter((ms): ms is number => ms !== null).toSorted((a, b) => a - b);
  const [least, most] = [sorted[0], sorted.at(-1)];
  if (least === undefined || most === undefined) return null;
  const ranked = sorted[Math.ceil(0.95 * sorted.length) - 1] ?? most;
  return {
    count: sorted.length,
    medianMs: Math.round(middle(sorted)),
    p95Ms: sorted.length < leastForP95 ? null : Math.round(ranked),
    minMs: Math.round(least),
    maxMs: Math.round(most),
  };
}

/** The VAD less its silence and the level of the audio both name the person's last word. */
export function countedFrom(end: TurnEnd): CountedFrom {
  switch (end) {
    case 'vad':
    case 'audio':
      return 'last word';
    case 'decision':
      return 'decision';
    case 'commit':
      return 'commit';
    case 'sent':
      return 'message';
  }
}

/** Turns of a person: a response that no turn asked for is left out. */
const turnsOfAPerson = ({ turns }: Pick<SessionView, 'turns'>): TurnLatency[] =>
  toArray(turns).filter(({ source }) => source !== 'asked');

/** The waits of a session. */
export function latencySummary(view: Pick<SessionView, 'turns' | 'bargeIns'>): LatencySummary {
  const turns = turnsOfAPerson(view);
  const cuts = toArray(view.bargeIns);
  return {
    firstAudio: spreadOf(turns.map((turn) => turn.firstAudioMs)),
    firstText: spreadOf(turns.map((turn) => turn.firstTextMs)),
    audible: spreadOf(turns.map((turn) => turn.audibleMs)),
    transcript: spreadOf(turns.map((turn) => turn.transcriptMs)),
    silence: spreadOf(cuts.map(({ silentMs, beganMs }) => (silentMs === null ? null : silentMs - beganMs))),
    silenceAfterWord: spreadOf(cuts.map(({ silentMs, toldMs }) => (silentMs === null ? null : silentMs - toldMs))),
  };
}

/** The waits of one session for the first audio, and the moments they count from. */
export interface SideWaits {
  /** Null: nothing was measured. */
  readonly spread: Spread | null;
  /** Each of them in whole milliseconds, in the order of the turns. */
  readonly eachMs: readonly number[];
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
  const heard = turnsOfAPerson(view).flatMap(({ firstAudioMs, endFrom }) =>
    firstAudioMs === null ? [] : [{ ms: firstAudioMs, from: countedFrom(endFrom) }],
  );
  return {
    spread: spreadOf(heard.map(({ ms }) => ms)),
    eachMs: heard.map(({ ms }) => Math.round(ms)),
    from: [...new Set(heard.map(({ from }) => from))].toSorted(),
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
