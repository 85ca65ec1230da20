import { bytesPerMs, decodeFrame } from '../../../shared/audio/frames.ts';
import { LatencyHistogram } from '../../../shared/audio/latency-histogram.ts';
import type { LevelReading } from '../../../shared/audio/level-meter.ts';
import type { BenchEvent, CaptureSettings } from '../../../shared/session/bench-events.ts';
import { type Conversation, FileQueue } from './file-queue.ts';
import { SilenceFill } from './silence-fill.ts';
import { type PaceClock, realClock } from './pace-clock.ts';
import type { SoundToPlay } from './sound-frames.ts';

export interface AudioInHooks {
  /** Sends PCM16 at 24 kHz; false when it was dropped because the connection is too slow. */
  send(pcm24k: Uint8Array): boolean;
  bench(event: BenchEvent): void;
}

/** Clipped samples are told at most twice a second, summed. */
const clipReportEveryFrames = 25;
/** Latency is told every five seconds of audio sent. */
const latencyReportEveryFrames = 250;

/** Audio on its way to the service, from whatever source: one event a frame; holes, clipping and delay told. */
export class AudioIn {
  readonly #hooks: AudioInHooks;
  readonly #wallMs: () => number;
  readonly #latency = new LatencyHistogram();
  readonly #fill: SilenceFill;
  #streamId: number | null = null;
  #lastNumber = 0;
  #clipped = 0;
  #framesSinceClipReport = 0;
  #mutedByCommand = false;
  #mutedBySource = false;
  #sentMs = 0;
  #stopped = false;
  #heard = false;
  /** True while something else speaks: frames of a microphone are passed over. */
  paused = false;

  /**
   * @param wallMs the clock that capture worklets stamp frames with
   * @param clock paces the silence that is sent while a microphone gives nothing
   */
  constructor(hooks: AudioInHooks, wallMs: () => number = Date.now, clock: PaceClock = realClock) {
    this.#hooks = hooks;
    this.#wallMs = wallMs;
    const frame = (pcm24k: Int16Array): boolean => this.#send(pcm24k);
    this.#fill = new SilenceFill({ frame, bench: (event) => hooks.bench(event) }, clock);
  }

  /** Whether a frame of a microphone has ever come. */
  get microphoneHeard(): boolean {
    return this.#heard;
  }

  /** Milliseconds of audio sent, dropped frames not counted. */
  get sentMs(): number {
    return this.#sentMs;
  }

