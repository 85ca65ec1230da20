import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SessionView } from '../../shared/session/view.ts';
import type { SessionState } from './session.ts';

export interface CalmState {
  readonly view: SessionView | null;
}

/**
 * The session on screen, let through at most once in `everyMs`; the last view always comes through, another session at
 * once. For what is read as sentences: words that arrive faster than anybody reads need no frame each.
 */
export function calmSession(
  session: Pick<StoreApi<SessionState>, 'getState' | 'subscribe'>,
  everyMs: number,
  nowMs: () => number,
): StoreApi<CalmState> {
  const store = createStore<CalmState>(() => ({ view: session.getState().view }));
  let shownMs = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | null = null;
  const show = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    shownMs = nowMs();
    store.setState({ view: session.getState().view });
  };
  session.subscribe(({ view }) => {
    const shown = store.getState().view;
    if (view === shown) return;
    const another = view?.header?.sessionId !== shown?.header?.sessionId;
    const waitMs = shownMs + everyMs - nowMs();
    if (another || waitMs <= 0) show();
    else timer ??= setTimeout(show, waitMs);
  });
  return store;
}
