import { createStore, type StoreApi } from 'zustand/vanilla';
import type { BenchApi, OptionValues } from '../../shared/bench-api.ts';
import type { Json } from '../../shared/json.ts';
import { optionsFromSession, optionSpec } from '../../shared/protocol/build-session.ts';
import { last } from '../../shared/session/chunk-list.ts';
import type { SessionView } from '../../shared/session/view.ts';
import { isJsonObject } from '../../shared/json.ts';
import { withSiblings } from '../live/options/outgoing.ts';
import type { PreferencesStore } from './preferences.ts';
import type { SessionStore } from './session.ts';

/** A value that went out in this session, and when. */
export interface SentValue {
  readonly value: Json;
  readonly t: number;
}

export interface OptionsState {
  /** By option id: the last value asked of the service in this session. */
  readonly sent: Readonly<Record<string, SentValue>>;
  /** Handed to the engine and not yet in the log. */
  readonly handed: readonly string[];
  /** Wait for the running response to end. */
  readonly waiting: readonly string[];
  /** What the engine answered when it would not send, by option id. */
  readonly refusals: Readonly<Record<string, string>>;
}

export interface OptionsStore extends StoreApi<OptionsState> {
  /** Keeps the value for this and later sessions, and sends it when a session is open. */
  ask(values: OptionValues): Promise<void>;
  /** Back to the service's default: the value is no longer asked for. */
  forget(ids: readonly string[]): Promise<void>;
  /** Sends again what was asked for and stands unsent. */
  send(ids: readonly string[]): Promise<void>;
}

const responding = (view: SessionView): boolean => last(view.responses)?.status === 'in_progress';

const dated = (values: OptionValues, t: number): Record<string, SentValue> =>
  Object.fromEntries(Object.entries(values).map(([id, value]) => [id, { value, t }]));

/** What a person asks of the session, on its way to the service. What came of it is read from the session view. */
export function createOptionsStore(
  bench: BenchApi,
  preferences: PreferencesStore,
  session: SessionStore,
): OptionsStore {
  const none: OptionsState = { sent: {}, handed: [], waiting: [], refusals: {} };
  const store = createStore<OptionsState>(() => none);
  let sessionId: string | null = null;

  async function send(ids: readonly string[]): Promise<void> {
    const { view } = session.getState();
    if (view === null || view.phase !== 'open' || ids.length === 0) return;
    const asked = preferences.getState().preferences.options;
    const values = withSiblings(ids, asked);
    const keys = Object.keys(values);
    store.setState({ handed: [...new Set([...store.getState().handed, ...keys])] });
    const answer = await bench.call('session.options', { options: values });
    const state = store.getState();
    const handed = state.handed.filter((id) => !keys.includes(id));
    if (answer.ok) {
      const refusals = Object.fromEntries(Object.entries(state.refusals).filter(([id]) => !keys.includes(id)));
      store.setState({ handed, refusals, sent: { ...state.sent, ...dated(values, session.getState().view?.t ?? 0) } });
    } else {
      const { message } = answer.error;
      store.setState({
        handed,
        refusals: { ...state.refusals, ...Object.fromEntries(ids.map((id) => [id, message])) },
      });
    }
  }

  session.subscribe(({ view }) => {
    const id = view?.header?.sessionId ?? null;
    if (id !== sessionId) {
      sessionId = id;
      const update = view?.lastUpdate?.session;
      const updated = isJsonObject(update) ? optionsFromSession(update) : {};
      store.setState({
        ...none,
        sent: { ...dated(view?.header?.requested ?? {}, 0), ...dated(updated, view?.lastUpdate?.t ?? 0) },
      });
    }
    const { waiting } = store.getState();
    if (view !== null && waiting.length > 0 && !responding(view)) {
      store.setState({ waiting: [] });
      void send(waiting);
    }
  });

  return Object.assign(store, {
    send,
    async ask(values: OptionValues) {
      const before = preferences.getState().preferences.options;
      await preferences.change({ options: { ...before, ...values } });
      const { view } = session.getState();
      const ids = Object.keys(values);
      const busy = view !== null && responding(view);
      const later = ids.filter((id) => busy && optionSpec(id)?.changeable === 'between-turns');
      if (later.length > 0) store.setState({ waiting: [...new Set([...store.getState().waiting, ...later])] });
      await send(ids.filter((id) => !later.includes(id)));
    },
    async forget(ids: readonly string[]) {
      const kept = Object.entries(preferences.getState().preferences.options).filter(([id]) => !ids.includes(id));
      await preferences.change({ options: Object.fromEntries(kept) });
    },
  });
}
