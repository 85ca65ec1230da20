import { errorText } from '../../shared/kit/errors.ts';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Answer, BenchApi, CommandName, OptionValues } from '../../shared/contract/bench-api.ts';
import type { Json } from '../../shared/kit/json.ts';
import { offLabelOf, optionSpec, sameValue, valueOf } from '../../shared/protocol/options/options.ts';
import { builtInPresets, type OptionPreset } from '../../shared/protocol/options/presets.ts';
import { lockOf, type OptionDraftFacts, undoStep, ungranted } from '../../shared/session/option-standing.ts';
import type { PreferencesStore } from './preferences.ts';
import type { SessionStore } from './session.ts';

export interface OptionsState extends OptionDraftFacts {
  /** Event ids of updates that were steps back, and the update below which the next step back looks. */
  readonly stepsBack: readonly string[];
  readonly below: number;
  /** By option id: what it was before it was switched off, for a key that switches it on again. */
  readonly wasOn: Readonly<Record<string, Json>>;
  /** The option to go to in the form, by its id; a new object each time it is asked for. null: none, or it was gone to. */
  readonly wanted: { readonly id: string } | null;
}

export interface OptionsStore extends StoreApi<OptionsState> {
  /** Keeps the value for this and later sessions, and sends it when a session is open. */
  ask(values: OptionValues): Promise<void>;
  /** Asks for the next value of a choice, off included, round and round. */
  next(id: string): void;
  /** On or off: a switch turns over; a choice goes off, or back to what it was, else to the first it knows. */
  flip(id: string): void;
  /** Back to the service's default: no longer asked for, and in an open session cleared. */
  forget(ids: readonly string[]): Promise<void>;
  /** Replaces everything that is asked for by a set of values. */
  apply(values: OptionValues): Promise<void>;
  /** Sends again what was asked for and stands unsent. */
  send(ids: readonly string[]): Promise<void>;
  /** Takes back what was not granted; with everything granted, the newest accepted change. */
  lastAccepted(): Promise<void>;
  /** The form goes to this option as soon as it shows. */
  want(id: string): void;
  /** The form has gone to what was wanted. */
  arrived(): void;
}

/** What asks the service for its default: off where there is an off, else the default itself. */
function defaultOf(id: string): Json {
  const spec = optionSpec(id);
  return spec === undefined || offLabelOf(spec.kind) !== undefined ? (spec?.default ?? null) : spec.default;
}

const none: OptionsState = { handed: [], refusals: {}, stepsBack: [], below: Infinity, wasOn: {}, wanted: null };

