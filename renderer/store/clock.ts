import type { SessionView } from '../../shared/session/view.ts';

/**
 * Session time between entries. It is set by the entries themselves (the smallest lag seen, since a message can only be
 * late) and runs on by the page's clock; a session that ended stands still at its last entry.
 */
export class SessionClock {
  #sessionId: string | null = null;
  #startedAtMs = 0;
  #view: SessionView | null = null;

  /** Takes in the view just folded. `nowMs` is any monotonic clock, the same at every call. */
  heard(view: SessionView | null, nowMs: number): void {
    this.#view = view;
    if (view === null) return;
    const id = view.header?.sessionId ?? '';
    const startedAtMs = nowMs - view.t;
    if (id !== this.#sessionId || startedAtMs < this.#startedAtMs) {
      this.#sessionId = id;
      this.#startedAtMs = startedAtMs;
    }
  }

  /** Milliseconds of session time; 0 without a session. */
  now(nowMs: number): number {
    const view = this.#view;
    if (view === null) return 0;
    if (view.phase === 'closed' || view.phase === 'refused') return view.t;
    return Math.max(view.t, nowMs - this.#startedAtMs);
  }

  get running(): boolean {
    const phase = this.#view?.phase;
    return phase === 'connecting' || phase === 'open' || phase === 'closing';
  }
}
