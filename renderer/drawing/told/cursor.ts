/** The cursor of who listens to a session, and what else of the player shows on the time axis. Session time in ms. */
export interface Cursor {
  /** null: there is none. */
  readonly atMs: number | null;
  /** Since when it runs, by the time that all threads of a page share; null: it stands. */
  readonly sinceMs: number | null;
  readonly speed: number;
  /** It runs no further. */
  readonly toMs: number;
  /** What sounds was never heard. */
  readonly unheard: boolean;
  /** The second cursor; null: none. */
  readonly markMs: number | null;
  readonly span: ChosenSpan | null;
}

/** What is selected: of an answer, which; of something else, null. */
export interface ChosenSpan {
  readonly fromMs: number;
  readonly toMs: number;
  readonly responseId: string | null;
}

export const noCursor: Cursor = {
  atMs: null,
  sinceMs: null,
  speed: 1,
  toMs: 0,
  unheard: false,
  markMs: null,
  span: null,
};

/** Where it stands at a time that all threads share; null: nowhere. */
export function cursorAt({ atMs, sinceMs, speed, toMs }: Cursor, nowMs: number): number | null {
  if (atMs === null || sinceMs === null) return atMs;
  return Math.max(0, Math.min(toMs, atMs + (nowMs - sinceMs) * speed));
}
