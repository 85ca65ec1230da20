import { createStore, type StoreApi } from 'zustand/vanilla';
import { findDevice, type KnownDevice } from '../audio/follow-device.ts';
import type { BenchApi } from '../../shared/contract/bench-api.ts';
import { type BenchError, ok, type Result } from '../../shared/kit/errors.ts';
import type { CaptureSettings } from '../../shared/session/bench-events.ts';
import { inputWish, outputWish } from './device-wish.ts';
import type { Meters } from './meters.ts';
import type { PreferencesStore } from './preferences.ts';
import { Follower } from './follower.ts';
import type { HostServices, OpenMicrophone, OpenPlayer, SoundCard } from './services.ts';

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
  /** The channels of the open microphone cancel each other in their mean. */
  readonly cancelling: boolean;
  /** Why answers cannot be heard, or are heard elsewhere than asked. */
  readonly outputProblem: BenchError | null;
  readonly inputs: readonly KnownDevice[];
  readonly outputs: readonly KnownDevice[];
}

export interface AudioStore extends StoreApi<AudioState> {
  openInput(): Promise<Result>;
  openOutput(): Promise<Result>;
  /** Reopens the microphone with what the preferences now say; does nothing while it is closed. */
  reopenInput(): Promise<void>;
  /** Plays through the output that the preferences now name; opens one anew where the last has died. */
  followOutput(): Promise<void>;
  /** Says where answers play, for the record of a session that has begun. */
  reportOutput(): void;
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
  readonly wait: (ms: number) => Promise<void>;
}

const closed = { microphone: 'closed', label: null, settings: null, problem: null, cancelling: false } as const;

type AudioParts = AudioServices & { readonly store: StoreApi<AudioState> };

/** The microphone of this window: opened for a session, followed through unplug and replug. */
function createInput({ host, bench, soundCard, preferences, meters, wait, store }: AudioParts) {
  let microphone: OpenMicrophone | null = null;
  let muted = false;
  /** Openings overlap when settings change quickly; only the newest may stay. */
  let opening = 0;
  const follower = new Follower({
    wish: () => inputWish(preferences.getState().preferences),
    wait,
    reopen: () => openAgain(),
  });

  const lost = (label: string, message: string): void => {
    store.setState({ microphone: 'lost', problem: { reason: 'not-found', message }, cancelling: false });
    meters.release('input');
    void bench.call('input.report', { what: 'lost', label, message });
    follower.news({ type: 'lost' });
  };

  async function open(): Promise<Result> {
    opening += 1;
    const mine = opening;
    const { preferences: set } = preferences.getState();
    const { channel, gainDb, echoCancellation, noiseSuppression, autoGainControl } = set.input;
    const name = (): string => store.getState().label ?? 'The microphone';
    await microphone?.close();
    microphone = null;
    const { preferred } = follower.devices;
    const port = await host.openPort('capture');
    const answer = await soundCard.openMicrophone({
      port,
      device: inputWish(set),
      echoCancellation,
      noiseSuppression,
      autoGainControl,
      channel: channel ?? 'mix',
      gainDb: gainDb ?? 0,
      onLevel: (level, channels) => mine === opening && meters.own('input', level, channels),
      onLost: (message) => mine === opening && lost(name(), message),
      onReopen: () => {
        if (mine === opening) void openAgain();
      },
      onZeros: (forMs) => {
        if (mine === opening) void bench.call('input.report', { what: 'zeros', label: name(), forMs });
      },
      onCancelling: (cancels) => {
        if (mine !== opening) return;
        store.setState({ cancelling: cancels });
        const channels = store.getState().settings?.channels ?? 2;
        if (cancels) void bench.call('input.report', { what: 'cancelling', label: name(), channels });
      },
    });
    if (mine !== opening) {
      if (answer.ok) await answer.microphone.close();
      return ok({});
    }
    if (!answer.ok) {
      meters.release('input');
      return answer;
    }
    microphone = answer.microphone;
    microphone.setMuted(muted);
    const { label, settings } = microphone;
    store.setState({ microphone: 'open', label, settings, problem: null, cancelling: false });
    follower.news({ type: 'opened', preferred });
    await bench.call('input.report', { what: 'opened', label, settings });
    return ok({});
  }

  /** What is said of a loss stays until it is made good: why a try failed is no news. */
  async function openAgain(): Promise<void> {
    const answer = await open();
    if (answer.ok) return;
    const { microphone: was, problem } = store.getState();
    store.setState({ microphone: 'lost', problem: was === 'lost' ? problem : answer.error });
    follower.news({ type: 'refused' });
  }

  return {
    /** For a person. A refusal is answered; in the middle of a session the microphone is waited for. */
    async open(): Promise<Result> {
      store.setState({ microphone: 'opening', problem: null });
      const answer = await open();
      if (answer.ok) return answer;
      store.setState({ microphone: follower.wanted ? 'lost' : 'failed', problem: answer.error });
      follower.news({ type: 'refused' });
      return answer;
    },
    changed: follower,
    setMuted(next: boolean) {
      muted = next;
      microphone?.setMuted(next);
    },
    resetClips: () => microphone?.resetClips(),
    async close(): Promise<void> {
      opening += 1;
      follower.news({ type: 'closed' });
      const open = microphone;
      microphone = null;
      store.setState(closed);
      meters.release('input');
      await open?.close();
    },
  };
}

