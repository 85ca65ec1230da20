import { benchError, ok, refuse, type Result } from '../../shared/kit/errors.ts';
import { channelInForce, type ChannelChoice } from '../../shared/audio/channels.ts';
import { type LevelReading, zerosAlarmMs } from '../../shared/audio/level-meter.ts';
import type { CaptureSettings } from '../../shared/session/bench-events.ts';
import { microphoneError, openContext, type RunningContext } from './context.ts';
import { deviceIdOf } from './devices.ts';
import type { DeviceWish } from './follow-device.ts';
import { captureProcessor, type FromCapture, type ToCapture } from './worklets/messages.ts';
import captureWorklet from './worklets/capture.ts?worker&url';

/** How the microphone is opened: which one, and what this computer does to its sound. */
export interface CaptureWish {
  /** null: the system's default. */
  readonly device: DeviceWish;
  readonly echoCancellation: boolean;
  readonly noiseSuppression: boolean;
  readonly autoGainControl: boolean;
  /** What is heard of its channels. */
  readonly channel: ChannelChoice;
  /** Before anything is converted, in dB. */
  readonly gainDb: number;
}

export interface MicrophoneOptions extends CaptureWish {
  /** The engine's end for frames; it moves into the worklet. */
  readonly port: MessagePort;
  /** What is heard, and each channel as it comes; no channels where there is one. */
  onLevel(level: LevelReading, channels: readonly LevelReading[]): void;
  /** When the channels begin to cancel each other in their mean, and when they cease to. */
  onCancelling?(cancels: boolean): void;
  /** The device is gone; the microphone has closed itself, and nothing more is told of it. The message is a whole sentence. */
  onLost(message: string): void;
  /** When every sample has been zero for a second; with 0 when one is not any more. */
  onZeros(forMs: number): void;
  /** The device changed its rate, as a Bluetooth headset does: the caller should open it again. */
  onReopen?(): void;
}

export interface Microphone {
  readonly label: string;
  /** What the track reports it really does. */
  readonly settings: CaptureSettings;
  setMuted(muted: boolean): void;
  resetClips(): void;
  /** Stops after the last frame has been posted. */
  close(): Promise<void>;
}

let streams = 0;

/**
 * Opens a microphone and streams it into `port` as 24 kHz frames, off the main thread.
 * The context runs at the device's own rate, so that no resampler but ours touches the sound.
 */
export async function openMicrophone(options: MicrophoneOptions): Promise<Result<{ microphone: Microphone }>> {
  let stream: MediaStream;
  try {
    stream = await takeStream(options);
  } catch (cause) {
    options.port.close();
    return microphoneError(cause, options.device?.label ?? null);
  }
  const track = stream.getAudioTracks()[0];
  if (track === undefined) {
    options.port.close();
    return microphoneError(new DOMException('', 'NotFoundError'), options.device?.label ?? null);
  }
  try {
    return await capture(stream, track, options);
  } catch (cause) {
    track.stop();
    options.port.close();
    return microphoneError(cause, track.label);
  }
}

async function takeStream(options: MicrophoneOptions): Promise<MediaStream> {
  const { echoCancellation, noiseSuppression, autoGainControl, device } = options;
  const wish = { echoCancellation, noiseSuppression, autoGainControl };
  const take = (deviceId: string | null): Promise<MediaStream> =>
    navigator.mediaDevices.getUserMedia({
      audio: deviceId === null ? wish : { ...wish, deviceId: { exact: deviceId } },
    });
  if (device === null) return take(null);
  const known = await deviceIdOf('inputs', device);
  if (known !== null) return take(known);
  // Labels are hidden until the first permission, so the default is opened to be allowed to look.
  const first = await take(null);
  const found = await deviceIdOf('inputs', device);
  if (found !== null && first.getAudioTracks()[0]?.getSettings().deviceId === found) return first;
  for (const track of first.getTracks()) track.stop();
  if (found === null) throw new DOMException(`${device.label} is not connected.`, 'NotFoundError');
  return take(found);
}

