import { channelInForce } from '../../shared/audio/channels.ts';
import type { BenchApi, InputChoice } from '../../shared/contract/bench-api.ts';
import { benchError, type BenchError, ok, refuse, type Result } from '../../shared/kit/errors.ts';
import { atPath } from '../../shared/kit/json.ts';
import { commitNeedsMs } from '../../shared/protocol/client-event-limits.ts';
import { clearInput } from '../../shared/protocol/client-events.ts';
import { lossOfClose, lossOfError, reconnectDelayMs } from '../../shared/session/reconnect.ts';
import { fileIsUncommitted, turnByHand } from '../../shared/session/turn-by-hand.ts';
import { isUnderWay as goesOn, type SessionView } from '../../shared/session/view.ts';
import type { AppWindow } from './app-window.ts';
import type { AudioStore, CaptureMemory } from './audio.ts';
import type { Sender } from './conversation.ts';
import type { Live } from './live.ts';
import type { Meters } from './meters.ts';
import type { OptionsStore } from './options.ts';
import type { PreferencesStore } from './preferences.ts';
import type { ProfilesStore } from './profiles.ts';
import type { Run } from './run.ts';
import type { SessionStore } from './session.ts';
import { calledOff, type Start } from './start.ts';

export interface ReconnectServices {
  readonly session: SessionStore;
  readonly run: Run;
  readonly nowMs: () => number;
  readonly wait: (ms: number) => Promise<void>;
  /** Starts a session that goes on with another. */
  readonly start: (continues: { readonly sessionId: string; readonly replay: boolean }) => Promise<Result>;
}

/**
 * Goes on with the session that was lost: tries until one try succeeds, the policy gives up, or a person does.
 * Every try is a session of its own in the records, linked to the lost one.
 */
async function reconnect(services: ReconnectServices, replay: boolean): Promise<void> {
  const { session, run, nowMs, wait, start } = services;
  const { lost, reconnecting } = run.getState();
  const close = session.getState().view?.closed ?? null;
  if (lost === null || reconnecting !== null) return;
  const { sessionId, atMs } = lost;
  const still = (): boolean => run.getState().reconnecting?.sessionId === sessionId;
  let reason = close === null ? ('cut' as const) : lossOfClose(close);
  for (let attempt = 1; ; attempt += 1) {
    // The first try is a person's own, whatever the policy thinks of it.
    const delayMs = attempt === 1 ? 0 : reconnectDelayMs(attempt, nowMs() - atMs, reason);
    if (delayMs === null) break;
    if (delayMs > 0) {
      run.reconnect({ sessionId, attempt, nextAtMs: nowMs() + delayMs });
      await wait(delayMs);
      if (!still()) return;
    }
    run.reconnect({ sessionId, attempt, nextAtMs: null });
    const started = await start({ sessionId, replay });
    if (started.ok) {
      run.settleLost();
      return;
    }
    if (!still()) return;
    reason = lossOfError(started.error);
  }
  run.reconnect(null);
}

/** How long a safe stop waits for open responses and transcriptions. */
export const graceMs = 10_000;

/** Audio of the last moment before a key goes up is still on its way when it does: it belongs to the turn. */
const tailMs = 120;

export interface SessionControl {
  start(): Promise<void>;
  /** Goes on with the session whose connection was lost, its conversation put back or not. */
  reconnect(replay: boolean): Promise<void>;
  /** Puts the lost session aside, and stops trying. */
  giveUp(): void;
  /** First call: waits for what is open. While it waits, a further call closes now. */
  stopSafely(): Promise<void>;
  /** Ends a start that is under way: what it opens is closed, what it calls is hung up. */
  callOff(): Promise<void>;
  mute(muted: boolean): Promise<void>;
  /** Silences the microphone while the window plays what it would hear; what the person chose comes back after that. */
  hush(quiet: boolean): Promise<void>;
  holdToTalk(): Promise<void>;
  releaseTalk(): Promise<void>;
  /** Takes back what was not granted; with everything granted, the newest accepted change. */
  lastAccepted(): Promise<void>;
  /** Takes up microphone and loudspeaker of a session that this window ran before a reload. */
  resumeAudio(): Promise<void>;
}

