import { encodeFrame, Framer } from '../../../shared/audio/frames.ts';
import {
  applyGain,
  Cancelling,
  type ChannelChoice,
  channelInForce,
  clippedSamples,
  gainFactor,
  pickChannel,
} from '../../../shared/audio/channels.ts';
import { levelMs, LevelMeter, type LevelReading } from '../../../shared/audio/level-meter.ts';
import { captureProcessor, type CaptureOptions, type FromCapture, type ToCapture } from './messages.ts';

/** Microphone to engine without touching the page's main thread: channel, gain, meter, resample, cut into frames, post. */
class CaptureProcessor extends AudioWorkletProcessor {
  readonly #framer: Framer;
  readonly #meter = new LevelMeter(sampleRate);
  readonly #cancelling = new Cancelling(sampleRate);
  readonly #channel: ChannelChoice;
  readonly #gain: number;
  #channelMeters: LevelMeter[] = [];
  #port: MessagePort | null = null;
  #mono = new Float32Array(128);
  #untilLevel = 0;
  #running = true;

  constructor(options: { readonly processorOptions: CaptureOptions }) {
    super();
    const { streamId, channel, gainDb } = options.processorOptions;
    this.#framer = new Framer(sampleRate, streamId);
    this.#channel = channel;
    this.#gain = gainFactor(gainDb);
    this.port.addEventListener('message', (event) => this.#obey((event as MessageEvent<ToCapture>).data));
    this.port.start();
  }

  #obey(message: ToCapture): void {
    switch (message.type) {
      case 'port':
        this.#port = message.port;
        break;
      case 'mute':
        this.#framer.muted = message.muted;
        break;
      case 'reset-clips':
        this.#meter.resetClips();
        for (const meter of this.#channelMeters) meter.resetClips();
        break;
      case 'stop':
        this.#framer.finish((frame) => this.#port?.postMessage(encodeFrame(frame)));
        // The engine hears one microphone at a time: the next has the word as soon as this port is closed.
        this.#port?.close();
        this.#port = null;
        this.#running = false;
        this.#tell({ type: 'stopped' });
        break;
    }
  }

  #tell(message: FromCapture): void {
    this.port.postMessage(message);
  }

  process([input]: Float32Array[][]): boolean {
    const first = input?.[0];
    // The input is empty while no source is connected: a device was pulled out.
    if (!this.#running || input === undefined || first === undefined) return this.#running;
    if (this.#mono.length !== first.length) this.#mono = new Float32Array(first.length);
    const mono = this.#mono;
    pickChannel(input, this.#channel, mono);
    applyGain(mono, this.#gain);
    const clipped = clippedSamples(input, this.#channel, mono);
    this.#meter.push(mono, mono.length, clipped);
    this.#measure(input);
    const firstAtMs = Date.now();
    this.#framer.push(mono, firstAtMs, clipped, (frame) => this.#port?.postMessage(encodeFrame(frame)));
    this.#untilLevel -= mono.length;
    if (this.#untilLevel <= 0) {
      this.#untilLevel += (sampleRate * levelMs) / 1000;
      this.#tellLevels(input.length);
    }
    return true;
  }

  /** Each channel for itself, where there are several. */
  #measure(input: Float32Array[]): void {
    if (this.#channelMeters.length !== input.length) {
      this.#channelMeters = input.map(() => new LevelMeter(sampleRate));
    }
    if (input.length < 2) return;
    for (let channel = 0; channel < input.length; channel += 1) {
      this.#channelMeters[channel]?.push(input[channel] as Float32Array);
    }
    this.#cancelling.push(input);
  }

  #tellLevels(channelCount: number): void {
    const channels: LevelReading[] = channelCount < 2 ? [] : this.#channelMeters.map((meter) => meter.read());
    const mixed = channelCount > 1 && channelInForce(this.#channel, channelCount) === 'mix';
    this.#tell({ type: 'level', level: this.#meter.read(), channels, cancels: mixed && this.#cancelling.cancels });
  }
}

registerProcessor(captureProcessor, CaptureProcessor);
