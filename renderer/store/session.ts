import { createStore, type StoreApi } from 'zustand/vanilla';
import type { BenchApi } from '../../shared/bench-api.ts';
import type { BenchError } from '../../shared/errors.ts';
import type { LogEntry } from '../../shared/session/entry.ts';
import { emptySession } from '../../shared/session/reduce.ts';
import type { SessionView } from '../../shared/session/view.ts';
import { foldBatch } from './fold-queue.ts';
import type { Schedule } from './frame.ts';

export interface SessionState {
  /** `loading` until the first answer; `none`: no session is attached. */
  readonly status: 'loading' | 'none' | 'attached';
  readonly view: SessionView | null;
  /** Where the record lies on disk; null when the engine did not say. */
  readonly folder: string | null;
  readonly error: BenchError | null;
}

export interface SessionStore extends StoreApi<SessionState> {
  /** Takes the snapshot of a session (null: the live one) and follows it from there. */
  attach(sessionId: string | null): Promise<void>;
  /** Lets go of the session on screen. */
  clear(): void;
  /** Calls back with every batch of entries just before it is folded; for what keeps more than the view does. */
  onEntries(listener: (entries: readonly LogEntry[]) => void): () => void;
}

/**
 * The session on screen: the engine's snapshot with every entry since folded on top of it by the same reducer.
 * Entries are folded once a frame however many pushes bring them.
 */
export function createSessionStore(bench: BenchApi, schedule: Schedule): SessionStore {
  const store = createStore<SessionState>(() => ({ status: 'loading', view: null, folder: null, error: null }));
  const listeners = new Set<(entries: readonly LogEntry[]) => void>();
  let waiting: { readonly sessionId: string; readonly entries: readonly LogEntry[] }[] = [];
  let scheduled = false;
  let attaching = 0;
  let openings = 0;
  /** What the engine was last asked for: by an id it sends that session's entries alone. */
  let asked: string | null = null;
  let followed: string | null = null;

  const fold = (): void => {
    scheduled = false;
    const { view } = store.getState();
    if (view === null || waiting.length === 0 || attaching > 0) return;
    const entries = waiting.filter((push) => push.sessionId === followed).flatMap((push) => push.entries);
    waiting = [];
    const folded = foldBatch(view, entries);
    if (folded.kind === 'gap') {
      void attach(followed);
      return;
    }
    for (const listener of listeners) listener(entries);
    store.setState({ view: folded.view });
  };

  const ask = (): void => {
    if (scheduled) return;
    scheduled = true;
    schedule(fold);
  };

  async function attach(sessionId: string | null): Promise<void> {
    attaching += 1;
    asked = sessionId;
    const before = openings;
    const answer = await bench.call('session.attach', { sessionId });
    attaching -= 1;
    if (attaching > 0) return;
    // A session that began while another was read is on screen already, and stays there.
    if (sessionId !== null && openings !== before) return ask();
    if (!answer.ok) {
      store.setState({ status: store.getState().view === null ? 'none' : 'attached', error: answer.error });
      return;
    }
    const { view, folder } = answer;
    followed = view?.header?.sessionId ?? sessionId;
    store.setState({ status: view === null ? 'none' : 'attached', view, folder, error: null });
    ask();
  }

  bench.onPush((push) => {
    if (push.type === 'session.opened') {
      openings += 1;
      followed = push.header.sessionId;
      waiting = [];
      store.setState({ status: 'attached', view: emptySession(push.header), folder: null, error: null });
      if (asked !== null) void attach(null);
    } else if (push.type === 'entries' && (push.sessionId === followed || attaching > 0)) {
      waiting.push(push);
      ask();
    }
  });

  return Object.assign(store, {
    attach,
    clear() {
      followed = null;
      waiting = [];
      store.setState({ status: 'none', view: null, folder: null, error: null });
    },
    onEntries(listener: (entries: readonly LogEntry[]) => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  });
}
