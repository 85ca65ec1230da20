import { createStore, type StoreApi } from 'zustand/vanilla';
import type { BenchApi } from '../../shared/contract/bench-api.ts';
import { type BenchError, ok, type Result } from '../../shared/kit/errors.ts';
import type { CaptureSettings } from '../../shared/session/bench-events.ts';
import type { Meters } from './meters.ts';
import type { PreferencesStore } from './preferences.ts';
import type { AudioDevice, HostServices, OpenMicrophone, OpenPlayer, SoundCard } from './services.ts';

/** Which session this window's microphone belongs to: it outlives a reload, and no second window takes it up. */
export interface CaptureMemory {
  readonly sessionId: string | null;
  keep(sessionId: string | null): void;
}

const key = 'voxtally.capturing';

/** Kept in the window's session storage, which a reload keeps and another window does not share. */
export const windowMemory = (storage: Storage): CaptureMemory => ({
  get sessionId() {
    return storage.getItem(key);
  },
  keep(sessionId) {
    if (sessionId === null) storage.removeItem(key);
    else storage.setItem(key, sessionId);
  },
});

export interface AudioState {
  readonly microphone: 'closed' | 'opening' | 'open' | 'failed' | 'lost';
  readonly label: string | null;
  /** What the track reports it really does. */
  readonly settings: CaptureSettings | null;
  /** Why the microphone is not open, or was lost. */
  readonly problem: BenchError | null;
  /** Why answers cannot be heard. */
  readonly outputProblem: BenchError | null;
  readonly inputs: readonly AudioDevice[];
  readonly outputs: readonly AudioDevice[];
}

export interface AudioStore extends StoreApi<AudioState> {
  openInput(): Promise<Result>;
  openOutput(): Promise<Result>;
  /** Reopens the microphone with what the preferences now say; does nothing while it is closed. */
  reopenInput(): Promise<void>;
  setOutput(label: string | null): Promise<void>;
  setMuted(muted: boolean): void;
  clearClips(): void;
  closeInput(): Promise<void>;
  close(): Promise<void>;
}

export interface AudioServices {
  readonly host: HostServices;
  readonly bench: BenchApi;
  readonly soundCard: SoundCard;
  readonly preferences: PreferencesStore;
  readonly meters: Meters;
}

const closed = { microphone: 'closed', label: null, settings: null, problem: null } as const;

/** The microphone and the loudspeaker of this window: opened for a session, followed through unplug and replug. */
export function createAudioStore({ host, bench, soundCard, preferences, meters }: AudioServices): AudioStore {
  const store = createStore<AudioState>(() => ({ ...closed, outputProblem: null, inputs: [], outputs: [] }));
  let microphone: OpenMicrophone | null = null;
  let player: OpenPlayer | null = null;
  let muted = false;
  /** Openings overlap when settings change quickly; only the newest may stay. */
  let opening = 0;

  const lost = (label: string, message: string): void => {
    store.setState({ microphone: 'lost', problem: { reason: 'not-found', message } });
    meters.release('input');
    void bench.call('input.report', { what: 'lost', label, message });
  };

  async function openInput(): Promise<Result> {
    opening += 1;
    const mine = opening;
    const wish = preferences.getState().preferences.input;
    store.setState({ microphone: 'opening', problem: null });
    await microphone?.close();
    microphone = null;
    const port = await host.openPort('capture');
    const answer = await soundCard.openMicrophone({
      port,
      deviceLabel: wish.deviceLabel,
      echoCancellation: wish.echoCancellation,
      noiseSuppression: wish.noiseSuppression,
      autoGainControl: wish.autoGainControl,
      onLevel: (level) => mine === opening && meters.own('input', level),
      onLost: (message) => mine === opening && lost(store.getState().label ?? 'The microphone', message),
      onReopen: () => {
        if (mine === opening) void openInput();
      },
      onZeros: (forMs) => {
        if (mine !== opening) return;
        void bench.call('input.report', { what: 'zeros', label: store.getState().label ?? 'The microphone', forMs });
      },
    });
    if (mine !== opening) {
      if (answer.ok) await answer.microphone.close();
      return ok({});
    }
    if (!answer.ok) {
      store.setState({ microphone: 'failed', problem: answer.error });
      meters.release('input');
      return answer;
    }
    microphone = answer.microphone;
    microphone.setMuted(muted);
    const { label, settings } = microphone;
    store.setState({ microphone: 'open', label, settings, problem: null });
    await bench.call('input.report', { what: 'opened', label, settings });
    return ok({});
  }

  async function openOutput(): Promise<Result> {
    await player?.close();
    player = null;
    const port = await host.openPort('playback');
    const answer = await soundCard.openPlayer({
      port,
      outputLabel: preferences.getState().preferences.outputLabel,
      onLevel: (level) => meters.own('output', level),
      onLost: (message) => store.setState({ outputProblem: { reason: 'not-found', message } }),
    });
    if (answer.ok) player = answer.player;
    store.setState({ outputProblem: answer.ok ? null : answer.error });
    return answer.ok ? ok({}) : answer;
  }

  async function closeInput(): Promise<void> {
    opening += 1;
    const open = microphone;
    microphone = null;
    store.setState(closed);
    meters.release('input');
    await open?.close();
  }

  /** A device that was pulled out and comes back is taken up again under its label. */
  soundCard.watchDevices(({ inputs, outputs }) => {
    const before = store.getState();
    store.setState({ inputs, outputs });
    const back = inputs.some((device) => device.label === before.label);
    const wasAway = !before.inputs.some((device) => device.label === before.label);
    if (before.microphone === 'lost' && back && wasAway) void openInput();
  });

  return Object.assign(store, {
    openInput,
    openOutput,
    async reopenInput() {
      if (store.getState().microphone !== 'closed') await openInput();
    },
    async setOutput(label: string | null) {
      if (player === null) return;
      const answer = await player.setOutput(label);
      store.setState({ outputProblem: answer.ok ? null : answer.error });
    },
    setMuted(next: boolean) {
      muted = next;
      microphone?.setMuted(next);
    },
    clearClips() {
      microphone?.resetClips();
      meters.clearClips();
    },
    closeInput,
    async close() {
      await closeInput();
      const open = player;
      player = null;
      meters.release('output');
      await open?.close();
    },
  });
}
