import { decodeFrame } from '../../../shared/audio/frames.ts';
import { levelMs, LevelMeter, type LevelReading } from '../../../shared/audio/level-meter.ts';
import { PlayRing } from '../../../shared/audio/play-ring.ts';
import type { FromPlayer, ToPlayer } from '../../../shared/audio/player-messages.ts';
import { playbackProcessor, type FromPlayback, type ToPlayback } from './messages.ts';

/** Position reports go to the engine this often, so that it knows what was heard even if the page dies. */
const progressPerSecond = 10;

/** Whether all members are the same, those `left` aside. */
const sameBut = <T extends object>(one: T, other: T, left: readonly (keyof T)[] = []): boolean =>
  (Object.keys(one) as (keyof T)[]).every((key) => left.includes(key) || one[key] === other[key]);

/** How many moments a reading has depends on when it was taken. */
const isSilent = ({ momentsDbfs }: LevelReading): boolean => momentsDbfs.every((moment) => moment === null);

/** Engine to loudspeaker without touching the page's main thread: a ring of streams, played and counted to the sample. */
class PlaybackProcessor extends AudioWorkletProcessor {
  readonly #ring = new PlayRing(sampleRate, (event) => this.#answer(event));
  readonly #meter = new LevelMeter(sampleRate);
  #port: MessagePort | null = null;
  /** What was told last. */
  #told: FromPlayback | null = null;
  #untilLevel = 0;
  #untilProgress = 0;
  #running = true;

  constructor() {
    super();
    this.port.addEventListener('message', (event) => this.#obey((event as MessageEvent<ToPlayback>).data));
    this.port.start();
  }

  #obey(message: ToPlayback): void {
    switch (message.type) {
      case 'port':
        this.#port = message.port;
        message.port.addEventListener('message', (event) => this.#take((event as MessageEvent<unknown>).data));
        message.port.start();
        break;
      case 'reset-clips':
        this.#meter.resetClips();
        break;
      case 'latency':
        this.#ring.outputLatencyMs = message.latencyMs;
        break;
      case 'stop':
        this.#running = false;
        break;
    }
  }

  #answer(event: FromPlayer): void {
    this.#port?.postMessage(event);
  }

  /** From the engine: audio frames as bytes, everything else as JSON. */
  #take(message: unknown): void {
    if (message instanceof ArrayBuffer || ArrayBuffer.isView(message)) {
      const bytes =
        message instanceof ArrayBuffer
          ? new Uint8Array(message)
          : new Uint8Array(message.buffer, message.byteOffset, message.byteLength);
      const frame = decodeFrame(bytes);
      if (frame !== null) this.#ring.write(frame.streamId, frame.pcm24k);
      return;
    }
    const order = message as ToPlayer;
    switch (order.type) {
      case 'begin':
        this.#ring.begin(order.streamId);
        break;
      case 'end':
        this.#ring.end(order.streamId);
        break;
      case 'flush':
        this.#ring.flush();
        break;
    }
  }

  /** Silence that lasts is told once: most of a session nothing is played, and each message wakes the page. */
  #tellLevel(message: FromPlayback): void {
    const told = this.#told;
    this.#told = message;
    const isNews =
      told === null ||
      !isSilent(message.level) ||
      !isSilent(told.level) ||
      !sameBut(told.level, message.level, ['zerosMs', 'momentsDbfs']) ||
      !sameBut(told.stats, message.stats);
    if (isNews) this.port.postMessage(message);
  }

  process(_inputs: Float32Array[][], [output]: Float32Array[][]): boolean {
    const first = output?.[0];
    if (!this.#running || output === undefined || first === undefined) return this.#running;
    this.#ring.pull(first);
    for (let channel = 1; channel < output.length; channel += 1) output[channel]?.set(first);
    this.#meter.push(first);
    this.#untilLevel -= first.length;
    if (this.#untilLevel <= 0) {
      this.#untilLevel += (sampleRate * levelMs) / 1000;
      this.#tellLevel({ type: 'level', level: this.#meter.read(), stats: { ...this.#ring.stats } });
    }
    this.#untilProgress -= first.length;
    if (this.#untilProgress <= 0) {
      this.#untilProgress += sampleRate / progressPerSecond;
      const progress = this.#ring.progress();
      if (progress !== null) {
        this.#answer({ type: 'progress', ...progress, latencyMs: this.#ring.outputLatencyMs });
      }
    }
    return true;
  }
}

registerProcessor(playbackProcessor, PlaybackProcessor);