async function capture(
  stream: MediaStream,
  track: MediaStreamTrack,
  options: MicrophoneOptions,
): Promise<Result<{ microphone: Microphone }>> {
  const settings = track.getSettings();
  const label = track.label;
  let over = false;
  /** Until somebody has it; and why it was lost meanwhile. */
  const opening: { done: boolean; lost: string | null } = { done: false, lost: null };
  let running: RunningContext | null = null;
  const release = async (): Promise<void> => {
    navigator.mediaDevices.removeEventListener('devicechange', checkRate);
    track.stop();
    await running?.close();
  };
  const lose = (message: string): void => {
    if (over) return;
    over = true;
    if (!opening.done) {
      opening.lost = message;
      return;
    }
    void release();
    options.onLost(message);
  };
  const checkRate = (): void => {
    const rateHz = track.getSettings().sampleRate;
    if (!over && rateHz !== undefined && settings.sampleRate !== undefined && rateHz !== settings.sampleRate)
      options.onReopen?.();
  };
  running = await openContext(captureWorklet, settings.sampleRate ?? null, () =>
    lose(`The system closed the audio of ${label}. Choose an input to go on.`),
  );
  const { context } = running;
  streams += 1;
  const node = new AudioWorkletNode(context, captureProcessor, {
    numberOfInputs: 1,
    numberOfOutputs: 0,
    processorOptions: { streamId: streams, channel: options.channel, gainDb: options.gainDb },
  });
  const tell = (message: ToCapture, transfer: Transferable[] = []): void => node.port.postMessage(message, transfer);
  let warned = false;
  let cancelling = false;
  const stopped = new Promise<void>((resolve) => {
    node.port.addEventListener('message', ({ data }: MessageEvent<FromCapture>) => {
      if (data.type === 'stopped') {
        resolve();
        return;
      }
      // Of one that is lost or closed messages are still on their way.
      if (over) return;
      options.onLevel(data.level, data.channels);
      if (data.cancels !== cancelling) options.onCancelling?.(data.cancels);
      cancelling = data.cancels;
      const zeros = data.level.zerosMs >= zerosAlarmMs;
      if (zeros !== warned) options.onZeros(zeros ? data.level.zerosMs : 0);
      warned = zeros;
    });
    node.port.start();
  });
  tell({ type: 'port', port: options.port }, [options.port]);
  const disconnected = (): void => lose(`${label} was disconnected. Plug it in again or choose another input.`);
  track.addEventListener('ended', disconnected);
  // Once it has ended nothing tells so.
  if (track.readyState === 'ended') disconnected();
  opening.done = true;
  if (opening.lost !== null) {
    await release();
    return refuse(benchError('not-found', opening.lost));
  }
  navigator.mediaDevices.addEventListener('devicechange', checkRate);
  context.createMediaStreamSource(stream).connect(node);
  const microphone: Microphone = {
    label,
    settings: {
      sampleRateHz: settings.sampleRate ?? context.sampleRate,
      channels: settings.channelCount ?? 1,
      echoCancellation: Boolean(settings.echoCancellation),
      noiseSuppression: settings.noiseSuppression ?? false,
      autoGainControl: settings.autoGainControl ?? false,
      channel: channelInForce(options.channel, settings.channelCount ?? 1),
      gainDb: options.gainDb,
    },
    setMuted: (muted) => tell({ type: 'mute', muted }),
    resetClips: () => tell({ type: 'reset-clips' }),
    async close() {
      if (over) return;
      over = true;
      tell({ type: 'stop' });
      // A context that no longer runs cannot answer; its frames are out already.
      await Promise.race([stopped, new Promise((resolve) => setTimeout(resolve, 200))]);
      await release();
    },
  };
  return ok({ microphone });
}
