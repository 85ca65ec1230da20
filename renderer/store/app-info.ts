import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Answers, BenchApi, SessionSummary } from '../../shared/contract/bench-api.ts';

export interface AppInfoState {
  readonly info: Answers['app.info'] | null;
  readonly saved: readonly SessionSummary[] | null;
  /** Words of the engine that need nobody's answer: a repaired record, a port that was taken. */
  readonly notices: readonly string[];
}

export interface AppInfoStore extends StoreApi<AppInfoState> {
  load(): Promise<void>;
  loadSaved(): Promise<void>;
  dismiss(notice: string): void;
}

/** Facts about the engine behind the window, and what it has on disk. */
export function createAppInfoStore(bench: BenchApi): AppInfoStore {
  const store = createStore<AppInfoState>(() => ({ info: null, saved: null, notices: [] }));
  const add = (texts: readonly string[]): void => {
    const notices = [...new Set([...store.getState().notices, ...texts])];
    store.setState({ notices });
  };
  bench.onPush((push) => {
    if (push.type === 'notice') add([push.text]);
  });
  return Object.assign(store, {
    async load() {
      const { ok, ...info } = await bench.call('app.info', {});
      if (!ok || !('version' in info)) return;
      store.setState({ info });
      add(info.notices);
    },
    async loadSaved() {
      const answer = await bench.call('library.list', {});
      if (answer.ok) store.setState({ saved: answer.sessions });
    },
    dismiss(notice: string) {
      store.setState({ notices: store.getState().notices.filter((text) => text !== notice) });
    },
  });
}
