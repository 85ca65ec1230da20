import { benchError, ok, refuse, type Result } from '../../shared/kit/errors.ts';
import type { LevelReading } from '../../shared/audio/level-meter.ts';
import type { PlayStats } from '../../shared/audio/play-ring.ts';
import { openContext, type RunningContext } from './context.ts';
import { deviceIdOf } from './devices.ts';
import { playbackProcessor, type FromPlayback, type ToPlayback } from './worklets/messages.ts';
import playbackWorklet from './worklets/playback.ts?worker&url';

export type PlayerStats = Readonly<PlayStats>;

export interface Player {
  /** Plays through the output with this label; null: the system's default. */
  setOutput(label: string | null): Promise<Result>;
  /** Counters since the player was opened. */
  readonly stats: PlayerStats;
  close(): Promise<void>;
}

export interface PlayerOptions {
  /** The engine's end, which sends audio and is told what was played; it moves into the worklet. */
  readonly port: MessagePort;
  readonly outputLabel: string | null;
  onLevel(level: LevelReading): void;
  /** The system closed the output. The message is a whole sentence. */
  onLost?(message: string): void;
}

/** Chromium has `setSinkId` on contexts since 110; other engines do not. */
type SinkContext = AudioContext & { setSinkId?: (sinkId: string) => Promise<void> };

async function route(context: SinkContext, label: string | null): Promise<Result> {
  if (context.setSinkId === undefined) {
    return label === null
      ? ok({})
      : refuse(
          benchError('unsupported', 'This browser cannot choose an output.', {
            nextStep: "Choose the output in the computer's own sound settings.",
          }),
        );
  }
  const id = label === null ? '' : await deviceIdOf('outputs', label);
  if (id === null) {
    return refuse(
      benchError('not-found', `${label} is not connected.`, {
        nextStep: 'Answers play through the default output. Choose another.',
      }),
    );
  }
  try {
    await context.setSinkId(id);
    return ok({});
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    return refuse(
      benchError('refused', `${label ?? 'The default output'} could not be opened: ${why}`, {
        nextStep: 'Choose another output.',
      }),
    );
  }
}

/** Opens the loudspeaker side: whatever the engine sends into `port` is heard, and it is told to the sample what was. */
export async function openPlayer(options: PlayerOptions): Promise<Result<{ player: Player }>> {
  let running: RunningContext;
  try {
    running = await openContext(playbackWorklet, null, () =>
      options.onLost?.('The system closed the output. Choose an output to go on.'),
    );
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    return refuse(benchError('refused', `No output could be opened: ${why}`, { nextStep: 'Choose another output.' }));
  }
  const { context } = running;
  const stats: PlayStats = { playedMs: 0, underruns: 0, silenceMs: 0, flushes: 0 };
  const node = new AudioWorkletNode(context, playbackProcessor, { numberOfInputs: 0, outputChannelCount: [1] });
  const tell = (message: ToPlayback, transfer: Transferable[] = []): void => node.port.postMessage(message, transfer);
  node.port.addEventListener('message', ({ data }: MessageEvent<FromPlayback>) => {
    Object.assign(stats, data.stats);
    options.onLevel(data.level);
  });
  node.port.start();
  node.connect(context.destination);
  tell({ type: 'port', port: options.port }, [options.port]);
  // An output that is not there any more must not keep answers from being heard: they play through the default.
  if (options.outputLabel !== null) await route(context, options.outputLabel);
  const player: Player = {
    setOutput: (label) => route(context, label),
    stats,
    async close() {
      tell({ type: 'stop' });
      await running.close();
    },
  };
  return ok({ player });
}
