import { createStore, type StoreApi } from 'zustand/vanilla';
import type { BenchApi, BenchPush } from '../../shared/contract/bench-api.ts';
import type { BenchError } from '../../shared/kit/errors.ts';
import type { SessionAbout } from '../../shared/session/about.ts';
import type { LogEntry } from '../../shared/session/entry.ts';
import { entryType, isAudioFrame } from '../../shared/session/entry-type.ts';
import type { emptySession, reduceSession } from '../../shared/session/fold/fold.ts';
import { isUnderWay, type SessionView } from '../../shared/session/view.ts';
import { type ClockBase, sessionTime } from '../drawing/told/clock-base.ts';
import type { Pace, Visibility } from '../ui/beat.ts';

/** Calls back once, with the next picture of the window that is made at this pace. */
export type Schedule = (run: () => void, pace: Pace) => void;

/** What makes a session of its entries. Its code is read behind the start page, which has no session to show. */
export interface Fold {
  readonly emptySession: typeof emptySession;
  readonly reduceSession: typeof reduceSession;
}

/** What became of a batch of entries: the view after it, or the news that an entry between is missing. */
export type Folded = { readonly kind: 'view'; readonly view: SessionView } | { readonly kind: 'gap' };

/** So many that wait are shown soon, so that no picture has too much to take in; frames of sound are taken in by the way. */
const manyEntries = 8;

/** From the slowest on. */
const paces: readonly Pace[] = ['stream', 'words', 'next', 'soon'];

/** What changes state is seen with the next picture; where only more comes of what runs anyway, that can be seen later. */
function paceOf(entries: readonly LogEntry[]): Pace {
  if (entries.every(({ event }) => isAudioFrame(event))) return 'stream';
  return entries.every(({ event }) => isAudioFrame(event) || entryType(event).endsWith('.delta')) ? 'words' : 'next';
}

type SessionPush = Extract<BenchPush, { type: 'session.opened' | 'entries' }>;

/**
 * Folds a batch on top of a view. Entries the view already holds are skipped (a snapshot and a push may overlap);
 * a hole in the numbering is reported, never folded over: the caller attaches again.
 */
function foldBatch(view: SessionView, entries: readonly LogEntry[], { reduceSession }: Fold): Folded {
  let next = view;
  for (const entry of entries) {
    if (entry.seq <= next.seq) continue;
    if (entry.seq !== next.seq + 1) return { kind: 'gap' };
    next = reduceSession(next, entry);
  }
  return { kind: 'view', view: next };
}

export interface SessionState {
  /** `loading` until the first answer; `none`: no session is attached. */
  readonly status: 'loading' | 'none' | 'attached';
  readonly view: SessionView | null;
  /** Where the record lies on disk; null when the engine did not say. */
  readonly folder: string | null;
  /** What a person wrote about it: its name, a note, tags; null: not known. */
  readonly about: SessionAbout | null;
  readonly error: BenchError | null;
}

export interface SessionStore extends StoreApi<SessionState> {
  /** Takes the snapshot of a session (null: the live one) and follows it from there. */
  attach(sessionId: string | null): Promise<void>;
  /** Gives it the fold: what came of a session by then was held, and is taken in now, in order. */
  foldBy(fold: Fold): void;
  /** Folds at once what came and waits for its picture: whoever acts on the view must act on all that is known. */
  takeIn(): void;
  /** Lets go of the session on screen. */
  clear(): void;
  /** Calls back with every batch of entries just before it is folded; for what keeps more than the view does. */
  onEntries(listener: (entries: readonly LogEntry[]) => void): () => void;
}

/**
 * The session on screen: the engine's snapshot with every entry since folded on top of it by the same reducer.
 * Entries are folded for a picture that shows them, however many pushes bring them.
 * @param wantsFold called when there is a session to be made and no fold yet (`foldBy`)
 */
