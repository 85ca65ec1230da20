import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { SessionView } from '../../shared/session/view.ts';
import type { AppInfoState } from './app-info.ts';
import type { WindowState } from './app-window.ts';
import type { AudioState } from './audio.ts';
import type { LiveState } from './live.ts';
import type { HearAgainState } from './hear-again.ts';
import type { PlayerState } from './player.ts';
import type { PreferencesState } from './preferences.ts';
import type { ProfilesState } from './profiles.ts';
import type { RunState } from './run.ts';
import type { SoundFilesState } from './sound-files.ts';
import type { StartState } from './start.ts';
import { type Late, useComing } from '../ui/late.ts';
import type { FirstStores } from './first-stores.ts';
import type { Stores } from './stores.ts';

/** The stores of a window: those of the start page, and all of them once they were read behind it. */
export interface WindowStores {
  readonly first: FirstStores;
  readonly all: Late<Stores>;
}

const StoresContext = createContext<WindowStores | null>(null);
export const StoresProvider = StoresContext.Provider;

function useWindowStores(): WindowStores {
  const stores = useContext(StoresContext);
  if (stores === null) throw new Error('A part of the window was drawn outside <StoresProvider>.');
  return stores;
}

/** The stores that are there from the beginning. */
export const useFirst = (): FirstStores => useWindowStores().first;

/** The way to all stores, for what a person may ask before they are there. */
export const useAllStores = (): Late<Stores> => useWindowStores().all;

/** All stores of this window. A part that needs them waits for them in its `Suspense`. */
export const useStores = (): Stores => useComing(useWindowStores().all);

/** A part of the session view; the component draws again only when that part changes. */
export const useView = <T>(pick: (view: SessionView | null) => T): T =>
  useStore(useFirst().shown, (state) => pick(state.view));

/** As `useView`, at the pace of words: for the conversation, which is read and not watched. */
export const useCalmView = <T>(pick: (view: SessionView | null) => T): T =>
  useStore(useStores().calm, (state) => pick(state.view));

/** A part of the player: the cursor, the selection, the session as it stood there. */
export const useHearAgain = <T>(pick: (state: HearAgainState) => T): T => useStore(useStores().hearAgain, pick);
export const usePlayer = <T>(pick: (state: PlayerState) => T): T => useStore(useStores().player, pick);

export const useAppWindow = <T>(pick: (state: WindowState) => T): T => useStore(useFirst().appWindow, pick);
export const useStart = <T>(pick: (state: StartState) => T): T => useStore(useFirst().start, pick);
export const useSoundFiles = <T>(pick: (state: SoundFilesState) => T): T => useStore(useFirst().soundFiles, pick);
export const useLive = <T>(pick: (state: LiveState) => T): T => useStore(useFirst().live, pick);
export const useRun = <T>(pick: (state: RunState) => T): T => useStore(useFirst().run, pick);
export const useAudio = <T>(pick: (state: AudioState) => T): T => useStore(useFirst().audio, pick);
export const usePreferences = <T>(pick: (preferences: PreferencesState['preferences']) => T): T =>
  useStore(useFirst().preferences, (state) => pick(state.preferences));
export const useProfiles = <T>(pick: (state: ProfilesState) => T): T => useStore(useFirst().profiles, pick);
export const useAppInfo = <T>(pick: (state: AppInfoState) => T): T => useStore(useFirst().appInfo, pick);
