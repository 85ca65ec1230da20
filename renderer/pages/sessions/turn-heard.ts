import { useCallback, useEffect, useRef, useState } from 'react';
import type { PlayVoices } from '../../../shared/audio/play-choices.ts';
import { errorText } from '../../../shared/kit/errors.ts';
import type { Comparison } from '../../../shared/session/library/compare-sessions.ts';
import { usePlayer, useStores } from '../../store/context.ts';
import { turnsAt } from './compare-turns-at.ts';

export interface TurnHeard {
  /** Which session sounds; null: none. */
  readonly playing: number | null;
  readonly problem: string | null;
  /** Plays a turn (from 0) of these one after the other, or falls silent where one of them sounds. */
  readonly play: (index: number, sessions: readonly number[]) => void;
  readonly silence: () => void;
  readonly voices: PlayVoices;
  /** Which voices are heard; what sounds goes on with them where it is. */
  readonly setVoices: (voices: PlayVoices) => void;
  /** Session time of what sounds now; null: nothing does yet. */
  readonly nowMs: () => number | null;
}

/** What sounds of a turn: the session, and those that follow it. */
interface Playing {
  readonly index: number;
  readonly sessions: readonly number[];
}

/** Plays one turn of sessions that are not on screen. */
export function useTurnHeard(comparison: Comparison): TurnHeard {
  const { player } = useStores();
  const [playing, setPlaying] = useState<number | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const voices = usePlayer((state) => state.voices);
  const order = useRef(0);
  const plan = useRef<Playing | null>(null);
  const silence = useCallback(() => {
    order.current += 1;
    setPlaying(null);
    player.stopOther();
  }, [player]);
  // Whoever leaves takes what sounds along.
  useEffect(() => silence, [silence]);
  const begin = (index: number, sessions: readonly number[], fromMs: number | null): void => {
    order.current += 1;
    const mine = order.current;
    setProblem(null);
    const turns = turnsAt(comparison, index);
    const one = async (): Promise<void> => {
      for (const [place, at] of sessions.entries()) {
        const [turn, session] = [turns[at], comparison.sessions[at]];
        if (turn === undefined || session === undefined) continue;
        setPlaying(at);
        plan.current = { index, sessions: sessions.slice(place) };
        const startMs = place === 0 ? (fromMs ?? turn.fromMs) : turn.fromMs;
        const heard = await player.playOf(session.sessionId, startMs, turn.toMs);
        if (mine !== order.current) return;
        if (!heard.ok) setProblem(`Session ${at + 1} cannot be heard. ${errorText(heard.error)}`);
        if (!heard.ok || !heard.whole) break;
      }
      setPlaying(null);
    };
    void one();
  };
  const play = (index: number, sessions: readonly number[]): void => {
    if (playing !== null && sessions.includes(playing)) silence();
    else begin(index, sessions, null);
  };
  const setVoices = (next: PlayVoices): void => {
    const fromMs = player.otherNowMs();
    player.setVoices(next);
    if (playing !== null && plan.current !== null) begin(plan.current.index, plan.current.sessions, fromMs);
  };
  return { playing, problem, play, silence, voices, setVoices, nowMs: () => player.otherNowMs() };
}
