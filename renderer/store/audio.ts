import { createStore, type StoreApi } from 'zustand/vanilla';
import { type DeviceList, type DeviceWish, findDevice, noDevices } from '../audio/follow-device.ts';
import type { BenchApi } from '../../shared/contract/bench-api.ts';
import { type BenchError, ok, type Result } from '../../shared/kit/errors.ts';
import type { CaptureSettings } from '../../shared/session/bench-events.ts';
import { captureWish, inputWish, isSameWish, outputWish } from './device-wish.ts';
import type { Meters } from './meters.ts';
import type { PreferencesStore } from './preferences.ts';
import { Follower } from './follower.ts';
import { NewestOpen } from './newest-open.ts';
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
  /** Where answers are heard, by its label; null: nowhere. */
  readonly output: string | null;
  /** Why answers cannot be heard, or are heard elsewhere than asked. */
  readonly outputProblem: BenchError | null;
  readonly inputs: DeviceList;
  readonly outputs: DeviceList;
}

export interface AudioStore extends StoreApi<AudioState> {
  openInput(): Promise<Result>;
  /** For a session that runs already: a microphone that is refused is waited for, and its loss is told. */
  resumeInput(): Promise<Result>;
  /** An output that is refused is waited for until the audio is closed. */
  openOutput(): Promise<Result>;
  /** Reopens the microphone with what the preferences now say; does nothing while nobody wants it. */
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

type AudioParts = AudioServices & {
  readonly store: StoreApi<AudioState>;
  /** Lists the devices anew: what was hidden before a microphone was allowed is seen after it. */
  readonly look: () => void;
};

/** The microphone of this window: opened for a session, followed through unplug and replug. */
function createInput({ host, bench, soundCard, preferences, meters, wait, store, look }: AudioParts) {
  const device = new NewestOpen<OpenMicrophone>('The microphone');
  let muted = false;
  /** A session runs that wants it, though none has been open yet. */
  let resumed = false;
  /** The record has it that the microphone is gone. */
  let toldLost = false;
  const set = () => preferences.getState().preferences;
  const follower = new Follower({ wish: () => inputWish(set()), wait, reopen: () => open('again') });
  const name = (): string => store.getState().label ?? inputWish(set())?.label ?? 'The microphone';

  const tellLost = (message: string): void => {
    if (!toldLost) void bench.call('input.report', { what: 'lost', label: name(), message });
    toldLost = true;
  };
  const lost = (message: string): void => {
    device.forget();
    store.setState({ microphone: 'lost', problem: { reason: 'not-found', message }, cancelling: false });
    meters.release('input');
    tellLost(message);
    follower.news({ type: 'lost' });
  };
  const cancels = (now: boolean): void => {
    store.setState({ cancelling: now });
    const channels = store.getState().settings?.channels ?? 2;
    void bench.call('input.report', { what: 'cancelling', label: name(), channels: now ? channels : 0 });
  };

  /** One that nobody had before is failed; one that a session had, or wants, is lost and waited for. */
  function refused(error: BenchError, asked: 'by-person' | 'again'): void {
    const { microphone: was, problem } = store.getState();
    // What is said of a loss stays until it is made good: why a try failed is no news.
    const shown = asked === 'again' && was === 'lost' ? problem : error;
    const wanted = resumed || follower.wanted;
    if (wanted) tellLost(error.message);
    store.setState({ microphone: wanted ? 'lost' : 'failed', problem: shown, cancelling: false });
    meters.release('input');
    follower.news({ type: 'refused', wanted });
  }

  function open(asked: 'by-person' | 'again'): Promise<Result> {
    meters.anew('input');
    return device.replace(
      async (isNewest) => {
        const opened = await soundCard.openMicrophone({
          ...captureWish(set()),
          port: await host.openPort('capture'),
          onLevel: (level, channels) => isNewest() && meters.own('input', level, channels),
          onLost: (message) => isNewest() && lost(message),
          onReopen: () => {
            if (isNewest()) void open('again');
          },
          onZeros: (forMs) => {
            if (isNewest()) void bench.call('input.report', { what: 'zeros', label: name(), forMs });
          },
          onCancelling: (now) => isNewest() && cancels(now),
        });
        return opened.ok ? ok({ opened: opened.microphone }) : opened;
      },
      async (answer) => {
        if (!answer.ok) {
          refused(answer.error, asked);
          return answer;
        }
        answer.opened.setMuted(muted);
        const { label, settings } = answer.opened;
        toldLost = false;
        store.setState({ microphone: 'open', label, settings, problem: null, cancelling: false });
        follower.news({ type: 'opened' });
        look();
        await bench.call('input.report', { what: 'opened', label, settings });
        return ok({});
      },
    );
  }

  /** A refusal is answered; in the middle of a session the microphone is waited for. */
  function openForPerson(): Promise<Result> {
    store.setState({ microphone: 'opening', problem: null });
    return open('by-person');
  }

  return {
    open: openForPerson,
    resume(): Promise<Result> {
      resumed = true;
      return openForPerson();
    },
    changed: follower,
    setMuted(next: boolean) {
      muted = next;
      device.open?.setMuted(next);
    },
    resetClips: () => device.open?.resetClips(),
    async close(): Promise<void> {
      follower.news({ type: 'closed' });
      toldLost = false;
      resumed = false;
      store.setState(closed);
      meters.release('input');
      await device.close();
    },
  };
}

const defaultOutput = 'The default output';

/** The loudspeaker of this window. */
function createOutput({ host, bench, soundCard, preferences, meters, wait, store }: AudioParts) {
  const device = new NewestOpen<OpenPlayer>('The output');
  const wish = () => outputWish(preferences.getState().preferences);
  const follower = new Follower({ wish, wait, reopen: () => open() });

  /** The record has it that answers are not heard. */
  let toldLost = false;
  const tellLost = (message: string): void => {
    const label = store.getState().output ?? wish()?.label ?? defaultOutput;
    if (!toldLost) void bench.call('output.report', { what: 'lost', label, message });
    toldLost = true;
  };
  const report = (): void => {
    const { output: label, outputProblem } = store.getState();
    if (device.open !== null && label !== null) {
      void bench.call('output.report', { what: 'opened', label, latencyMs: Math.round(device.open.latencyMs) });
    } else if (follower.wanted && outputProblem !== null) {
      toldLost = false;
      tellLost(outputProblem.message);
    }
  };
  const gone = (outputProblem: BenchError): void => {
    tellLost(outputProblem.message);
    store.setState({ output: null, outputProblem });
    meters.release('output');
  };
  const lost = (message: string): void => {
    device.forget();
    gone({ reason: 'not-found', message });
    follower.news({ type: 'lost' });
  };

  function open(): Promise<Result> {
    const wanted = wish();
    meters.anew('output');
    return device.replace(
      async (isNewest) => {
        const opened = await soundCard.openPlayer({
          port: await host.openPort('playback'),
          output: wanted,
          onLevel: (level) => isNewest() && meters.own('output', level),
          onLost: (message) => isNewest() && lost(message),
        });
        return opened.ok ? ok({ opened: opened.player, routed: opened.routed }) : opened;
      },
      async (answer) => {
        if (!answer.ok) {
          gone(answer.error);
          follower.news({ type: 'refused', wanted: true });
          return answer;
        }
        toldLost = false;
        follower.news({ type: 'opened' });
        plays(wanted, answer.routed, defaultOutput);
        // Another one may have been chosen meanwhile.
        if (!isSameWish(wanted, wish())) await route();
        return ok({});
      },
    );
  }

  /** @param before where it plays on if it is refused where it was to play */
  function plays(wanted: DeviceWish, routed: Result, before: string): void {
    store.setState({
      output: routed.ok ? (wanted?.label ?? defaultOutput) : before,
      outputProblem: routed.ok ? null : routed.error,
    });
    report();
  }

  async function route(): Promise<void> {
    const player = device.open;
    // A player whose output died plays nothing any more, whatever it is sent to.
    if (player === null) {
      if (follower.wanted) await open();
      return;
    }
    const wanted = wish();
    const routed = await player.setOutput(wanted);
    if (device.open !== player) return;
    // Two changes may end in either order: what is wished for by now is set last.
    if (isSameWish(wanted, wish())) plays(wanted, routed, store.getState().output ?? defaultOutput);
    else await route();
  }

  return {
    open,
    route,
    report,
    changed(list: DeviceList) {
      // The system's default is followed by the browser itself.
      follower.news({ type: 'changed', list: { ...list, preferred: null } });
      const wanted = wish();
      const { output, outputProblem } = store.getState();
      const astray = output !== null && outputProblem !== null;
      if (astray && wanted !== null && findDevice(list, wanted) !== undefined) void route();
    },
    async close(): Promise<void> {
      follower.news({ type: 'closed' });
      toldLost = false;
      meters.release('output');
      store.setState({ output: null });
      await device.close();
    },
  };
}

/** The microphone and the loudspeaker of this window. */
export function createAudioStore(services: AudioServices): AudioStore {
  const nothing = { output: null, outputProblem: null, inputs: noDevices, outputs: noDevices };
  const store = createStore<AudioState>(() => ({ ...closed, ...nothing }));
  const parts: AudioParts = { ...services, store, look: () => watch.look() };
  const input = createInput(parts);
  const output = createOutput(parts);

  const watch = services.soundCard.watchDevices(({ inputs, outputs }) => {
    store.setState({ inputs, outputs });
    input.changed.news({ type: 'changed', list: inputs });
    output.changed(outputs);
  });

  return Object.assign(store, {
    openInput: () => input.open(),
    resumeInput: () => input.resume(),
    openOutput: () => output.open(),
    async reopenInput() {
      if (input.changed.wanted || store.getState().microphone === 'opening') await input.open();
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
