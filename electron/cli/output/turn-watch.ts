import { last, toArray } from '../../../shared/kit/chunk-list.ts';
import type { LogEntry, SessionHeader } from '../../../shared/session/entry.ts';
import { emptySession, reduceSession } from '../../../shared/session/fold/fold.ts';
import { isOpen, openWork } from '../../../shared/session/open-work.ts';
import { isTranscription } from '../../../shared/session/session-kind.ts';
import { isByHand } from '../../../shared/session/turn-by-hand.ts';
import type { SessionView } from '../../../shared/session/view.ts';

/** How long nothing may happen after the file has ended before the conversation counts as over. */
const quietMs = 1500;
/** A service that leaves a response open this long is not going to finish it. */
const longestSilenceMs = 60_000;
/** How long an answer that is due may take to begin, in seconds, where nothing else is asked for. */
export const usualWait = 30;

/** What a run without a window has to do next. */
export type NextStep = 'wait' | 'commit' | 'stop' | 'ended';

/** Follows a session's entries and says when a run without a window is through. */
export class TurnWatch {
  readonly #turns: number | null;
  readonly #answerMs: number;
  #view: SessionView = emptySession(null);
  #committed = false;
  #lastEventMs = 0;

  /**
   * @param turns stop after so many finished responses, of a session that only transcribes after so many transcripts; null: when
   * the file is through and everything is answered
   * @param answerMs how long an answer that is due may take to begin
   */
  constructor(turns: number | null, answerMs = usualWait * 1000) {
    this.#turns = turns;
    this.#answerMs = answerMs;
  }

  get view(): SessionView {
    return this.#view;
  }

  begin(header: SessionHeader): void {
    this.#view = emptySession(header);
  }

  /** @param nowMs any clock, the same as for `next` */
  take(entries: readonly LogEntry[], nowMs: number): void {
    for (const entry of entries) this.#view = reduceSession(this.#view, entry);
    this.#lastEventMs = nowMs;
  }

  next(nowMs: number): NextStep {
    const { phase } = this.#view;
    if (phase === 'closed' || phase === 'refused') return 'ended';
    if (this.#enoughTurns()) return 'stop';
    const { ended, waiting } = this.#view.input;
    if (!ended || waiting.length > 0) return 'wait';
    if (this.#mustCommit()) {
      this.#committed = true;
      return 'commit';
    }
    const silentMs = nowMs - this.#lastEventMs;
    if (silentMs > Math.max(longestSilenceMs, this.#answerMs)) return 'stop';
    return !this.#busy(this.#view.t + silentMs) && silentMs >= quietMs ? 'stop' : 'wait';
  }

  #enoughTurns(): boolean {
    if (this.#turns === null) return false;
    return turnsDone(this.#view) >= this.#turns && !this.#busy(this.#view.t);
  }

  /** Without turn detection the whole file is one turn, and of the last one it is for the client to say so. */
  #mustCommit(): boolean {
    return isByHand(this.#view) && !this.#committed;
  }

  #playing(): boolean {
    return last(this.#view.playback)?.endMs === null;
  }

  #busy(sessionMs: number): boolean {
    return this.#playing() || isOpen(openWork(this.#view, sessionMs, this.#answerMs));
  }
}

/** How many turns are through: responses that ended, or transcripts that came or failed where nothing is answered. */
function turnsDone(view: SessionView): number {
  if (!isTranscription(view)) {
    return toArray(view.responses).filter(({ status }) => status !== 'in_progress').length;
  }
  const ended = toArray(view.items).filter(
    ({ transcription }) => transcription?.status === 'completed' || transcription?.status === 'failed',
  );
  return ended.length;
}