  /** One message of a capture port. What is not a frame is passed over. */
  frame(bytes: Uint8Array): void {
    if (this.#stopped) return;
    const frame = decodeFrame(bytes);
    if (frame === null || frame.pcm24k.length === 0) return;
    this.#heard = true;
    if (this.paused) {
      // What is passed over on purpose is no hole.
      this.#streamId = frame.streamId;
      this.#lastNumber = frame.number;
      return;
    }
    this.#countHoles(frame.streamId, frame.number);
    this.#countClips(frame.clipped);
    this.#setMuted(this.#mutedByCommand, frame.muted);
    if (!this.#fill.heard(frame.firstAtMs)) return;
    if (this.#send(frame.pcm24k) && frame.firstAtMs > 0) this.#noteLatency(frame.firstAtMs);
  }

  /** Samples of a source in this process, which has no holes. */
  samples(pcm24k: Int16Array): void {
    if (this.#stopped) return;
    this.#fill.spoken();
    // Muting is the microphone's, where there is one: a file is stopped instead.
    this.#send(pcm24k, this.#mutedByCommand && !this.#heard);
  }

  /** Muted audio still flows, as silence, so that the service's clock and VAD go on. */
  mute(muted: boolean): void {
    this.#setMuted(muted, this.#mutedBySource);
  }

  stop(): void {
    if (this.#stopped) return;
    this.#fill.stop();
    this.#reportClips();
    this.#reportLatency();
    this.#stopped = true;
  }

  #send(pcm24k: Int16Array, muted = this.#mutedByCommand): boolean {
    const bytes = muted
      ? Buffer.alloc(pcm24k.byteLength)
      : Buffer.from(pcm24k.buffer, pcm24k.byteOffset, pcm24k.byteLength);
    const sent = this.#hooks.send(bytes);
    if (sent) this.#sentMs += pcm24k.byteLength / bytesPerMs;
    return sent;
  }

  #noteLatency(firstAtMs: number): void {
    this.#latency.note(this.#wallMs() - firstAtMs);
    if (this.#latency.frames >= latencyReportEveryFrames) this.#reportLatency();
  }

  #reportLatency(): void {
    const latency = this.#latency.take();
    if (latency !== null) this.#hooks.bench({ type: 'bench.capture', ...latency });
  }

  #countHoles(streamId: number, number: number): void {
    const expected = this.#streamId === streamId ? this.#lastNumber + 1 : number;
    this.#streamId = streamId;
    this.#lastNumber = number;
    if (number > expected) this.#hooks.bench({ type: 'bench.input.gap', missingFrames: number - expected });
  }

  #countClips(clipped: number): void {
    this.#clipped += clipped;
    this.#framesSinceClipReport += 1;
    if (this.#framesSinceClipReport >= clipReportEveryFrames) this.#reportClips();
  }

  #reportClips(): void {
    this.#framesSinceClipReport = 0;
    if (this.#clipped === 0) return;
    this.#hooks.bench({ type: 'bench.input.clipped', count: this.#clipped });
    this.#clipped = 0;
  }

  #setMuted(byCommand: boolean, bySource: boolean): void {
    const before = this.#mutedByCommand || this.#mutedBySource;
    this.#mutedByCommand = byCommand;
    this.#mutedBySource = bySource;
    const muted = byCommand || bySource;
    if (muted !== before) this.#hooks.bench({ type: 'bench.input.muted', muted });
  }
}

/** What a session's voice is at its beginning: frames of a capture port, or files. */
export type LiveInput =
  | {
      readonly kind: 'microphone';
      /** What the page says of the microphone it has open; null while it has none. */
      readonly opened: () => {
        readonly label: string;
        readonly settings: CaptureSettings;
        readonly zerosForMs: number | null;
        readonly cancellingChannels: number | null;
      } | null;
    }
  | { readonly kind: 'wav'; readonly files: readonly SoundToPlay[] };

export interface LiveInputHooks {
  readonly send: (pcm24k: Uint8Array) => boolean;
  readonly ready: () => boolean;
  readonly bench: (event: BenchEvent) => void;
  readonly level: (level: LevelReading) => void;
  readonly conversation: Conversation;
}

/** The input side of one session. Silent until `start`, and again after `stop`. */
export interface RunningInput {
  readonly audioIn: AudioIn;
  /** Files that speak in turn with the microphone. */
  readonly files: FileQueue;
  /** The session is open: a microphone is told, files begin to speak. */
  start(): void;
  /** The page opened a microphone, or another one, or with other settings. */
  tellMicrophone(): void;
  stop(): void;
}

export function makeInput(input: LiveInput, hooks: LiveInputHooks): RunningInput {
  const audioIn = new AudioIn(hooks);
  const files = new FileQueue({
    frame: (pcm24k) => audioIn.samples(pcm24k),
    level: (level) => hooks.level(level),
    bench: (event) => hooks.bench(event),
    ready: () => hooks.ready(),
    sentMs: () => audioIn.sentMs,
    microphone: () => audioIn.microphoneHeard,
    speaking: (speaks) => {
      audioIn.paused = speaks;
    },
    conversation: hooks.conversation,
  });
  const tellMicrophone = (): void => {
    const opened = input.kind === 'microphone' ? input.opened() : null;
    if (opened === null) return;
    const { label, settings, zerosForMs, cancellingChannels: channels } = opened;
    hooks.bench({ type: 'bench.input.opened', kind: 'microphone', label, settings });
    if (zerosForMs !== null) hooks.bench({ type: 'bench.input.zeros', label, forMs: zerosForMs });
    if (channels !== null) hooks.bench({ type: 'bench.input.cancelling', label, channels });
  };
  if (input.kind === 'wav') files.add(input.files);
  return {
    audioIn,
    files,
    start: () => {
      tellMicrophone();
      files.start();
    },
    tellMicrophone,
    stop: () => {
      files.stop();
      audioIn.stop();
    },
  };
}