export interface SessionControlServices {
  readonly bench: BenchApi;
  readonly session: SessionStore;
  readonly preferences: PreferencesStore;
  readonly profiles: Pick<ProfilesStore, 'find'>;
  readonly options: OptionsStore;
  readonly audio: AudioStore;
  readonly meters: Meters;
  readonly appWindow: AppWindow;
  readonly start: Start;
  readonly live: Live;
  readonly run: Run;
  readonly send: Sender;
  readonly memory: CaptureMemory;
  readonly nowMs: () => number;
  readonly wait: (ms: number) => Promise<void>;
}

/** True when the service ends no turn by itself: a person commits each one. */
export const commitsByHand = (view: SessionView | null): boolean =>
  view?.effective !== null &&
  view?.effective !== undefined &&
  (atPath(view.effective, 'audio.input.turn_detection') ?? null) === null;

/** What the buttons and keys of a session do. */
export function createSessionControl(services: SessionControlServices): SessionControl {
  const { bench, session, preferences, audio, meters, appWindow, start, live, run, memory, send } = services;
  let mutedByPerson = false;
  let hushed = false;

  let heldSinceMs = 0;
  let releasing = false;
  const microphoneSpeaks = (): boolean => session.getState().view?.header?.input.kind === 'microphone';

  /** One that this window has the microphone of, and that is not over. */
  const isOurs = (view: SessionView | null): view is SessionView =>
    (view?.phase === 'open' || view?.phase === 'connecting') && memory.sessionId === view.header?.sessionId;

  /** One rule for every reason to be silent: held wins, then what the window plays, the person's mute, and a turn that nobody has begun. */
  async function applyMute(): Promise<void> {
    const { held } = run.getState();
    const closed = microphoneSpeaks() && commitsByHand(session.getState().view);
    const muted = held ? false : hushed || mutedByPerson || closed;
    audio.setMuted(muted);
    const { view } = session.getState();
    if (view?.phase === 'open' && view.input.muted !== muted) await bench.call('session.mute', { muted });
  }

  let beginnings = 0;
  type Continues = { readonly sessionId: string; readonly replay: boolean };

  async function begin(continues?: Continues): Promise<Result> {
    if (start.getState().starting !== null) return refuse(benchError('session-active', 'A session is being started.'));
    beginnings += 1;
    const mine = beginnings;
    /** Not when the engine went meanwhile, nor when another start began after that. */
    const isUnderWay = (): boolean => mine === beginnings && start.getState().starting !== null;
    // What is wrong with a file is said beside the picker.
    const begun = await start.begin();
    if (!begun.ok) return begun;
    if (!isUnderWay()) return refuse(calledOff);
    const { endpoint, options, input, network, profileId } = preferences.getState().preferences;
    const profile = services.profiles.find(profileId)?.name;
    const { wav, more, channel } = start.getState();
    mutedByPerson = false;
    audio.setMuted(false);
    run.notStopping();
    const earlier = session.getState().view?.header?.sessionId;
    const fail = async (error: BenchError): Promise<Result> => {
      await audio.close();
      const { view } = session.getState();
      // What was refused before anything was called has no session: the one on screen is of an earlier attempt. One that runs stays there,
      // and so does the one that this goes on with.
      const isEarlier = view !== null && view.header?.sessionId === earlier && !goesOn(view.phase);
      if (isEarlier && continues === undefined) session.clear();
      start.failed(error);
      appWindow.showPage('live');
      return refuse(error);
    };
    let opened: Result = ok({});
    if (wav === null) opened = await audio.openInput();
    else await audio.closeInput();
    if (!isUnderWay()) return refuse(calledOff);
    // A refused microphone is shown beside the picker; nothing was sent and nothing is charged.
    if (!opened.ok) {
      start.calledOff();
      return opened;
    }
    start.calling();
    await audio.openOutput();
    if (!isUnderWay()) return refuse(calledOff);
    meters.forget();
    const choice: InputChoice =
      wav === null
        ? { kind: 'microphone' }
        : {
            kind: 'wav',
            wavId: wav.wavId,
            channel: channelInForce(channel, wav.channels),
            trailingSilenceMs: input.trailingSilenceMs,
            ...(more.length === 0
              ? {}
              : { more: more.map(({ wavId, channels }) => ({ wavId, channel: channelInForce(channel, channels) })) }),
          };
    const answer = await bench.call('session.start', {
      endpoint,
      options,
      input: choice,
      ...(network === undefined ? {} : { network }),
      ...(profile === undefined ? {} : { profile }),
      ...(continues === undefined ? {} : { continues }),
    });
    if (!answer.ok) return mine === beginnings ? fail(answer.error) : answer;
    if (!isUnderWay()) return refuse(calledOff);
    memory.keep(answer.sessionId);
    start.started();
    live.select(null);
    appWindow.showPage('live');
    // What was said of it before there was a session is in no record.
    audio.reportOutput();
    return ok({});
  }

  async function callOff(): Promise<void> {
    const { starting } = start.getState();
    if (starting === null) return;
    beginnings += 1;
    run.settleLost();
    start.calledOff();
    // The record of the attempt is on screen by now, and says no more than that it was called off.
    if (starting === 'deployment') start.open(null);
    await audio.close();
    if (starting === 'deployment') await bench.call('session.stop', { graceMs: 0 });
  }

  let wasByHand = false;
  let sessionId: string | undefined;
  session.subscribe(({ view }) => {
    // A session begins with the microphone open, whatever became of the one before: its first news may be all of it.
    if (view?.header?.sessionId !== sessionId) wasByHand = false;
    sessionId = view?.header?.sessionId;
    const ended = view?.phase === 'closed' || view?.phase === 'refused';
    if (ended && memory.sessionId !== null && memory.sessionId === view.header?.sessionId) {
      const cut = view.phase === 'closed' && view.closing?.by === 'service';
      const lost = cut ? { sessionId: memory.sessionId, atMs: services.nowMs() } : null;
      memory.keep(null);
      run.ended(lost);
      live.getState().guard?.decide(false);
      void audio.close();
    }
    const byHand = commitsByHand(view);
    if (view?.phase === 'open' && byHand !== wasByHand) {
      wasByHand = byHand;
      void applyMute();
    }
  });

  return {
    async start() {
      run.settleLost();
      await begin();
    },
    reconnect: (replay) => reconnect({ ...services, start: begin }, replay),
    giveUp: () => run.settleLost(),
    callOff,
    async stopSafely() {
      if (start.getState().starting !== null) return callOff();
      const { view } = session.getState();
      if (view === null || (view.phase !== 'open' && view.phase !== 'connecting' && view.phase !== 'closing')) return;
      const { stoppingSinceMs } = run.getState();
      const again = stoppingSinceMs !== null;
      if (!again) run.stopping(services.nowMs());
      if (!again) await audio.closeInput();
      const answer = await bench.call('session.stop', { graceMs: again ? 0 : graceMs });
      run.notStopping();
      if (!answer.ok && answer.error.reason !== 'no-session') start.refused(answer.error);
    },
    async mute(muted) {
      mutedByPerson = muted;
      await applyMute();
    },
    async hush(quiet) {
      hushed = quiet;
      await applyMute();
    },
    async holdToTalk() {
      session.takeIn();
      const { view } = session.getState();
      // A file has the word, and no microphone is there to open.
      if (run.getState().held || view?.phase !== 'open' || !microphoneSpeaks() || view.input.file !== null) return;
      heldSinceMs = services.nowMs();
      run.hold();
      // Without a VAD the buffer has filled with silence since the last turn; it would be committed and charged.
      if (commitsByHand(view) && !fileIsUncommitted(view)) await send([clearInput()]);
      await applyMute();
    },
    async releaseTalk() {
      // Letting go is told more than once: by the key or the pointer, and by the focus that leaves.
      if (!run.getState().held || releasing) return;
      releasing = true;
      session.takeIn();
      const { view } = session.getState();
      if (view?.phase === 'open' && commitsByHand(view)) {
        const heldMs = services.nowMs() - heldSinceMs;
        // A touch that nobody could have spoken in is no turn: it is asked about, and the microphone closes at once.
        if (heldMs >= commitNeedsMs) await services.wait(tailMs);
        void send(turnByHand(view), { heldMs });
      }
      run.release();
      releasing = false;
      await applyMute();
    },
    lastAccepted: () => services.options.lastAccepted(),
    async resumeAudio() {
      const { view } = session.getState();
      if (!isOurs(view)) return;
      mutedByPerson = view.input.muted && !commitsByHand(view);
      if (microphoneSpeaks()) await audio.resumeInput();
      // It may be over by the time a person has allowed the microphone.
      if (!isOurs(session.getState().view)) return;
      await audio.openOutput();
      await applyMute();
    },
  };
}
