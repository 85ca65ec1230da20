import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SessionState } from '../../../renderer/store/session.ts';

/** The store of a window in which no session is. */
export const noSession = (): StoreApi<SessionState> =>
  createStore<SessionState>(() => ({ status: 'none', view: null, folder: null, about: null, error: null }));
