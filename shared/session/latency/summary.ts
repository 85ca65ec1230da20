import { toArray } from '../chunk-list.ts';
import type { SessionView } from '../view.ts';

/** The middle and the slow end of some waits, whole milliseconds; null when none was measured. */
export interface Spread {
  readonly count: number;
  readonly medianMs: number;
  readonly p95Ms: number;
}

/** What a session waited for, over all its turns. */
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

/** Nearest rank, so that every figure is one that was measured. */
const rank = (sorted: readonly number[], share: number): number =>
  Math.round(sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0);

export function spreadOf(waitsMs: readonly (number | null)[]): Spread | null {
  const sorted = waitsMs.filter((ms): ms is number => ms !== null).toSorted((a, b) => a - b);
  if (sorted.length === 0) return null;
  return { count: sorted.length, medianMs: rank(sorted, 0.5), p95Ms: rank(sorted, 0.95) };
}

/** Median and 95th percentile of a session's waits. Responses that no turn of a person asked for are left out. */
export function latencySummary(view: Pick<SessionView, 'turns' | 'bargeIns'>): LatencySummary {
  const turns = toArray(view.turns).filter(({ source }) => source !== 'asked');
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
