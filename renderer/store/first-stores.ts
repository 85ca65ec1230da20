import type { StoreApi } from 'zustand/vanilla';
import type { BenchApi } from '../../shared/contract/bench-api.ts';
import type { Visibility } from '../ui/beat.ts';
import { type AppInfoStore, createAppInfoStore } from './app-info.ts';
import { type AppWindow, createAppWindow } from './app-window.ts';
import { type AudioStore, type CaptureMemory, createAudioStore } from './audio.ts';
import { createLive, type Live } from './live.ts';
import { Meters } from './meters.ts';
import { createPreferencesStore, type PreferencesStore } from './preferences.ts';
import { createProfilesStore, type ProfilesStore } from './profiles.ts';
import { createRun, type Run } from './run.ts';
import type { HostServices, SoundCard } from './services.ts';
import {
  createSessionStore,
  type Schedule,
  SessionClock,
  type SessionStore,
  shownSession,
  type ShownState,
} from './session.ts';
import { createSoundFiles, type SoundFiles } from './sound-files.ts';
import { createStart, type Start } from './start.ts';

/** The engine as the window holds it: the contract, and word when the connection was made anew. */
export type Bench = BenchApi & { onReconnected(listener: () => void): () => void };

/** What the start page needs to be used. `Stores` are these and all that only a session asks for. */
export interface FirstStores {
  readonly bench: Bench;
  readonly host: HostServices;
  readonly session: SessionStore;
  /** The same as it is drawn: it stands still while nobody can see the page. */
  readonly shown: StoreApi<ShownState>;
  readonly preferences: PreferencesStore;
  readonly profiles: ProfilesStore;
  readonly appInfo: AppInfoStore;
  readonly audio: AudioStore;
  readonly appWindow: AppWindow;
  readonly start: Start;
  readonly soundFiles: SoundFiles;
  readonly live: Live;
  readonly run: Run;
  readonly clock: SessionClock;
  readonly meters: Meters;
  /** The page's monotonic clock in milliseconds. */
  readonly nowMs: () => number;
}

export interface StoreServices {
  readonly host: HostServices;
  readonly bench: Bench;
  readonly soundCard: SoundCard;
  readonly memory: CaptureMemory;
  readonly schedule: Schedule;
  readonly visibility: Visibility;
  readonly nowMs: () => number;
  readonly wait: (ms: number) => Promise<void>;
}

/**
 * What the window knows before a session, made once for a page and passed down; nothing is global.
 * @param wantsRest called when there is a session, which the other stores make (`completeStores`)
 */
export function createFirstStores(services: StoreServices, wantsRest: () => void): FirstStores {
  const { host, bench, soundCard, nowMs } = services;
  const clock = new SessionClock();
  const session = createSessionStore(bench, services.schedule, wantsRest);
  session.subscribe(({ view }) => clock.heard(view, nowMs()));
  const shown = shownSession(session, services.visibility);
  const preferences = createPreferencesStore(bench);
  const profiles = createProfilesStore(bench);
  const appInfo = createAppInfoStore(bench);
  const meters = new Meters(
    bench,
    () => (clock.running ? clock.now(nowMs()) : 0),
    () => (session.getState().view?.input.file ?? null) !== null,
  );
  const audio = createAudioStore({ host, bench, soundCard, preferences, meters, wait: services.wait });
  const appWindow = createAppWindow();
  const start = createStart();
  const soundFiles = createSoundFiles({ host, bench, session, start, preferences });
  const live = createLive();
  const run = createRun();

  for (const kind of ['online', 'offline'] as const) {
    globalThis.addEventListener?.(kind, () => {
      if (clock.running) void bench.call('session.network', { online: kind === 'online' });
    });
  }

  bench.onPush((push) => {
    if (push.type === 'sign-in') appWindow.askToSignIn(push.prompt);
    if (push.type === 'changed') {
      if (push.what === 'sessions') void appInfo.loadSaved();
      // The list of today may be another one now.
      if (push.what === 'prices') void appInfo.load();
    }
  });
  host.onEngineGone((message) => {
    appWindow.engineStopped(message);
    start.calledOff();
    run.notStopping();
    run.release();
    void audio.close();
  });
  host.onEngineBack((message) => appWindow.engineBack(message));
  bench.onReconnected(() => {
    const sessionId = session.getState().view?.header?.sessionId ?? null;
    void appInfo.load();
    void preferences.load();
    void profiles.load();
    void session.attach(sessionId);
  });
  return {
    bench,
    host,
    session,
    shown,
    preferences,
    profiles,
    appInfo,
    audio,
    appWindow,
    start,
    soundFiles,
    live,
    run,
    clock,
    meters,
    nowMs,
  };
}

/** First reads, side by side. A session that runs is on screen by the end of them. */
export async function loadFirst({ session, preferences, profiles, appInfo }: FirstStores): Promise<void> {
  await Promise.all([preferences.load(), profiles.load(), session.attach(null), appInfo.load()]);
}