/** What a person asks of the session, on its way to the engine. What came of it is read from the session view. */
export function createOptionsStore(
  bench: BenchApi,
  preferences: PreferencesStore,
  session: SessionStore,
): OptionsStore {
  const store = createStore<OptionsState>(() => none);
  let sessionId: string | null = null;

  const asked = (): OptionValues => preferences.getState().preferences.options;

  /** Hands values to the engine. Its refusal stands beside each of them; returns the id of the event that asks. */
  async function hand(values: OptionValues): Promise<string | null> {
    const { view } = session.getState();
    const keys = Object.keys(values);
    if (view === null || view.phase !== 'open' || keys.length === 0) return null;
    const without = (list: readonly string[]): string[] => list.filter((id) => !keys.includes(id));
    store.setState((state) => ({ handed: [...without(state.handed), ...keys] }));
    const answer = await bench.call('session.options', { options: values });
    const { handed, refusals } = store.getState();
    const left = Object.fromEntries(Object.entries(refusals).filter(([id]) => !keys.includes(id)));
    const refused = answer.ok ? {} : Object.fromEntries(keys.map((id) => [id, answer.error.message]));
    store.setState({ handed: without(handed), refusals: { ...left, ...refused } });
    return answer.ok ? answer.eventId : null;
  }

  /** Options that cannot change in this session keep what they have; the next session gets what is asked. */
  function changeable(values: OptionValues): OptionValues {
    const { view } = session.getState();
    if (view === null) return values;
    return Object.fromEntries(
      Object.entries(values).filter(([id]) => {
        const spec = optionSpec(id);
        return spec !== undefined && lockOf(spec, view, view.options.facts[id]?.asked) === null;
      }),
    );
  }

  async function ask(values: OptionValues): Promise<void> {
    const before = asked();
    const off = Object.entries(before).filter(([id, value]) => values[id] === null && value !== null);
    store.setState((state) => ({ below: Infinity, wasOn: { ...state.wasOn, ...Object.fromEntries(off) } }));
    await preferences.change({ options: { ...before, ...values } });
    await hand(values);
  }

  session.subscribe(({ view }) => {
    const id = view?.header?.sessionId ?? null;
    if (id === sessionId) return;
    sessionId = id;
    const { wasOn, wanted } = store.getState();
    store.setState({ ...none, wasOn, wanted });
  });

  return Object.assign(store, {
    async send(ids: readonly string[]) {
      const values = asked();
      await hand(Object.fromEntries(ids.flatMap((id) => (id in values ? [[id, values[id] as Json]] : []))));
    },
    ask,
    next(id: string) {
      const spec = optionSpec(id);
      if (spec?.kind.type !== 'choice') return;
      const values: Json[] = [...spec.kind.values, ...(spec.kind.offLabel === undefined ? [] : [null])];
      void ask({ [id]: values[(values.indexOf(valueOf(spec, asked())) + 1) % values.length] ?? null });
    },
    flip(id: string) {
      const spec = optionSpec(id);
      if (spec === undefined) return;
      const value = valueOf(spec, asked());
      const next: Json =
        spec.kind.type === 'boolean'
          ? value !== true
          : value === null && spec.kind.type === 'choice'
            ? (store.getState().wasOn[id] ?? spec.kind.values[0] ?? null)
            : null;
      void ask({ [id]: next });
    },
    async forget(ids: readonly string[]) {
      const before = asked();
      const gone = ids.filter((id) => id in before);
      await preferences.change({
        options: Object.fromEntries(Object.entries(before).filter(([id]) => !gone.includes(id))),
      });
      const cleared = gone.filter((id) => id !== 'json').map((id) => [id, defaultOf(id)] as const);
      await hand(changeable(Object.fromEntries(cleared)));
    },
    async apply(values: OptionValues) {
      const before = asked();
      const gone = Object.keys(before).filter((id) => !(id in values) && id !== 'json');
      const fresh = Object.entries(values).filter(([id, value]) => !sameValue(before[id], value));
      await preferences.change({ options: values });
      await hand(changeable(Object.fromEntries([...gone.map((id) => [id, defaultOf(id)] as const), ...fresh])));
    },
    want: (id: string) => store.setState({ wanted: { id } }),
    arrived: () => store.setState({ wanted: null }),
    async lastAccepted() {
      const { view } = session.getState();
      if (view === null || view.effective === null) return;
      const back = ungranted(view, asked());
      if (Object.keys(back).length > 0) {
        const kept = Object.entries({ ...asked(), ...back }).filter(
          (pair): pair is [string, Json] => pair[1] !== undefined,
        );
        store.setState({ refusals: {} });
        await preferences.change({ options: Object.fromEntries(kept) });
        return;
      }
      const { below, stepsBack } = store.getState();
      const step = undoStep(view, below, stepsBack);
      if (step === null || view.phase !== 'open') return;
      store.setState({ below: step.index });
      await preferences.change({ options: { ...asked(), ...step.values } });
      const eventId = await hand(step.values);
      if (eventId !== null) store.setState((state) => ({ stepsBack: [...state.stepsBack, eventId] }));
    },
  });
}

export interface PresetsState {
  /** Those of the bench, then those a person saved. */
  readonly presets: readonly OptionPreset[];
  /** Why the last change was refused. */
  readonly problem: string | null;
}

export interface PresetsStore extends StoreApi<PresetsState> {
  load(): Promise<void>;
  /** True: it was done; else `problem` says why not. */
  save(name: string, options: OptionValues): Promise<boolean>;
  rename(name: string, to: string): Promise<boolean>;
  remove(name: string): Promise<boolean>;
}

type PresetAnswer = Answer<Extract<CommandName, `presets.${string}`>>;

/** Named sets of options: built in, and kept by the engine. */
export function createPresetsStore(bench: BenchApi): PresetsStore {
  const store = createStore<PresetsState>(() => ({ presets: builtInPresets, problem: null }));
  function take(answer: PresetAnswer): boolean {
    if (answer.ok) store.setState({ presets: [...builtInPresets, ...answer.presets], problem: null });
    else store.setState({ problem: errorText(answer.error) });
    return answer.ok;
  }
  return Object.assign(store, {
    load: async () => void take(await bench.call('presets.list', {})),
    save: async (name: string, options: OptionValues) => take(await bench.call('presets.save', { name, options })),
    rename: async (name: string, to: string) => take(await bench.call('presets.rename', { name, to })),
    remove: async (name: string) => take(await bench.call('presets.delete', { name })),
  });
}