export function createSessionStore(bench: BenchApi, schedule: Schedule, wantsFold: () => void): SessionStore {
  const store = createStore<SessionState>(() => ({
    status: 'loading',
    view: null,
    folder: null,
    about: null,
    error: null,
  }));
  const listeners = new Set<(entries: readonly LogEntry[]) => void>();
  let waiting: { readonly sessionId: string; readonly entries: readonly LogEntry[] }[] = [];
  /** The fastest that was asked for; null: nothing waits. */
  let scheduled: Pace | null = null;
  /** How many of them are no sound. */
  let told = 0;
  let attaching = 0;
  let openings = 0;
  /** What the engine was last asked for: by an id it sends that session's entries alone. */
  let asked: string | null = null;
  let followed: string | null = null;
  let by: Fold | null = null;
  let held: ((by: Fold) => void)[] = [];

  const withFold = (run: (by: Fold) => void): void => {
    if (by !== null) return run(by);
    held.push(run);
    wantsFold();
  };

  const fold = (): void => {
    scheduled = null;
    const { view } = store.getState();
    if (by === null || view === null || waiting.length === 0 || attaching > 0) return;
    const entries = waiting.filter((push) => push.sessionId === followed).flatMap((push) => push.entries);
    waiting = [];
    told = 0;
    const folded = foldBatch(view, entries, by);
    if (folded.kind === 'gap') {
      void attach(followed);
      return;
    }
    for (const listener of listeners) listener(entries);
    store.setState({ view: folded.view });
  };

  const ask = (pace: Pace): void => {
    if (scheduled !== null && paces.indexOf(scheduled) >= paces.indexOf(pace)) return;
    scheduled = pace;
    schedule(fold, pace);
  };

  async function attach(sessionId: string | null): Promise<void> {
    attaching += 1;
    asked = sessionId;
    const before = openings;
    const answer = await bench.call('session.attach', { sessionId });
    const settle = (): void => {
      attaching -= 1;
      if (attaching > 0) return;
      // A session that began while another was read is on screen already, and stays there.
      if (sessionId !== null && openings !== before) return ask('soon');
      if (!answer.ok) {
        store.setState({ status: store.getState().view === null ? 'none' : 'attached', error: answer.error });
        return;
      }
      const { view, folder, about } = answer;
      followed = view?.header?.sessionId ?? sessionId;
      store.setState({
        status: view === null ? 'none' : 'attached',
        view,
        folder,
        about,
        error: null,
      });
      ask('soon');
    };
    // That there is no session takes no fold.
    if (held.length === 0 && (!answer.ok || answer.view === null)) return settle();
    await new Promise<void>((resolve) => {
      withFold(() => {
        settle();
        resolve();
      });
    });
  }

  const receive = (push: SessionPush, { emptySession }: Fold): void => {
    if (push.type === 'session.opened') {
      openings += 1;
      followed = push.header.sessionId;
      waiting = [];
      told = 0;
      store.setState({
        status: 'attached',
        view: emptySession(push.header),
        folder: null,
        about: null,
        error: null,
      });
      if (asked !== null) void attach(null);
    } else if (push.sessionId === followed || attaching > 0) {
      waiting.push(push);
      told += push.entries.filter(({ event }) => !isAudioFrame(event)).length;
      ask(told >= manyEntries ? 'soon' : paceOf(push.entries));
    }
  };
  bench.onPush((push) => {
    if (push.type === 'about' && push.sessionId === followed) store.setState({ about: push.about });
    if (push.type === 'session.opened' || push.type === 'entries') withFold((fold) => receive(push, fold));
  });

  return Object.assign(store, {
    attach,
    takeIn: fold,
    foldBy(fold: Fold) {
      by = fold;
      const runs = held;
      held = [];
      for (const run of runs) run(fold);
    },
    clear() {
      followed = null;
      waiting = [];
      told = 0;
      store.setState({ status: 'none', view: null, folder: null, about: null, error: null });
    },
    onEntries(listener: (entries: readonly LogEntry[]) => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  });
}

export interface ShownState {
  readonly view: SessionView | null;
}

/** The session as the window draws it: while nobody can see it nothing is drawn, and what came meanwhile is there at once. */
export function shownSession(
  session: Pick<StoreApi<SessionState>, 'getState' | 'subscribe'>,
  visibility: Visibility,
): StoreApi<ShownState> {
  const store = createStore<ShownState>(() => ({ view: session.getState().view }));
  const show = (): void => {
    const { view } = session.getState();
    if (!visibility.hidden && view !== store.getState().view) store.setState({ view });
  };
  session.subscribe(show);
  visibility.onChange(show);
  return store;
}

/**
 * The session on screen at the pace of words: at once where nothing has changed for that long, and the last view always
 * comes through, another session at once. Words that arrive faster than anybody reads need no picture each.
 */
export function calmSession(
  session: Pick<StoreApi<ShownState>, 'getState' | 'subscribe'>,
  schedule: Schedule,
): StoreApi<ShownState> {
  const store = createStore<ShownState>(() => ({ view: session.getState().view }));
  let resting = false;
  const show = (): void => {
    const { view } = session.getState();
    if (view === store.getState().view) return;
    store.setState({ view });
    if (resting) return;
    resting = true;
    schedule(() => {
      resting = false;
      show();
    }, 'words');
  };
  session.subscribe(({ view }) => {
    if (!resting || view?.header?.sessionId !== store.getState().view?.header?.sessionId) show();
  });
  return store;
}

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

  /** What the time is reckoned from; null without a session. */
  get base(): ClockBase | null {
    const view = this.#view;
    return view === null ? null : { running: isUnderWay(view.phase), startedAtMs: this.#startedAtMs, lastMs: view.t };
  }

  /** Milliseconds of session time; 0 without a session. */
  now(nowMs: number): number {
    return sessionTime(this.base, nowMs);
  }

  get running(): boolean {
    return this.#view !== null && isUnderWay(this.#view.phase);
  }
}