/** The loudspeaker of this window. */
function createOutput({ host, bench, soundCard, preferences, meters, wait, store }: AudioParts) {
  let player: OpenPlayer | null = null;
  /** Answers play elsewhere than asked, since that output was not there. */
  let astray = false;
  const wish = () => outputWish(preferences.getState().preferences);
  const name = (): string => wish()?.label ?? 'The default output';
  const follower = new Follower({ wish, wait, reopen: () => open() });

  const settle = (routed: Result): void => {
    astray = !routed.ok;
    store.setState({ outputProblem: routed.ok ? null : routed.error });
  };
  const report = (): void => {
    if (player === null) return;
    const label = astray ? 'The default output' : name();
    void bench.call('output.report', { what: 'opened', label, latencyMs: Math.round(player.latencyMs) });
  };
  const lost = (message: string): void => {
    player = null;
    meters.release('output');
    store.setState({ outputProblem: { reason: 'not-found', message } });
    void bench.call('output.report', { what: 'lost', label: name(), message });
    follower.news({ type: 'lost' });
  };

  async function open(): Promise<Result> {
    await player?.close();
    player = null;
    const port = await host.openPort('playback');
    const answer = await soundCard.openPlayer({
      port,
      output: wish(),
      onLevel: (level) => meters.own('output', level),
      onLost: lost,
    });
    if (!answer.ok) {
      store.setState({ outputProblem: answer.error });
      follower.news({ type: 'refused' });
      return answer;
    }
    player = answer.player;
    settle(answer.routed);
    // The system's default is followed by the browser itself.
    follower.news({ type: 'opened', preferred: null });
    report();
    return ok({});
  }

  async function route(): Promise<void> {
    // A player whose output died plays nothing any more, whatever it is sent to.
    if (player === null) {
      if (follower.wanted) await open();
      return;
    }
    settle(await player.setOutput(wish()));
    report();
  }

  return {
    open,
    route,
    report,
    changed(list: typeof follower.devices) {
      follower.news({ type: 'changed', list });
      const wanted = wish();
      if (astray && wanted !== null && findDevice(list.devices, wanted) !== undefined) void route();
    },
    async close(): Promise<void> {
      follower.news({ type: 'closed' });
      const open = player;
      player = null;
      meters.release('output');
      await open?.close();
    },
  };
}

/** The microphone and the loudspeaker of this window. */
export function createAudioStore(services: AudioServices): AudioStore {
  const nothing = { outputProblem: null, inputs: [], outputs: [] };
  const store = createStore<AudioState>(() => ({ ...closed, ...nothing }));
  const input = createInput({ ...services, store });
  const output = createOutput({ ...services, store });

  services.soundCard.watchDevices(({ inputs, outputs }) => {
    store.setState({ inputs: inputs.devices, outputs: outputs.devices });
    input.changed.news({ type: 'changed', list: inputs });
    output.changed(outputs);
  });

  return Object.assign(store, {
    openInput: () => input.open(),
    openOutput: () => output.open(),
    async reopenInput() {
      if (store.getState().microphone !== 'closed') await input.open();
    },
    followOutput: () => output.route(),
    reportOutput: () => output.report(),
    setMuted: (muted: boolean) => input.setMuted(muted),
    clearClips() {
      input.resetClips();
      services.meters.clearClips();
    },
    closeInput: () => input.close(),
    async close() {
      await input.close();
      await output.close();
    },
  });
}
