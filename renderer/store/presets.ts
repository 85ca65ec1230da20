import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Answer, BenchApi, CommandName } from '../../shared/bench-api.ts';
import type { OptionValues } from '../../shared/bench-api.ts';
import { builtInPresets, type OptionPreset } from '../../shared/protocol/options/presets.ts';

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
    else store.setState({ problem: [answer.error.message, answer.error.nextStep].filter(Boolean).join(' ') });
    return answer.ok;
  }
  return Object.assign(store, {
    load: async () => void take(await bench.call('presets.list', {})),
    save: async (name: string, options: OptionValues) => take(await bench.call('presets.save', { name, options })),
    rename: async (name: string, to: string) => take(await bench.call('presets.rename', { name, to })),
    remove: async (name: string) => take(await bench.call('presets.delete', { name })),
  });
}
