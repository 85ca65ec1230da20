import type { StoreApi } from 'zustand/vanilla';
import type { BenchApi } from '../../shared/contract/bench-api.ts';
import { type AppInfoStore, createAppInfoStore } from './app-info.ts';
import { type AppWindow, createAppWindow } from './app-window.ts';
import { type AudioStore, type CaptureMemory, createAudioStore } from './audio.ts';
import { type ConversationActions, createConversationActions, createSender } from './conversation.ts';
import { createEventLog, type EventLog } from './event-log.ts';
import { createLive, type Live } from './live.ts';
import { Meters } from './meters.ts';
import { createMicrophoneCheck, type MicrophoneCheck } from './microphone-check.ts';
import { createOptionsStore, createPresetsStore, type OptionsStore, type PresetsStore } from './options.ts';
import { createPreferencesStore, type PreferencesStore } from './preferences.ts';
import { createPricesStore, type PricesStore } from './prices.ts';
import { createProfilesStore, type ProfilesStore } from './profiles.ts';
import { createReconcileWith, type ReconcileWith } from './reconcile.ts';
import { createRun, type Run } from './run.ts';
import type { HostServices, SoundCard } from './services.ts';
import { createSessionControl, type SessionControl } from './session-control.ts';
import {
  calmSession,
  createSessionStore,
  type Schedule,
  SessionClock,
  type SessionStore,
  shownSession,
  type ShownState,
  type Visibility,
} from './session.ts';
import { createSoundFiles, type SoundFiles } from './sound-files.ts';
import { createStart, type Start } from './start.ts';

/** The engine as the window holds it: the contract, and word when the connection was made anew. */
export type Bench = BenchApi & { onReconnected(listener: () => void): () => void };

export interface Stores {
  readonly bench: Bench;
  readonly host: HostServices;
  readonly session: SessionStore;
  /** The same as it is drawn: it stands still while nobody can see the page. */
  readonly shown: StoreApi<ShownState>;
  /** The same for the conversation, at the pace of a reader. */
  readonly calm: StoreApi<ShownState>;
  readonly preferences: PreferencesStore;
  readonly profiles: ProfilesStore;
  readonly appInfo: AppInfoStore;
  readonly audio: AudioStore;
  readonly microphoneCheck: MicrophoneCheck;
  readonly options: OptionsStore;
  readonly presets: PresetsStore;
  readonly prices: PricesStore;
  readonly appWindow: AppWindow;
  readonly start: Start;
  readonly soundFiles: SoundFiles;
  readonly live: Live;
  readonly run: Run;
  readonly reconcileWith: ReconcileWith;
  readonly events: EventLog;
  readonly clock: SessionClock;
  readonly meters: Meters;
  readonly control: SessionControl;
  readonly conversation: ConversationActions;
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

/** Fifteen times a second: nobody reads words faster than they come so. */
const calmMs = 66;

/** Everything the window knows, made once for a page and passed down; nothing is global. */
export function createStores(services: StoreServices): Stores {
  const { host, bench, soundCard, nowMs } = services;
  const clock = new SessionClock();
  const session = createSessionStore(bench, services.schedule);
  session.subscribe(({ view }) => clock.heard(view, nowMs()));
  const shown = shownSession(session, services.visibility);
  const calm = calmSession(shown, calmMs, nowMs);
  const preferences = createPreferencesStore(bench);
  const profiles = createProfilesStore(bench);
  const appInfo = createAppInfoStore(bench);
  const meters = new Meters(
    bench,
    () => (clock.running ? clock.now(nowMs()) : 0),
    () => (session.getState().view?.input.file ?? null) !== null,
  );
  const audio = createAudioStore({ host, bench, soundCard, preferences, meters, wait: services.wait });
  const microphoneCheck = createMicrophoneCheck(soundCard, preferences);
  const options = createOptionsStore(bench, preferences, session);
  const presets = createPresetsStore(bench);
  const prices = createPricesStore(bench, session);
  const events = createEventLog(bench, session);
  const appWindow = createAppWindow();
  const start = createStart();
  const soundFiles = createSoundFiles({ host, bench, session, start, preferences });
  const live = createLive();
  const run = createRun();
  const reconcileWith = createReconcileWith();
  const send = createSender(bench, session, live);
  const control = createSessionControl({
    ...services,
    session,
    preferences,
    profiles,
    options,
    audio,
    meters,
    appWindow,
    start,
    live,
    run,
    send,
  });
  const conversation = createConversationActions(send, session, live);

  for (const kind of ['online', 'offline'] as const) {
    globalThis.addEventListener?.(kind, () => {
      if (clock.running) void bench.call('session.network', { online: kind === 'online' });
    });
  }

  bench.onPush((push) => {
    if (push.type === 'sign-in') appWindow.askToSignIn(push.prompt);
    if (push.type === 'changed') {
      if (push.what === 'sessions') void appInfo.loadSaved();
      if (push.what === 'presets') void presets.load();
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
    calm,
    preferences,
    profiles,
    appInfo,
    audio,
    microphoneCheck,
    options,
    presets,
    prices,
    events,
    appWindow,
    start,
    soundFiles,
    live,
    run,
    reconcileWith,
    clock,
    meters,
    control,
    conversation,
    nowMs,
  };
}

/** First reads, in the order in which the window needs them. */
export async function loadStores({ session, preferences, profiles, appInfo, control }: Stores): Promise<void> {
  await Promise.all([preferences.load(), profiles.load(), session.attach(null), appInfo.load()]);
  await control.resumeAudio();
  await appInfo.loadSaved();
}
