import { createStore, type StoreApi } from 'zustand/vanilla';
import type { BenchApi, Preferences } from '../../shared/contract/bench-api.ts';
import type { BenchError, Result } from '../../shared/kit/errors.ts';
import { defaultPreferences } from '../../shared/contract/default-preferences.ts';

export interface PreferencesState {
  readonly loaded: boolean;
  readonly preferences: Preferences;
  readonly error: BenchError | null;
}

export interface PreferencesStore extends StoreApi<PreferencesState> {
  load(): Promise<void>;
  /** Shown at once, kept by the engine. When it refuses, the error stands in the store, and what holds in the engine is shown again. */
  change(part: Partial<Preferences>): Promise<Result>;
}

/** What a person set, kept by the engine and shared by every window. */
export function createPreferencesStore(bench: BenchApi): PreferencesStore {
  const store = createStore<PreferencesState>(() => ({
    loaded: false,
    // Until the engine has answered for the first time.
    preferences: defaultPreferences,
    error: null,
  }));
  let writing = 0;
  bench.onPush((push) => {
    // While an own write is under way its echo would undo what was typed since.
    if (push.type === 'preferences' && writing === 0) store.setState({ preferences: push.preferences, loaded: true });
  });
  return Object.assign(store, {
    async load() {
      const answer = await bench.call('preferences.read', {});
      if (answer.ok) store.setState({ preferences: answer.preferences, loaded: true, error: null });
      else store.setState({ loaded: true, error: answer.error });
    },
    async change(part: Partial<Preferences>) {
      store.setState({ preferences: { ...store.getState().preferences, ...part } });
      writing += 1;
      const answer = await bench.call('preferences.write', part);
      writing -= 1;
      if (answer.ok) {
        if (writing === 0) store.setState({ preferences: answer.preferences, error: null });
        return answer;
      }
      store.setState({ error: answer.error });
      const held = await bench.call('preferences.read', {});
      if (held.ok && writing === 0) store.setState({ preferences: held.preferences });
      return answer;
    },
  });
}
