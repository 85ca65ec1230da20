import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Answers, BenchApi, SessionSummary } from '../../shared/contract/bench-api.ts';
import type { SearchStanding } from '../../shared/contract/library-search.ts';
import { noRepairs, type RepairNews } from '../../shared/contract/repairs.ts';

export interface AppInfoState {
  readonly info: Answers['app.info'] | null;
  readonly saved: readonly SessionSummary[] | null;
  /** How much of what is saved can be searched, and whether more comes; null: nobody has asked. */
  readonly index: (SearchStanding & { readonly isDone: boolean }) | null;
  /** What the engine did with records that a crash had left behind. */
  readonly repairs: RepairNews;
  /** Words of the engine that need nobody's answer: a file set aside, a port that was taken. */
  readonly notices: readonly string[];
}

export interface AppInfoStore extends StoreApi<AppInfoState> {
  load(): Promise<void>;
  loadSaved(): Promise<void>;
  /** Brings the index of the search to what is saved; while it is made, `index` says how far it is. */
  renewIndex(): Promise<void>;
  dismiss(notice: string): void;
}

/** Facts about the engine behind the window, and what it has on disk. */
export function createAppInfoStore(bench: BenchApi): AppInfoStore {
  const store = createStore<AppInfoState>(() => ({
    info: null,
    saved: null,
    index: null,
    repairs: noRepairs,
    notices: [],
  }));
  const add = (texts: readonly string[]): void => {
    const notices = [...new Set([...store.getState().notices, ...texts])];
    store.setState({ notices });
  };
  bench.onPush((push) => {
    if (push.type === 'notice') add([push.text]);
    if (push.type === 'search-index') store.setState({ index: { ...push.standing, isDone: false } });
    if (push.type === 'repairs') store.setState({ repairs: push.repairs });
  });
  return Object.assign(store, {
    async load() {
      const { ok, ...info } = await bench.call('app.info', {});
      if (!ok || !('version' in info)) return;
      store.setState({ info, repairs: info.repairs });
      add(info.notices);
    },
    async loadSaved() {
      const answer = await bench.call('library.list', {});
      if (answer.ok) store.setState({ saved: answer.sessions });
    },
    async renewIndex() {
      const answer = await bench.call('library.search', { typed: '' });
      if (answer.ok) store.setState({ index: { ...answer.standing, isDone: true } });
    },
    dismiss(notice: string) {
      store.setState({ notices: store.getState().notices.filter((text) => text !== notice) });
    },
  });
}
