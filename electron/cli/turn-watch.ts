import { atPath, isJsonObject } from '../../shared/json.ts';
import { last, toArray } from '../../shared/session/chunk-list.ts';
import type { LogEntry, SessionHeader } from '../../shared/session/entry.ts';
import { emptySession, reduceSession } from '../../shared/session/reduce.ts';
import type { SessionView } from '../../shared/session/view.ts';
import { isOpen, openWork } from '../../shared/session/closing/open-work.ts';

/** How long nothing may happen after the file has ended before the conversation counts as over. */
const quietMs = 1500;
/** A service that leaves a response open this long is not going to finish it. */
const longestSilenceMs = 60_000;

/** What a run without a window has to do next. */
export type NextStep = 'wait' | 'commit' | 'stop' | 'ended';

/** Follows a session's entries and says when a run without a window is through. */
export class TurnWatch {
  readonly #turns: number | null;
  #view: SessionView = emptySession(null);
  #inputEnded = false;
  #committed = false;
  #lastEventMs = 0;

  /** @param turns stop after so many finished responses; null: when the file is through and everything is answered */
  constructor(turns: number | null) {
    this.#turns = turns;
  }

  get view(): SessionView {
    return this.#view;
  }

  begin(header: SessionHeader): void {
    this.#view = emptySession(header);
  }

  /** @param nowMs any clock, the same as for `next` */
  take(entries: readonly LogEntry[], nowMs: number): void {
    for (const entry of entries) {
      this.#view = reduceSession(this.#view, entry);
      if (isJsonObject(entry.event) && entry.event['type'] === 'bench.input.ended') this.#inputEnded = true;
    }
    this.#lastEventMs = nowMs;
  }

  next(nowMs: number): NextStep {
    const { phase } = this.#view;
    if (phase === 'closed' || phase === 'refused') return 'ended';
    if (this.#enoughTurns()) return 'stop';
    if (!this.#inputEnded) return 'wait';
    if (this.#mustCommit()) {
      this.#committed = true;
      return 'commit';
    }
    const silentMs = nowMs - this.#lastEventMs;
    if (silentMs > longestSilenceMs) return 'stop';
    return !this.#busy(this.#view.t + silentMs) && silentMs >= quietMs ? 'stop' : 'wait';
  }

  #enoughTurns(): boolean {
    if (this.#turns === null) return false;
    const done = toArray(this.#view.responses).filter((response) => response.status !== 'in_progress').length;
    return done >= this.#turns && !this.#playing() && !isOpen(openWork(this.#view, this.#view.t));
  }

  /** Without turn detection the whole file is one turn, and it is for the client to say so. */
  #mustCommit(): boolean {
    const vad = atPath(this.#view.effective ?? {}, 'audio.input.turn_detection');
    return vad === null && !this.#committed;
  }

  #playing(): boolean {
    return last(this.#view.playback)?.endMs === null;
  }

  #busy(sessionMs: number): boolean {
    return this.#playing() || isOpen(openWork(this.#view, sessionMs));
  }
}

/** What a person should know about a run that had no or half a turn. */
export function turnAdvice(view: SessionView): string[] {
  if (last(view.speech)?.endMs === null) {
    return ['The file ended while speech was going on, so the turn was never answered: raise --trailing-silence.'];
  }
  const unheard = view.phase !== 'refused' && view.responses.length === 0 && view.speech.length === 0;
  return unheard ? ['The service heard no speech in the file.'] : [];
}
