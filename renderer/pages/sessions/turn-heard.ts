import { useCallback, useEffect, useRef, useState } from 'react';
import { errorText } from '../../../shared/kit/errors.ts';
import type { Comparison } from '../../../shared/session/library/compare-sessions.ts';
import { useStores } from '../../store/context.ts';
import { turnsAt } from './compare-plots.tsx';

export interface TurnHeard {
  /** Which session sounds; null: none. */
  readonly playing: number | null;
  readonly problem: string | null;
  /** Plays a turn (from 0) of these one after the other, or falls silent where one of them sounds. */
  readonly play: (index: number, sessions: readonly number[]) => void;
  readonly silence: () => void;
}

/** Plays one turn of sessions that are not on screen. */
export function useTurnHeard(comparison: Comparison): TurnHeard {
  const { player } = useStores();
  const [playing, setPlaying] = useState<number | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const order = useRef(0);
  const silence = useCallback(() => {
    order.current += 1;
    setPlaying(null);
    player.stopOther();
  }, [player]);
  // Whoever leaves takes what sounds along.
  useEffect(() => silence, [silence]);
  const play = (index: number, sessions: readonly number[]): void => {
    if (playing !== null && sessions.includes(playing)) return silence();
    order.current += 1;
    const mine = order.current;
    setProblem(null);
    const turns = turnsAt(comparison, index);
    const one = async (): Promise<void> => {
      for (const at of sessions) {
        const [turn, session] = [turns[at], comparison.sessions[at]];
        if (turn === undefined || session === undefined) continue;
        setPlaying(at);
        const heard = await player.playOf(session.sessionId, turn.fromMs, turn.toMs);
        if (mine !== order.current) return;
        if (!heard.ok) setProblem(`Session ${at + 1} cannot be heard. ${errorText(heard.error)}`);
        if (!heard.ok || !heard.whole) break;
      }
      setPlaying(null);
    };
    void one();
  };
  return { playing, problem, play, silence };
}
