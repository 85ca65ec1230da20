import { useCallback, useEffect, useRef, useState } from 'react';
import type { SessionSummary } from '../../../shared/contract/bench-api.ts';
import type { FoundSession, SearchHit } from '../../../shared/contract/library-search.ts';
import { errorText } from '../../../shared/kit/errors.ts';
import type { SearchPlace } from '../../../shared/session/library/searchable.ts';
import { useStores } from '../../store/context.ts';

/** The hits of one session that are shown: of the place that is looked in alone, else of all. */
export const shownHits = (found: FoundSession | null | undefined, place: SearchPlace | null): readonly SearchHit[] =>
  (found?.hits ?? []).filter((hit) => place === null || hit.place === place);

/** How many places of a session hold the words, those not listed too. */
export const hitCount = ({ places }: FoundSession, place: SearchPlace | null): number =>
  place === null ? Object.values(places).reduce((sum, one) => sum + one, 0) : places[place];

/** All hits in one session, asked for once the list's few are not all. */
function useAllHits(sessionId: string | null, typed: string, listed: FoundSession | null): FoundSession | null {
  const { bench } = useStores();
  const [whole, setWhole] = useState<{ readonly of: FoundSession; readonly found: FoundSession } | null>(null);
  useEffect(() => {
    let isOver = false;
    if (listed === null || sessionId === null) return undefined;
    void bench.call('library.hits', { sessionId, typed }).then((answer) => {
      if (!isOver && answer.ok && answer.found !== null) setWhole({ of: listed, found: answer.found });
    });
    return () => {
      isOver = true;
    };
  }, [bench, sessionId, typed, listed]);
  return listed !== null && whole?.of === listed ? whole.found : listed;
}

/** The same place: what is listed of a session, and all there is of it, come as answers of their own. */
export const isSameHit = (one: SearchHit, other: SearchHit | undefined): boolean =>
  one.seq === other?.seq && one.place === other.place && one.snippet.text === other.snippet.text;

/** A hit, and whose it is. */
export interface HitOf {
  readonly sessionId: string;
  readonly hit: SearchHit;
}

export interface HitSound {
  /** Null: none sounds. */
  readonly playing: HitOf | null;
  /** Plays it, or falls silent where it sounds. */
  readonly play: (wanted: HitOf) => void;
}

/** Plays what was found, of sessions that are not on screen. */
function useHitSound(onProblem: (text: string) => void): HitSound {
  const { bench, player } = useStores();
  const [playing, setPlaying] = useState<HitOf | null>(null);
  const order = useRef(0);
  const silence = useCallback(() => {
    order.current += 1;
    setPlaying(null);
    player.stopOther();
  }, [player]);
  // Whoever leaves takes what sounds along.
  useEffect(() => silence, [silence]);
  const play = (wanted: HitOf): void => {
    if (playing?.sessionId === wanted.sessionId && isSameHit(wanted.hit, playing.hit)) return silence();
    order.current += 1;
    const mine = order.current;
    const { sessionId, hit } = wanted;
    const sound = async (): Promise<void> => {
      const asked = await bench.call('session.hit', { sessionId, itemId: hit.itemId, t: hit.t });
      if (mine !== order.current) return;
      if (!asked.ok) return onProblem(`The hit cannot be heard. ${errorText(asked.error)}`);
      if (asked.moment === null) return;
      setPlaying(wanted);
      const heard = await player.playOf(sessionId, asked.moment.fromMs, asked.moment.toMs);
      if (mine !== order.current) return;
      setPlaying(null);
      if (!heard.ok) onProblem(`The hit cannot be heard. ${errorText(heard.error)}`);
    };
    void sound();
  };
  return { playing, play };
}

/** A hit in the record: one that stands beside the log was never said. */
export const isSounding = ({ t }: SearchHit): boolean => t !== null;

export interface Hits extends HitSound {
  /** Of the row that the keys start from; empty: nothing is searched for, or it has none. */
  readonly hits: readonly SearchHit[];
  /** How many it has, those not shown too. */
  readonly total: number;
  /** The one that is chosen; null: there is none. */
  readonly chosen: SearchHit | null;
  readonly choose: (hit: SearchHit) => void;
  /** On to the next hit of the list, of this session and then of those below; -1: back. */
  readonly step: (by: 1 | -1) => void;
}

export interface HitsOf {
  readonly rows: readonly SessionSummary[];
  /** The row that the keys start from. */
  readonly active: SessionSummary | null;
  readonly found: ReadonlyMap<string, FoundSession> | null;
  readonly place: SearchPlace | null;
  readonly typed: string;
  /** Makes another row the one that the keys start from. */
  readonly onRow: (sessionId: string) => void;
  readonly onProblem: (text: string) => void;
}

/** The hits of the list: which is chosen, the steps between them, and their sound. */
export function useHits({ rows, active, found, place, typed, onRow, onProblem }: HitsOf): Hits {
  const sessionId = active?.sessionId ?? null;
  const listed = sessionId === null ? null : (found?.get(sessionId) ?? null);
  const all = useAllHits(sessionId, typed, listed);
  const hits = shownHits(all, place);
  /** By its place among the hits of its session: those that are listed first are the first of all of them. */
  const [at, setAt] = useState<{ readonly sessionId: string; readonly index: number } | null>(null);
  const index = Math.min(hits.length - 1, at !== null && at.sessionId === sessionId ? at.index : 0);
  const chosen = hits[index] ?? null;
  const choose = (hit: SearchHit): void => {
    if (sessionId !== null) setAt({ sessionId, index: Math.max(0, hits.indexOf(hit)) });
  };
  const step = (by: 1 | -1): void => {
    const next = hits[index + by];
    if (next !== undefined) return choose(next);
    const from = rows.findIndex((row) => row.sessionId === sessionId);
    const onward = by > 0 ? rows.slice(from + 1) : rows.slice(0, Math.max(0, from)).toReversed();
    const row = onward.find((one) => shownHits(found?.get(one.sessionId), place).length > 0);
    if (row === undefined) return;
    setAt({ sessionId: row.sessionId, index: by > 0 ? 0 : Number.MAX_SAFE_INTEGER });
    onRow(row.sessionId);
  };
  return { hits, total: all === null ? 0 : hitCount(all, place), chosen, choose, step, ...useHitSound(onProblem) };
}
