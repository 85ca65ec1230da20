import type { StoreApi } from 'zustand/vanilla';
import type { BenchApi } from '../../shared/contract/bench-api.ts';
import { type AppInfoStore, createAppInfoStore } from './app-info.ts';
import { type AudioStore, type CaptureMemory, createAudioStore } from './audio.ts';
import { type ConversationActions, createConversationActions, createSender } from './conversation.ts';
import { createEventLog, type EventLog } from './event-log.ts';
import { Meters } from './meters.ts';
import { createOptionsStore, createPresetsStore, type OptionsStore, type PresetsStore } from './options.ts';
import { createPreferencesStore, type PreferencesStore } from './preferences.ts';
import { createPricesStore, type PricesStore } from './prices.ts';
import { createProfilesStore, type ProfilesStore } from './profiles.ts';
import type { HostServices, SoundCard } from './services.ts';
import { createSessionControl, type SessionControl } from './session-control.ts';
import {
  calmSession,
  type CalmState,
  createSessionStore,
  type Schedule,
  SessionClock,
  type SessionStore,
} from './session.ts';
import { createUiStore, type UiStore } from './ui.ts';

/** The engine as the window holds it: the contract, and word when the connection was made anew. */
export type Bench = BenchApi & { onReconnected(listener: () => void): () => void };

export interface Stores {
  readonly bench: Bench;
  readonly host: HostServices;
  readonly session: SessionStore;
  /** The same for the conversation, at the pace of a reader. */
  readonly calm: StoreApi<CalmState>;
  readonly preferences: PreferencesStore;
  readonly profiles: ProfilesStore;
  readonly appInfo: AppInfoStore;
  readonly audio: AudioStore;
  readonly options: OptionsStore;
  readonly presets: PresetsStore;
  readonly prices: PricesStore;
  readonly ui: UiStore;
  readonly events: EventLog;
  readonly clock: SessionClock;
  readonly meters: Meters;
  readonly desk: SessionControl;
  readonly drive: ConversationActions;
  /** The page's monotonic clock in milliseconds. */
  readonly nowMs: () => number;
}

export interface StoreServices {
  readonly host: HostServices;
  readonly bench: Bench;
  readonly door: SoundCard;
  readonly memory: CaptureMemory;
  readonly schedule: Schedule;
  readonly nowMs: () => number;
  readonly wait: (ms: number) => Promise<void>;
}

/** Fifteen times a second: nobody reads words faster than they come so. */
const calmMs = 66;

/** Everything the window knows, made once for a page and passed down; nothing is global. */
export function createStores(doors: StoreServices): Stores {
  const { host, bench, door, nowMs } = doors;
  const clock = new SessionClock();
  const session = createSessionStore(bench, doors.schedule);
  session.subscribe(({ view }) => clock.heard(view, nowMs()));
  const calm = calmSession(session, calmMs, nowMs);
  const preferences = createPreferencesStore(bench);
  const profiles = createProfilesStore(bench);
  const appInfo = createAppInfoStore(bench);
  const meters = new Meters(bench, () => (clock.running ? clock.now(nowMs()) : 0));
  const audio = createAudioStore({ host, bench, door, preferences, meters });
  const options = createOptionsStore(bench, preferences, session);
  const presets = createPresetsStore(bench);
  const prices = createPricesStore(bench, session);
  const events = createEventLog(bench, session);
  const ui = createUiStore();
  const send = createSender(bench, session, ui);
  const desk = createSessionControl({ ...doors, session, preferences, profiles, options, audio, meters, ui, send });
  const drive = createConversationActions(send, session, ui);

  for (const kind of ['online', 'offline'] as const) {
    globalThis.addEventListener?.(kind, () => {
      if (clock.running) void bench.call('session.network', { online: kind === 'online' });
    });
  }

  bench.onPush((push) => {
    if (push.type === 'sign-in') ui.setState({ signIn: push.prompt });
  });
  host.onEngineGone((message) => {
    ui.setState({ engine: { state: 'down', message }, stoppingSinceMs: null, starting: null, held: false });
    void audio.close();
  });
  host.onEngineBack((message) => ui.setState({ engine: { state: 'back', message } }));
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
    calm,
    preferences,
    profiles,
    appInfo,
    audio,
    options,
    presets,
    prices,
    events,
    ui,
    clock,
    meters,
    desk,
    drive,
    nowMs,
  };
}

/** First reads, in the order in which the window needs them. */
export async function loadStores({ session, preferences, profiles, appInfo, desk }: Stores): Promise<void> {
  await Promise.all([preferences.load(), profiles.load(), session.attach(null), appInfo.load()]);
  await desk.resumeAudio();
  await appInfo.loadSaved();
}
