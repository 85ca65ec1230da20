import type { DeviceList, DeviceWish } from '../../../renderer/audio/follow-device.ts';
import type { Devices } from '../../../renderer/audio/devices.ts';
import { deadHost, recordedBench } from '../../../renderer/gallery/recorded/recorded-bench.ts';
import { createAudioStore } from '../../../renderer/store/audio.ts';
import { Meters } from '../../../renderer/store/meters.ts';
import { createPreferencesStore } from '../../../renderer/store/preferences.ts';
import type { HostServices, MicrophoneWish, OpenPlayer, SoundCard } from '../../../renderer/store/services.ts';
import type { Args, Preferences } from '../../../shared/contract/bench-api.ts';
import { defaultPreferences } from '../../../shared/contract/default-preferences.ts';
import { benchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';

type PlayerWish = Parameters<SoundCard['openPlayer']>[0];

/** Whatever is under way without a timer comes to its end. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export const refusal = benchError('not-authorised', 'The microphone may not be used.');

/** What opens when a test lets it, and how often things were opened and closed. */
class Opened<W> {
  readonly wishes: W[] = [];
  closed = 0;
  /** What is answered from now on; null: as it should be. */
  refused: Result<never> | null = null;
  /** While true, what is opened waits for `release`. */
  held = false;
  /** While true, what is closed waits for `endClosing`. */
  closingHeld = false;
  #closing: (() => void)[] = [];
  #waiting: (() => void)[] = [];

  get open(): number {
    return this.wishes.length - this.closed;
  }

  get last(): W {
    const wish = this.wishes.at(-1);
    if (wish === undefined) throw new Error('Nothing was opened.');
    return wish;
  }

  async take<T extends object>(wish: W, answer: T): Promise<Result<T>> {
    if (this.held) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    if (this.refused !== null) return this.refused;
    this.wishes.push(wish);
    return ok(answer);
  }

  readonly close = async (): Promise<void> => {
    if (this.closingHeld) await new Promise<void>((resolve) => this.#closing.push(resolve));
    this.closed += 1;
  };

  endClosing(): void {
    this.closingHeld = false;
    for (const go of this.#closing.splice(0)) go();
  }

  release(): void {
    this.held = false;
    for (const go of this.#waiting.splice(0)) go();
  }
}

/** A computer whose devices do as a test says. */
export function fakeSound(list: DeviceList = { devices: [], preferred: null, seen: new Set() }) {
  const microphones = new Opened<MicrophoneWish>();
  const players = new Opened<PlayerWish>();
  const state = { list, routed: ok({}) as Result };
  /** What a player was sent to, in order; `routing` says when that has come to its end. */
  const routes: DeviceWish[] = [];
  const routing = { until: (): Promise<unknown> => Promise.resolve() };
  const watching: ((devices: Devices) => void)[] = [];
  const look = (): void => {
    for (const listener of watching) listener({ inputs: state.list, outputs: state.list });
  };
  const player: OpenPlayer = {
    latencyMs: 20,
    setOutput: async (wish) => {
      routes.push(wish);
      await routing.until();
      return state.routed;
    },
    close: players.close,
  };
  const settings = {
    sampleRateHz: 48_000,
    channels: 2,
    echoCancellation: false,
    noiseSuppression: false,
    autoGainControl: false,
  };
  const soundCard: SoundCard = {
    openMicrophone: (wish) =>
      microphones.take(wish, {
        microphone: {
          label: wish.device?.label ?? 'Built-in',
          settings,
          setMuted: () => undefined,
          resetClips: () => undefined,
          close: microphones.close,
        },
      }),
    openPlayer: (wish) => players.take(wish, { player, routed: state.routed }),
    playOnce: async () => ok({}),
    watchDevices(listener) {
      watching.push(listener);
      return { look: () => queueMicrotask(look) };
    },
  };
  const changed = (next: DeviceList): void => {
    state.list = next;
    look();
  };
  return { microphones, players, routes, routing, soundCard, state, changed };
}

/** The audio of a window over that computer, with what it told the engine. */
export function fakeWindow(list?: DeviceList) {
  const sound = fakeSound(list);
  const reports: (Args<'input.report'> | Args<'output.report'>)[] = [];
  const told = (args: Args<'input.report'> | Args<'output.report'>) => {
    reports.push(args);
    return ok({});
  };
  const bench = recordedBench({ 'input.report': told, 'output.report': told });
  const preferences = createPreferencesStore(bench);
  const set = (part: Partial<Preferences>): void =>
    preferences.setState({ preferences: { ...preferences.getState().preferences, ...part } });
  set(defaultPreferences);
  const waits: (() => void)[] = [];
  const state = { engineAway: false };
  const host: HostServices = {
    ...deadHost,
    openPort: () =>
      state.engineAway ? Promise.reject(new Error('The engine is away.')) : deadHost.openPort('capture'),
  };
  const meters = new Meters(
    bench,
    () => 0,
    () => false,
  );
  const audio = createAudioStore({
    host,
    bench,
    soundCard: sound.soundCard,
    preferences,
    meters,
    wait: () => new Promise((resolve) => waits.push(resolve)),
  });
  return {
    ...sound,
    audio,
    meters,
    preferences,
    set,
    reports,
    engineAway: (away: boolean) => void (state.engineAway = away),
    /** The time to the next try is over. */
    waited: () => {
      for (const go of waits.splice(0)) go();
    },
  };
}

export const refusedDevice = (): Result<never> => refuse(refusal);
