import { benchError, ok, refuse, type Result } from '../../shared/kit/errors.ts';
import type { LevelReading } from '../../shared/audio/level-meter.ts';
import type { PlayStats } from '../../shared/audio/play-ring.ts';
import { openContext, outputLatencyMs, type RunningContext } from './context.ts';
import { deviceIdOf } from './devices.ts';
import type { DeviceWish } from './follow-device.ts';
import { playbackProcessor, type FromPlayback, type ToPlayback } from './worklets/messages.ts';
import playbackWorklet from './worklets/playback.ts?worker&url';

export type PlayerStats = Readonly<PlayStats>;

export interface Player {
  /** Plays through this output; null: the system's default. */
  setOutput(wish: DeviceWish): Promise<Result>;
  /** Counters since the player was opened. */
  readonly stats: PlayerStats;
  /** How long the output holds a sample before it sounds, in ms. */
  readonly latencyMs: number;
  close(): Promise<void>;
}

export interface PlayerOptions {
  /** The engine's end, which sends audio and is told what was played; it moves into the worklet. */
  readonly port: MessagePort;
  readonly output: DeviceWish;
  onLevel(level: LevelReading): void;
  /** The system closed the output, and the player with it. The message is a whole sentence. */
  onLost?(message: string): void;
}

const closedBySystem = 'The system closed the output. Choose an output to go on.';

/** The latency of an output changes when it is another device, and a little while it plays. */
const latencyEveryMs = 1000;

export const noOutput = (cause: unknown): Result<never> => {
  const why = cause instanceof Error ? cause.message : String(cause);
  return refuse(benchError('refused', `No output could be opened: ${why}`, { nextStep: 'Choose another output.' }));
};

/** Chromium has `setSinkId` on contexts since 110; other engines do not. */
type SinkContext = AudioContext & { setSinkId?: (sinkId: string) => Promise<void> };

/** Sends what a context plays to the output that is wished for. Refuses one that is not there, and plays on where it was. */
export async function route(context: SinkContext, wish: DeviceWish): Promise<Result> {
  if (context.setSinkId === undefined) {
    return wish === null
      ? ok({})
      : refuse(
          benchError('unsupported', 'This browser cannot choose an output.', {
            nextStep: "Choose the output in the computer's own sound settings.",
          }),
        );
  }
  const id = wish === null ? '' : await deviceIdOf('outputs', wish);
  if (id === null) {
    return refuse(
      benchError('not-found', `${wish?.label ?? 'The output'} is not connected.`, {
        nextStep: 'Plug it in or choose another output.',
      }),
    );
  }
  try {
    await context.setSinkId(id);
    return ok({});
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    return refuse(
      benchError('refused', `${wish?.label ?? 'The default output'} could not be opened: ${why}`, {
        nextStep: 'Choose another output.',
      }),
    );
  }
}

/**
 * Opens the loudspeaker side: whatever the engine sends into `port` is heard, and it is told to the sample what was. `routed` says
 * whether that is the output that was asked for: one that is not there must not keep answers from being heard.
 */
export async function openPlayer(options: PlayerOptions): Promise<Result<{ player: Player; routed: Result }>> {
  let running: RunningContext;
  let timer: ReturnType<typeof setInterval> | undefined;
  /** `opening`: nobody has it yet. */
  const state = { over: false, opening: true };
  const lose = (): void => {
    if (state.over) return;
    state.over = true;
    if (state.opening) return;
    clearInterval(timer);
    void running.close();
    options.onLost?.(closedBySystem);
  };
  try {
    running = await openContext(playbackWorklet, null, lose);
  } catch (cause) {
    options.port.close();
    return noOutput(cause);
  }
  const { context } = running;
  const stats: PlayStats = { playedMs: 0, underruns: 0, silenceMs: 0, flushes: 0 };
  const node = new AudioWorkletNode(context, playbackProcessor, { numberOfInputs: 0, outputChannelCount: [1] });
  const tell = (message: ToPlayback, transfer: Transferable[] = []): void => node.port.postMessage(message, transfer);
  node.port.addEventListener('message', ({ data }: MessageEvent<FromPlayback>) => {
    // Of one that is lost or closed messages are still on their way.
    if (state.over) return;
    Object.assign(stats, data.stats);
    options.onLevel(data.level);
  });
  node.port.start();
  node.connect(context.destination);
  tell({ type: 'port', port: options.port }, [options.port]);
  const routed = options.output === null ? ok({}) : await route(context, options.output);
  state.opening = false;
  if (state.over) {
    await running.close();
    return refuse(benchError('not-found', closedBySystem));
  }
  const tellLatency = (): void => tell({ type: 'latency', latencyMs: outputLatencyMs(context) });
  tellLatency();
  timer = setInterval(tellLatency, latencyEveryMs);
  const player: Player = {
    setOutput: (wish) => route(context, wish),
    stats,
    get latencyMs() {
      return outputLatencyMs(context);
    },
    async close() {
      state.over = true;
      clearInterval(timer);
      tell({ type: 'stop' });
      await running.close();
    },
  };
  return ok({ player, routed });
}
