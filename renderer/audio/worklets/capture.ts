import { encodeFrame, Framer } from '../../../shared/audio/frames.ts';
import { countClipped, LevelMeter } from '../../../shared/audio/level-meter.ts';
import { captureProcessor, levelsPerSecond, type FromCapture, type ToCapture } from './messages.ts';

interface Options {
  readonly streamId: number;
}

/**
 * Microphone to engine without touching the page's main thread: meter, resample, cut into frames, post.
 * Several channels are averaged; clipping is counted on each channel before that, for the mean can hide it.
 */
class CaptureProcessor extends AudioWorkletProcessor {
  readonly #framer: Framer;
  readonly #meter = new LevelMeter(sampleRate);
  #port: MessagePort | null = null;
  #mono = new Float32Array(128);
  #untilLevel = 0;
  #running = true;

  constructor(options: { readonly processorOptions: Options }) {
    super();
    this.#framer = new Framer(sampleRate, options.processorOptions.streamId);
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
        break;
      case 'stop':
        this.#framer.finish((frame) => this.#port?.postMessage(encodeFrame(frame)));
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
    const mono = this.#mixed(input, first);
    const clipped = input.reduce((most, channel) => Math.max(most, countClipped(channel)), 0);
    this.#meter.push(mono, mono.length, clipped);
    const firstAtMs = Date.now();
    this.#framer.push(mono, firstAtMs, clipped, (frame) => this.#port?.postMessage(encodeFrame(frame)));
    this.#untilLevel -= mono.length;
    if (this.#untilLevel <= 0) {
      this.#untilLevel += sampleRate / levelsPerSecond;
      this.#tell({ type: 'level', level: this.#meter.read() });
    }
    return true;
  }

  #mixed(input: Float32Array[], first: Float32Array): Float32Array {
    if (input.length === 1) return first;
    if (this.#mono.length !== first.length) this.#mono = new Float32Array(first.length);
    const mono = this.#mono;
    mono.set(first);
    for (let channel = 1; channel < input.length; channel += 1) {
      const other = input[channel] as Float32Array;
      for (let i = 0; i < mono.length; i += 1) mono[i] = (mono[i] as number) + (other[i] as number);
    }
    for (let i = 0; i < mono.length; i += 1) mono[i] = (mono[i] as number) / input.length;
    return mono;
  }
}

registerProcessor(captureProcessor, CaptureProcessor);
