import { createContext, useContext, useMemo } from 'react';
import { useStore } from 'zustand';
import type { BookChoice } from '../../shared/pricing/choose-book.ts';
import type { ModelChoice } from '../../shared/pricing/model.ts';
import { deploymentKey } from '../../shared/session/costs/model-of-view.ts';
import type { SessionView } from '../../shared/session/view.ts';
import type { AppInfoState } from './app-info.ts';
import type { WindowState } from './app-window.ts';
import type { AudioState } from './audio.ts';
import type { LiveState } from './live.ts';
import type { PreferencesState } from './preferences.ts';
import type { ProfilesState } from './profiles.ts';
import type { RunState } from './run.ts';
import type { SoundFilesState } from './sound-files.ts';
import type { StartState } from './start.ts';
import type { Stores } from './stores.ts';

const StoresContext = createContext<Stores | null>(null);
export const StoresProvider = StoresContext.Provider;

/** The stores of this window. */
export function useStores(): Stores {
  const stores = useContext(StoresContext);
  if (stores === null) throw new Error('A part of the window was drawn outside <StoresProvider>.');
  return stores;
}

/** A part of the session view; the component draws again only when that part changes. */
export const useView = <T>(pick: (view: SessionView | null) => T): T =>
  useStore(useStores().shown, (state) => pick(state.view));

/** As `useView`, a few frames later: for the conversation, which is read and not watched. */
export const useCalmView = <T>(pick: (view: SessionView | null) => T): T =>
  useStore(useStores().calm, (state) => pick(state.view));

/** The book that prices the session on screen; the list of today until it is read, null before there is any. */
export function useBook(): BookChoice | null {
  const { prices } = useStores();
  const choice = useStore(prices, (state) => state.choice);
  const today = useAppInfo((state) => state.info?.priceBook ?? null);
  return useMemo(() => choice ?? (today === null ? null : { book: today, how: 'by date' }), [choice, today]);
}

export const useAppWindow = <T>(pick: (state: WindowState) => T): T => useStore(useStores().appWindow, pick);
export const useStart = <T>(pick: (state: StartState) => T): T => useStore(useStores().start, pick);
export const useSoundFiles = <T>(pick: (state: SoundFilesState) => T): T => useStore(useStores().soundFiles, pick);
export const useLive = <T>(pick: (state: LiveState) => T): T => useStore(useStores().live, pick);
export const useRun = <T>(pick: (state: RunState) => T): T => useStore(useStores().run, pick);
export const useAudio = <T>(pick: (state: AudioState) => T): T => useStore(useStores().audio, pick);
export const usePreferences = <T>(pick: (preferences: PreferencesState['preferences']) => T): T =>
  useStore(useStores().preferences, (state) => pick(state.preferences));
export const useProfiles = <T>(pick: (state: ProfilesState) => T): T => useStore(useStores().profiles, pick);
export const useAppInfo = <T>(pick: (state: AppInfoState) => T): T => useStore(useStores().appInfo, pick);

/** What a person set for the deployment of the session on screen. */
export function useModelChoice(): ModelChoice | null {
  const endpoint = useView((view) => view?.header?.endpoint ?? null);
  return usePreferences((all) => (endpoint === null ? null : (all.pricing.models[deploymentKey(endpoint)] ?? null)));
}
