import { createStore, type StoreApi } from 'zustand/vanilla';
import { decodeFrame, frameMs, frameSamples } from '../../shared/audio/frames.ts';
import type { LevelReading } from '../../shared/audio/level-meter.ts';
import { judgeMicrophone, type MicrophoneVerdict } from '../../shared/audio/microphone-verdict.ts';
import type { BenchError } from '../../shared/kit/errors.ts';
import { inputWish, outputWish } from './device-wish.ts';
import type { PreferencesStore } from './preferences.ts';
import type { OpenMicrophone, SoundCard } from './services.ts';

export interface MicrophoneCheckState {
  readonly phase: 'off' | 'opening' | 'listening' | 'recording' | 'playing';
  readonly label: string | null;
  readonly verdict: MicrophoneVerdict;
  /** What is heard, or each channel where there are several. */
  readonly levels: readonly LevelReading[];
  /** Channels the device has; null while it is not open. */
  readonly channels: number | null;
  /** Why the microphone is not open, or what was recorded could not be heard. */
  readonly problem: BenchError | null;
}

/** Tries the microphone before a session: nothing of it leaves this page. */
export interface MicrophoneCheck extends StoreApi<MicrophoneCheckState> {
  open(): Promise<void>;
  /** Records two seconds and plays them back. */
  record(): void;
  close(): Promise<void>;
}

/** Time for a word. */
export const recordedMs = 2000;

const off: MicrophoneCheckState = {
  phase: 'off',
  label: null,
  verdict: 'waiting',
  levels: [],
  channels: null,
  problem: null,
};

export function createMicrophoneCheck(soundCard: SoundCard, preferences: PreferencesStore): MicrophoneCheck {
  const store = createStore<MicrophoneCheckState>(() => off);
  let microphone: OpenMicrophone | null = null;
  /** Openings overlap when settings change quickly; only the newest may stay. */
  let opening = 0;
  let heardMs = 0;
  let loudestDbfs: number | null = null;
  let cancels = false;
  let recorded: Int16Array[] = [];

  const play = async (): Promise<void> => {
    const pcm24k = new Int16Array(recorded.length * frameSamples);
    recorded.forEach((frame, index) => pcm24k.set(frame, index * frameSamples));
    recorded = [];
    const mine = opening;
    store.setState({ phase: 'playing', problem: null });
    const played = await soundCard.playOnce(pcm24k, outputWish(preferences.getState().preferences));
    if (mine === opening) store.setState({ phase: 'listening', problem: played.ok ? null : played.error });
  };

  const take = (message: unknown): void => {
    const frame = message instanceof ArrayBuffer ? decodeFrame(new Uint8Array(message)) : null;
    if (frame === null) return;
    heardMs += frameMs;
    if (store.getState().phase !== 'recording') return;
    recorded.push(frame.pcm24k);
    if (recorded.length * frameMs >= recordedMs) void play();
  };

  const level = (heard: LevelReading, channels: readonly LevelReading[]): void => {
    const { momentDbfs } = heard;
    if (momentDbfs !== null) loudestDbfs = Math.max(loudestDbfs ?? momentDbfs, momentDbfs);
    const verdict = judgeMicrophone(heard, loudestDbfs, heardMs, cancels);
    store.setState({ levels: channels.length > 0 ? channels : [heard], verdict });
  };

  async function open(): Promise<void> {
    opening += 1;
    const mine = opening;
    const { preferences: set } = preferences.getState();
    const { echoCancellation, noiseSuppression, autoGainControl, channel, gainDb } = set.input;
    store.setState({ ...off, phase: 'opening' });
    await microphone?.close();
    microphone = null;
    heardMs = 0;
    loudestDbfs = null;
    cancels = false;
    recorded = [];
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', ({ data }: MessageEvent<unknown>) => mine === opening && take(data));
    port1.start();
    const answer = await soundCard.openMicrophone({
      port: port2,
      device: inputWish(set),
      echoCancellation,
      noiseSuppression,
      autoGainControl,
      channel: channel ?? 'mix',
      gainDb: gainDb ?? 0,
      onLevel: (heard, channels) => mine === opening && level(heard, channels),
      onLost: (message) => {
        if (mine === opening) store.setState({ ...off, phase: 'listening', problem: { reason: 'not-found', message } });
      },
      onReopen: () => mine === opening && void open(),
      onZeros: () => undefined,
      onCancelling: (now) => {
        cancels = now;
      },
    });
    if (mine !== opening) {
      if (answer.ok) await answer.microphone.close();
      return;
    }
    if (!answer.ok) {
      store.setState({ ...off, phase: 'listening', problem: answer.error });
      return;
    }
    microphone = answer.microphone;
    const { label, settings } = microphone;
    store.setState({ phase: 'listening', label, channels: settings.channels });
  }

  preferences.subscribe(({ preferences: now }, { preferences: before }) => {
    if (store.getState().phase !== 'off' && now.input !== before.input) void open();
  });

  return Object.assign(store, {
    open,
    record() {
      if (store.getState().phase !== 'listening' || microphone === null) return;
      recorded = [];
      store.setState({ phase: 'recording', problem: null });
    },
    async close() {
      opening += 1;
      const was = microphone;
      microphone = null;
      store.setState(off);
      await was?.close();
    },
  });
}
