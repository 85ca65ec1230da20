import { createStore, type StoreApi } from 'zustand/vanilla';
import { decodeFrame, frameMs, frameSamples } from '../../shared/audio/frames.ts';
import type { LevelReading } from '../../shared/audio/level-meter.ts';
import { MicrophoneJudge, type MicrophoneVerdict } from '../../shared/audio/microphone-verdict.ts';
import { type BenchError, ok } from '../../shared/kit/errors.ts';
import { captureWish, isSameCapture, outputWish } from './device-wish.ts';
import { NewestOpen } from './newest-open.ts';
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
  const device = new NewestOpen<OpenMicrophone>('The microphone');
  let heardMs = 0;
  let judge = new MicrophoneJudge();
  let cancels = false;
  let recorded: Int16Array[] = [];

  const play = async (): Promise<void> => {
    const pcm24k = new Int16Array(recorded.length * frameSamples);
    recorded.forEach((frame, index) => pcm24k.set(frame, index * frameSamples));
    recorded = [];
    const microphone = device.open;
    store.setState({ phase: 'playing', problem: null });
    const played = await soundCard.playOnce(pcm24k, outputWish(preferences.getState().preferences));
    if (device.open !== microphone) return;
    store.setState({ phase: 'listening', problem: played.ok ? null : played.error });
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
    const verdict = judge.hear(heard, heardMs, cancels);
    store.setState({ levels: channels.length > 0 ? channels : [heard], verdict });
  };

  async function open(): Promise<void> {
    store.setState({ ...off, phase: 'opening' });
    await device.replace(
      async (isNewest) => {
        heardMs = 0;
        judge = new MicrophoneJudge();
        cancels = false;
        recorded = [];
        const { port1, port2 } = new MessageChannel();
        port1.addEventListener('message', ({ data }: MessageEvent<unknown>) => isNewest() && take(data));
        port1.start();
        const opened = await soundCard.openMicrophone({
          ...captureWish(preferences.getState().preferences),
          port: port2,
          onLevel: (heard, channels) => isNewest() && level(heard, channels),
          onLost: (message) => {
            if (!isNewest()) return;
            device.forget();
            store.setState({ ...off, phase: 'listening', problem: { reason: 'not-found', message } });
          },
          onReopen: () => isNewest() && void open(),
          onZeros: () => undefined,
          onCancelling: (now) => {
            if (isNewest()) cancels = now;
          },
        });
        return opened.ok ? ok({ opened: opened.microphone }) : opened;
      },
      (answer) => {
        if (!answer.ok) {
          store.setState({ ...off, phase: 'listening', problem: answer.error });
          return answer;
        }
        const { label, settings } = answer.opened;
        store.setState({ phase: 'listening', label, channels: settings.channels });
        return answer;
      },
    );
  }

  preferences.subscribe(({ preferences: now }, { preferences: before }) => {
    if (store.getState().phase !== 'off' && !isSameCapture(captureWish(now), captureWish(before))) void open();
  });

  return Object.assign(store, {
    open,
    record() {
      if (store.getState().phase !== 'listening' || device.open === null) return;
      recorded = [];
      store.setState({ phase: 'recording', problem: null });
    },
    async close() {
      store.setState(off);
      await device.close();
    },
  });
}
